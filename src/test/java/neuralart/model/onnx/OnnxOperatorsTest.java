package neuralart.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import neuralart.model.Models;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;
import neuralart.reference.PyTorch;
import neuralart.reference.RawImage;
import neuralart.reference.Tolerances;
import neuralart.reference.WeightedSum;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.shade.jackson.databind.JsonNode;

/** Networks of one operator each: what they compute, and its gradient, against PyTorch. */
@Tag("slow")
class OnnxOperatorsTest {
  @TempDir Path folder;

  @Test
  void everyOperatorEqualsPyTorch() throws Exception {
    PyTorch.assumeOnnx();
    JsonNode cases = PyTorch.run("onnx_operators.py", List.of(folder));
    List<String> wrong = new ArrayList<>();
    double worst = 0;
    double worstGradient = 0;
    for (JsonNode one : cases) {
      String name = one.path("name").asText();
      try {
        double[] errors = errors(name, one.path("height").asInt(), one.path("width").asInt());
        worst = Math.max(worst, errors[0]);
        worstGradient = Math.max(worstGradient, errors[1]);
        if (!(errors[0] <= Tolerances.GRADIENT && errors[1] <= Tolerances.GRADIENT)) {
          wrong.add(String.format(Locale.ROOT, "%s %.2g %.2g", name, errors[0], errors[1]));
        }
      } catch (IllegalArgumentException e) {
        wrong.add(name + ": " + e.getMessage());
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d networks of one operator: activations %.2g, gradients %.2g%n",
        cases.size(),
        worst,
        worstGradient);
    assertTrue(wrong.isEmpty(), String.join("\n", wrong));
  }

  /** Relative L2 of the last layer and of the gradient of its weighted sum. */
  private double[] errors(String name, int height, int width) throws IOException {
    try (Network network = Models.load(folder.resolve(name + ".onnx").toString())) {
      List<Layer> layers = network.layers();
      String last = layers.get(layers.size() - 1).name();
      WeightedSum sum = new WeightedSum(last, doubles(read(name, "w")));
      assertEquals(network.shape(last, height, width).length(), sum.weights().length, name);
      try (Plan plan = Draft.of(network, height, width, List.of(sum), Set.of()).allocate()) {
        plan.image().put(0, read(name, "x"));
        plan.evaluate();
        return new double[] {
          Tolerances.relativeL2(doubles(read(name, "y")), Buffers.floats(plan.activation(last))),
          Tolerances.relativeL2(doubles(read(name, "g")), Buffers.floats(plan.gradient()))
        };
      }
    }
  }

  private float[] read(String name, String what) throws IOException {
    return RawImage.read(folder.resolve(name + "." + what + ".f32"));
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
