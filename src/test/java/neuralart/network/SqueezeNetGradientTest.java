package neuralart.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import neuralart.network.model.Models;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.objective.GramDistance;
import neuralart.reference.PyTorch;
import neuralart.reference.RawImage;
import neuralart.reference.TestData;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** SqueezeNet with its real weights against PyTorch in double precision, on the same masks. */
class SqueezeNetGradientTest {
  private static Network network;
  private static Path weights;

  @BeforeAll
  static void load() {
    weights = TestData.squeezeNetWeights();
    PyTorch.assumeAvailable();
    System.setProperty("neuralart.models", weights.getParent().toString());
    network = Models.load("squeezenet");
  }

  @AfterAll
  static void close() {
    if (network != null) {
      network.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dream, 128, 128",
    "dream, 117, 117",
    "dream, 96, 143",
    "dream2017, 128, 128",
    "gram, 128, 128",
    "gram, 117, 117",
    "gram, 143, 96"
  })
  void gradientEqualsPyTorch(String kind, int height, int width, @TempDir Path folder)
      throws IOException, InterruptedException {
    Map<String, Double> layers = new LinkedHashMap<>();
    layers.put("fire3/concat", kind.equals("gram") ? 1e-3 : 0.5);
    layers.put("fire5/concat", kind.equals("gram") ? 1e-3 : -1.0);
    layers.put("fire8/concat", kind.equals("gram") ? 1e-3 : 2.0);
    List<Objective> objectives =
        layers.entrySet().stream()
            .map(entry -> objective(kind, entry.getKey(), entry.getValue()))
            .toList();
    Set<String> kept =
        network.layers().stream()
            .map(Layer::name)
            .filter(name -> name.contains("relu") || name.endsWith("concat"))
            .filter(name -> !name.startsWith("fire9"))
            .collect(Collectors.toCollection(TreeSet::new));
    try (Plan plan = network.plan(height, width, objectives, kept)) {
      writeTexture(plan, height, width);
      plan.evaluate();
      double value = plan.evaluate();
      dump(folder, plan, kept, height, width, kind, layers, value);
    }
    JsonNode result = PyTorch.run("masked_gradient.py", List.of(folder, weights));
    System.out.printf(
        "SqueezeNet %s %dx%d: gradient %.2g, value %.2g%n",
        kind,
        width,
        height,
        result.get("gradient_relative_l2").asDouble(),
        result.get("value_relative").asDouble());
    assertTrue(
        result.get("gradient_relative_l2").asDouble() <= Tolerances.GRADIENT, result.toString());
    assertTrue(result.get("value_relative").asDouble() <= Tolerances.GRADIENT, result.toString());
    result
        .get("activation_relative_l2")
        .forEach(error -> assertTrue(error.asDouble() <= Tolerances.GRADIENT, result.toString()));
  }

  private static Objective objective(String kind, String layer, double weight) {
    int channels = network.layer(layer).channels();
    return switch (kind) {
      case "dream" -> new ActivationEnergy(layer, weight, 2, Mean.INNER);
      case "dream2017" -> new ActivationEnergy(layer, weight, 2, Mean.LAYER);
      default -> new GramDistance(layer, weight, new float[channels * channels]);
    };
  }

  /** Waves and noise, in the range of the network's input. */
  private static void writeTexture(Plan plan, int height, int width) {
    Random random = new Random(7);
    float[] pixels = new float[height * width * 3];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      pixels[i] =
          (float) (80 * Math.sin(0.1 * x + 0.05 * y * (1 + i % 3)) + 20 * random.nextGaussian());
    }
    plan.image().data().setData(pixels);
  }

  private static void dump(
      Path folder,
      Plan plan,
      Set<String> kept,
      int height,
      int width,
      String kind,
      Map<String, Double> layers,
      double value)
      throws IOException {
    RawImage.write(folder.resolve("image.f32"), plan.image());
    RawImage.write(folder.resolve("gradient.f32"), plan.gradient());
    for (String layer : kept) {
      RawImage.write(folder.resolve(layer.replace('/', '.') + ".f32"), plan.activation(layer));
    }
    List<Map<String, Object>> objectives =
        layers.entrySet().stream()
            .map(
                entry ->
                    Map.<String, Object>of(
                        "layer", entry.getKey(), "kind", kind, "weight", entry.getValue()))
            .toList();
    Files.writeString(
        folder.resolve("manifest.json"),
        new ObjectMapper()
            .writeValueAsString(
                Map.of(
                    "height", height,
                    "width", width,
                    "value", value,
                    "objectives", objectives,
                    "layers", kept)));
  }
}
