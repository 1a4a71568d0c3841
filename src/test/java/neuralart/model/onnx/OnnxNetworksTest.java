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
import neuralart.reference.TestData;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
      assertEquals(37, layers.size());
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
        assertTrue(largest <= Tolerances.GRADIENT * 10, "largest difference " + largest);
      }
    }
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
}
