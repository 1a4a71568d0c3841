package neuralart.model.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.DoubleStream;
import neuralart.model.Models;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;
import neuralart.reference.PyTorch;
import neuralart.reference.RawImage;
import neuralart.reference.TestData;
import neuralart.reference.Tolerances;
import neuralart.reference.WeightedSum;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.JsonNode;

/** Networks in ONNX files: of bioimage.io, and as PyTorch exports them. */
@Tag("slow")
class OnnxNetworksTest {
  private static final String NUCLEI = "usermodels/bioimageio_unet2d_nuclei_broad/";
  private static final int SIDE = 512;

  @TempDir Path folder;

  /** Its description says: zero mean and unit variance before, a sigmoid behind. */
  @Test
  void theNetworkOfNucleiGivesItsTestOutput() throws IOException {
    double[] image = numbers(TestData.file(NUCLEI + "test_input.npy"));
    double[] expected = numbers(TestData.file(NUCLEI + "test_output.npy"));
    double mean = DoubleStream.of(image).average().orElseThrow();
    double variance =
        DoubleStream.of(image).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    try (Network network = Models.load(TestData.file(NUCLEI + "weights.onnx").toString())) {
      List<Layer> layers = network.layers();
      assertEquals(34, layers.size());
      assertEquals("/encoders.0/encoders.0.0/Conv", layers.get(0).name());
      try (Plan plan =
          Draft.of(network, SIDE, SIDE, List.of(), Set.of("/output/Conv")).allocate()) {
        for (int i = 0; i < image.length; i++) {
          plan.image().put(i, (float) ((image[i] - mean) / (Math.sqrt(variance) + 1e-6)));
        }
        plan.forward();
        float[] output = Buffers.floats(plan.activation("/output/Conv"));
        double largest = 0;
        for (int i = 0; i < output.length; i++) {
          double probability = 1 / (1 + Math.exp(-output[i]));
          largest = Math.max(largest, Math.abs(probability - expected[i]));
        }
        System.out.printf(Locale.ROOT, "network of nuclei: largest difference %.2g%n", largest);
        assertTrue(largest <= Tolerances.EXPORTED, "largest difference " + largest);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "resnet18, 9, 64, fixed",
    "resnet18, 13, 64, any",
    "mobilenet_v2, 10, 32, fixed",
    "efficientnet_b0, 13, 64, any",
    "densenet121, 16, 64, fixed",
    "vgg11, 12, 96, fixed",
    "squeezenet, 11, 67, any",
    "unet, 11, 40, any",
    "unet_bilinear, 11, 40, any",
    "unet_bilinear, 16, 40, fixed",
    "unet_instance, 14, 40, any",
    "unet_group, 15, 40, any",
    "style, 12, 40, any",
    "convnext, 14, 64, fixed"
  })
  void exportedNetworksEqualPyTorch(String kind, int opset, int side, String sizes)
      throws IOException {
    PyTorch.assumeAvailable();
    JsonNode size = PyTorch.run("onnx_networks.py", List.of(kind, opset, side, folder, sizes));
    int height = size.path("height").asInt();
    int width = size.path("width").asInt();
    try (Network network = Models.load(folder.resolve(kind + ".onnx").toString())) {
      List<Layer> layers = network.layers();
      String last = layers.get(layers.size() - 1).name();
      WeightedSum sum = new WeightedSum(last, doubles(read(kind, "w")));
      try (Plan plan = Draft.of(network, height, width, List.of(sum), Set.of()).allocate()) {
        plan.image().put(0, read(kind, "x"));
        plan.evaluate();
        double output =
            Tolerances.relativeL2(doubles(read(kind, "y")), Buffers.floats(plan.activation(last)));
        double gradient =
            Tolerances.relativeL2(doubles(read(kind, "g")), Buffers.floats(plan.gradient()));
        System.out.printf(
            Locale.ROOT,
            "%s of opset %d, %s size: %d layers, output %.2g, gradient %.2g%n",
            kind,
            opset,
            sizes,
            layers.size(),
            output,
            gradient);
        assertTrue(output <= Tolerances.EXPORTED && gradient <= Tolerances.EXPORTED);
      }
    }
  }

  private float[] read(String kind, String what) throws IOException {
    return RawImage.read(folder.resolve(kind + "." + what + ".f32"));
  }

  /** The numbers of NumPy's file of single precision. */
  private static double[] numbers(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int header = 10 + buffer.getShort(8);
    double[] numbers = new double[(bytes.length - header) / Float.BYTES];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = buffer.getFloat(header + i * Float.BYTES);
    }
    return numbers;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
