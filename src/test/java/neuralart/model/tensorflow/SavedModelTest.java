package neuralart.model.tensorflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import neuralart.model.Models;
import neuralart.model.dl4j.DeepLearning4jFiles;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SavedModels that TensorFlow's own bindings for Java made, with what TensorFlow computes of an
 * image: {@code src/test/tensorflow/MakeSavedModels.java}.
 */
public class SavedModelTest {
  @TempDir Path folder;

  /** An array of NHWC. */
  private record Array(int height, int width, float[] values) {
    static Array of(byte[] bytes) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      int height = buffer.getInt(Integer.BYTES);
      int width = buffer.getInt(2 * Integer.BYTES);
      float[] values = new float[bytes.length / Float.BYTES - 4];
      buffer
          .position(4 * Integer.BYTES)
          .slice()
          .order(ByteOrder.LITTLE_ENDIAN)
          .asFloatBuffer()
          .get(values);
      return new Array(height, width, values);
    }
  }

  private Path copy(String name) throws IOException {
    Path file = folder.resolve(name);
    try (InputStream stream = SavedModelTest.class.getResourceAsStream(name)) {
      Files.copy(stream, file);
    }
    return file;
  }

  private Map<String, Array> values(String name) throws IOException {
    Map<String, Array> values = new LinkedHashMap<>();
    DeepLearning4jFiles.entries(copy(name + ".values.zip"))
        .forEach((layer, bytes) -> values.put(layer, Array.of(bytes)));
    return values;
  }

  @ParameterizedTest
  @ValueSource(strings = {"unet", "denoiser", "classifier", "functions", "operators"})
  void layersEqualTensorFlow(String name) throws IOException {
    Map<String, Array> expected = values(name.equals("functions") ? "classifier" : name);
    Array image = expected.remove("image");
    try (Network network = Models.load(copy(name + ".zip").toString())) {
      Set<String> names = network.layers().stream().map(Layer::name).collect(Collectors.toSet());
      Set<String> missing = new TreeSet<>(expected.keySet());
      missing.removeAll(names);
      assertEquals(Set.of(), missing, names.toString());
      List<String> errors = new ArrayList<>();
      double worst = 0;
      try (Plan plan =
          Draft.of(network, image.height, image.width, List.of(), expected.keySet()).allocate()) {
        plan.image().put(0, image.values);
        plan.forward();
        for (Map.Entry<String, Array> layer : expected.entrySet()) {
          float[] actual = Buffers.floats(plan.activation(layer.getKey()));
          double error = distance(layer.getValue().values, actual);
          worst = Math.max(worst, error);
          if (!(error <= Tolerances.FEATURE_MAP)) {
            errors.add(layer.getKey() + " " + error);
          }
        }
      }
      System.out.printf("%s: %d layers, largest distance %.2g%n", name, expected.size(), worst);
      assertEquals(List.of(), errors);
    }
  }

  /** Of all values, relative to their length. */
  private static double distance(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    double difference = 0;
    double length = 0;
    for (int i = 0; i < expected.length; i++) {
      difference += Math.pow(expected[i] - actual[i], 2);
      length += Math.pow(expected[i], 2);
    }
    return Math.sqrt(difference / length);
  }
}
