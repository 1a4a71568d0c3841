package neuralart.plan;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.network.Vertex;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.objective.GramDistance;
import neuralart.objective.Objective;
import neuralart.reference.Buffers;
import neuralart.reference.PyTorch;
import neuralart.reference.TestData;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Gradients of the known networks, cut and uncut, at sizes that strides don't divide. */
@Tag("slow")
class KnownNetworksInStripsTest {
  private static final int[] STRIPS = {1, 2, 7, 16};

  @TempDir static Path generated;

  @ParameterizedTest
  @CsvSource({
    "squeezenet, fire2/concat, fire8/concat, pool3, 299, 113",
    "vgg19, block1_conv2, block4_conv3, block3_pool, 293, 101",
    "inceptionv3, mixed0, mixed7, mixed2, 333, 141",
    "resnet50, conv2_block2_out, conv4_block3_out, conv3_block2_out, 341, 75"
  })
  void gradientsAreThose(String model, String early, String late, String cut, int height, int width)
      throws IOException {
    double worst = 0;
    try (Network network = network(model)) {
      int channels = network.layer(early).channels();
      List<Objective> objectives =
          List.of(
              new GramDistance(early, 1, new float[channels * channels]),
              new ActivationEnergy(late, -1e-3, 2, Mean.INNER));
      Draft draft = Draft.of(network, height, width, objectives, Set.of());
      float[] image = image(height, width, (float) network.preprocessing().range());
      double[] whole = doubles(gradient(draft, Cut.none(draft.computation()), image));
      int end = network.vertices().size();
      int place = place(network, cut);
      for (int strips : STRIPS) {
        List<List<Cut>> ways = new ArrayList<>();
        ways.add(List.of(new Cut(place, strips), new Cut(end, 1)));
        ways.add(List.of(new Cut(place, 16), new Cut(end, strips)));
        for (List<Cut> way : ways) {
          double error = Tolerances.relativeL2(whole, gradient(draft, way, image));
          worst = Math.max(worst, error);
        }
      }
    }
    System.out.printf("%s in strips: relative L2 of the gradient %.2g%n", model, worst);
    assertTrue(worst <= Tolerances.STRIPS, model + ": relative L2 is " + worst);
  }

  /** Index behind the last vertex of a layer. */
  private static int place(Network network, String layer) {
    List<String> names = network.vertices().stream().map(Vertex::name).toList();
    return names.indexOf(layer) + 1;
  }

  private static Network network(String model) throws IOException {
    PyTorch.assumeAvailable();
    Path weights = model.equals("squeezenet") ? TestData.squeezeNetWeights() : generated(model);
    System.setProperty("neuralart.models", weights.getParent().toString());
    return Models.load(model);
  }

  private static Path generated(String model) throws IOException {
    PyTorch.run("make_weights.py", List.of("--network", model, "--seed", 1, "--output", generated));
    return generated.resolve(KnownModel.of(model).file().name());
  }

  private static float[] gradient(Draft draft, List<Cut> cuts, float[] image) {
    try (Plan plan = draft.allocate(draft.layout(cuts).orElseThrow())) {
      plan.image().put(0, image);
      plan.evaluate();
      return Buffers.floats(plan.gradient());
    }
  }

  private static float[] image(int height, int width, float range) {
    Random random = new Random(7);
    float[] values = new float[height * width * 3];
    for (int i = 0; i < values.length; i++) {
      double wave = Math.sin(0.1 * (i / 3 % width) + 0.05 * (i / 3 / width) * (1 + i % 3));
      values[i] = range * (float) (0.3 * wave + 0.08 * random.nextGaussian());
    }
    return values;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
