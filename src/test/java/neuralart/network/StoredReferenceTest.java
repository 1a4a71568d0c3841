package neuralart.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import neuralart.model.Models;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.objective.GramDistance;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Activations, losses and image gradients against those of PyTorch in double precision that {@code
 * stored_references.py} has stored, so that they are compared without a Python too.
 */
class StoredReferenceTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"builtin", "vgg", "inception", "branches"})
  void activationsLossesAndGradientsEqualPyTorch(String name) throws IOException {
    JsonNode reference = new ObjectMapper().readTree(bytes(name + ".json"));
    FloatBuffer expected =
        ByteBuffer.wrap(bytes(name + ".f32")).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    Map<String, JsonNode> layers = entries(reference.get("layers"));
    try (Network network = Models.load(model(name))) {
      try (Plan plan = plan(network, reference, List.of(), name)) {
        plan.forward();
        layers.forEach(
            (layer, step) ->
                assertClose(name + " " + layer, expected, plan.activation(layer), step.asInt()));
      }
      for (var loss : entries(reference.get("losses")).entrySet()) {
        List<Objective> terms =
            entries(loss.getValue().get("terms")).entrySet().stream()
                .map(t -> term(network, loss.getKey(), t.getKey(), t.getValue().asDouble()))
                .toList();
        try (Plan plan = plan(network, reference, terms, name)) {
          double value = loss.getValue().get("value").asDouble();
          String what = name + " " + loss.getKey();
          double actual = plan.evaluate();
          System.out.printf("%s: loss off by %.2g%n", what, Math.abs(actual / value - 1));
          assertEquals(value, actual, Tolerances.GRADIENT * value, what);
          assertClose(what + ", gradient", expected, plan.gradient(), 1);
        }
      }
    }
    assertFalse(expected.hasRemaining());
  }

  /** What {@link Models#load} takes. */
  private String model(String name) throws IOException {
    if (name.equals("builtin")) {
      return name;
    }
    Path file = folder.resolve(name + ".h5");
    try (InputStream packed = open(name + ".h5.gz");
        InputStream network = new GZIPInputStream(packed)) {
      Files.copy(network, file);
    }
    return file.toString();
  }

  /** A plan that keeps the layers of the reference, with its image. */
  private static Plan plan(
      Network network, JsonNode reference, List<Objective> objectives, String name)
      throws IOException {
    Plan plan =
        Draft.of(
                network,
                reference.get("height").asInt(),
                reference.get("width").asInt(),
                objectives,
                entries(reference.get("layers")).keySet())
            .allocate();
    byte[] pixels = bytes(name + ".u8");
    assertEquals(pixels.length, plan.image().limit());
    for (int i = 0; i < pixels.length; i++) {
      plan.image().put(i, Byte.toUnsignedInt(pixels[i]) / 64f - 2);
    }
    return plan;
  }

  private static Objective term(Network network, String kind, String layer, double weight) {
    int channels = network.layer(layer).channels();
    return switch (kind) {
      case "dream" -> new ActivationEnergy(layer, weight, 2, Mean.INNER);
      case "gram" -> new GramDistance(layer, weight, new float[channels * channels]);
      default -> throw new IllegalArgumentException(kind);
    };
  }

  /** Compares every so many values with the next that are expected. */
  private static void assertClose(String what, FloatBuffer expected, FloatBuffer all, int step) {
    float[] actual = new float[(all.limit() + step - 1) / step];
    double[] reference = new double[actual.length];
    for (int i = 0; i < actual.length; i++) {
      actual[i] = all.get(i * step);
      reference[i] = expected.get();
    }
    double error = Tolerances.relativeL2(reference, actual);
    System.out.printf("%s: relative L2 %.2g%n", what, error);
    assertTrue(error <= Tolerances.GRADIENT, what + ": " + error);
  }

  /** The fields of an object, in their order. */
  private static Map<String, JsonNode> entries(JsonNode object) {
    Map<String, JsonNode> entries = new LinkedHashMap<>();
    object.fields().forEachRemaining(field -> entries.put(field.getKey(), field.getValue()));
    return entries;
  }

  private static byte[] bytes(String name) throws IOException {
    try (InputStream file = open(name)) {
      return file.readAllBytes();
    }
  }

  private static InputStream open(String name) {
    return StoredReferenceTest.class.getResourceAsStream("/neuralart/reference/" + name);
  }
}
