package neuralart.network;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.objective.GramDistance;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Engine;
import neuralart.plan.Plan;
import neuralart.plan.opencl.OpenClTestDevices;
import neuralart.reference.Buffers;
import neuralart.reference.PyTorch;
import neuralart.reference.RawImage;
import neuralart.reference.TestData;
import neuralart.reference.Tolerances;
import neuralart.step.Executor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Activations, losses and image gradients of the known networks against PyTorch in double
 * precision, on the same ReLU masks and pooling maxima. SqueezeNet has its real weights, the others
 * generated ones in the official layout.
 */
@Tag("slow")
class KnownNetworksTest {
  private static final Map<String, Path> WEIGHTS = new HashMap<>();
  private static final Map<String, Network> NETWORKS = new HashMap<>();

  @TempDir static Path generated;

  @AfterAll
  static void close() {
    NETWORKS.values().forEach(Network::close);
  }

  @ParameterizedTest
  @CsvSource({
    "builtin, dream, 128, 128",
    "builtin, gram, 117, 143",
    "squeezenet, dream, 128, 128",
    "squeezenet, dream, 117, 117",
    "squeezenet, dream, 96, 143",
    "squeezenet, dream2017, 128, 128",
    "squeezenet, gram, 128, 128",
    "squeezenet, gram, 117, 117",
    "squeezenet, gram, 143, 96",
    "vgg16, dream, 96, 96",
    "vgg16, gram, 85, 113",
    "vgg19, dream, 96, 113",
    "vgg19, dream, 85, 85",
    "vgg19, gram, 96, 96",
    "vgg19, gram, 96, 200",
    "inceptionv3, dream, 171, 171",
    "inceptionv3, gram, 150, 150",
    "inceptionv3, gram, 139, 172",
    "resnet50, dream, 171, 161",
    "resnet50, gram, 85, 96",
    "resnet50_top, energy, 171, 161",
    "xception, dream, 171, 161",
    "xception, gram, 85, 96"
  })
  void gradientEqualsPyTorch(String model, String kind, int height, int width, @TempDir Path folder)
      throws IOException {
    Network network = network(model);
    Executor processor = Engine.processor();
    compare(processor, network, model, WEIGHTS.get(model), kind, height, width, folder);
  }

  /** The same on a device of OpenCL, at even and odd sizes, square and not. */
  @ParameterizedTest
  @CsvSource({
    "builtin, dream, 128, 128",
    "builtin, gram, 117, 143",
    "squeezenet, dream, 117, 117",
    "squeezenet, gram, 96, 143",
    "vgg16, gram, 85, 113",
    "vgg19, gram, 96, 77",
    "inceptionv3, gram, 139, 172",
    "resnet50, gram, 85, 96",
    "resnet50_top, energy, 96, 107",
    "xception, gram, 85, 96"
  })
  void gradientOfADeviceEqualsPyTorch(
      String model, String kind, int height, int width, @TempDir Path folder) throws IOException {
    assumeFalse(OpenClTestDevices.executors().isEmpty(), OpenClTestDevices.MISSING);
    Network network = network(model);
    List<Executor> devices = OpenClTestDevices.executors();
    boolean isSmall = List.of("builtin", "squeezenet").contains(model);
    for (Executor device : isSmall ? devices : devices.subList(1, devices.size())) {
      compare(device, network, model, WEIGHTS.get(model), kind, height, width, folder);
    }
  }

  private static void compare(
      Executor executor,
      Network network,
      String model,
      Path weights,
      String kind,
      int height,
      int width,
      Path folder)
      throws IOException {
    Map<String, Double> layers = objectiveLayers(model);
    List<Objective> objectives =
        layers.entrySet().stream()
            .map(entry -> objective(network, kind, entry.getKey(), entry.getValue()))
            .toList();
    Set<String> kept =
        network.layers().stream()
            .map(Layer::name)
            .filter(decides(model))
            .takeWhile(name -> !name.startsWith(beyond(model)))
            .collect(Collectors.toCollection(TreeSet::new));
    try (Plan plan = Draft.of(executor, network, height, width, objectives, kept).allocate()) {
      writeTexture(plan, network.preprocessing().range(), height, width);
      plan.evaluate();
      double value = plan.evaluate();
      dump(folder, plan, kept, height, width, kind, layers, value);
    }
    JsonNode result =
        PyTorch.run("masked_gradient.py", List.of(folder, weights, "--network", model));
    boolean isDevice = OpenClTestDevices.executors().contains(executor);
    double tolerance = isDevice ? Tolerances.EXPORTED : Tolerances.GRADIENT;
    report(model + " " + kind + " " + width + "x" + height, result, tolerance);
  }

  /** The published files, where a user has them: in the folders where models are looked for. */
  @ParameterizedTest
  @CsvSource({
    "vgg16, 96, 113",
    "vgg19, 113, 96",
    "inceptionv3, 171, 150",
    "resnet50, 96, 113",
    "xception, 113, 96"
  })
  void officialWeightsEqualPyTorch(String model, int height, int width, @TempDir Path folder)
      throws IOException {
    PyTorch.assumeAvailable();
    Path weights = TestData.weights(KnownModel.of(model));
    String before = System.setProperty("neuralart.models", weights.getParent().toString());
    try (Network network = Models.load(model)) {
      compare(Engine.processor(), network, model, weights, "gram", height, width, folder);
    } finally {
      restore(before);
    }
  }

  /** The numbers that Keras gave the layers depend on its version and on the session. */
  @ParameterizedTest
  @ValueSource(ints = {0, 95})
  void layersMayBeNumberedFromAnywhere(int first, @TempDir Path folder) throws IOException {
    PyTorch.assumeAvailable();
    Path official = WEIGHTS.computeIfAbsent("inceptionv3", KnownNetworksTest::generated);
    Path weights = folder.resolve(KnownModel.INCEPTIONV3.file().name());
    List<Object> arguments = List.of(official, weights, "--first", first);
    PyTorch.run("renumber_layers.py", arguments);
    System.setProperty("neuralart.models", folder.toString());
    try (Network renumbered = Models.load("inceptionv3")) {
      System.setProperty("neuralart.models", official.getParent().toString());
      try (Network network = Models.load("inceptionv3")) {
        assertArrayEquals(lastActivation(network), lastActivation(renumbered));
      }
    }
    List<Object> without = new ArrayList<>(arguments);
    without.addAll(List.of("--without", "conv2d_94"));
    PyTorch.run("renumber_layers.py", without);
    System.setProperty("neuralart.models", folder.toString());
    String message =
        assertThrows(IllegalArgumentException.class, () -> Models.load("inceptionv3")).getMessage();
    assertTrue(message.contains("93 layers 'conv2d', the network expects 94"), message);
  }

  private static float[] lastActivation(Network network) {
    try (Plan plan = Draft.of(network, 80, 80, List.of(), Set.of("mixed10")).allocate()) {
      writeTexture(plan, network.preprocessing().range(), 80, 80);
      plan.forward();
      return Buffers.floats(plan.activation("mixed10"));
    }
  }

  private static void restore(String folder) {
    if (folder == null) {
      System.clearProperty("neuralart.models");
    } else {
      System.setProperty("neuralart.models", folder);
    }
  }

  private static void report(String what, JsonNode result, double tolerance) {
    double activation = 0;
    for (JsonNode error : result.get("activation_relative_l2")) {
      activation = Math.max(activation, error.asDouble());
    }
    double gradient = result.get("gradient_relative_l2").asDouble();
    double value = result.get("value_relative").asDouble();
    System.out.printf(
        "%s: activations %.2g, gradient %.2g, value %.2g%n", what, activation, gradient, value);
    assertTrue(activation <= tolerance, result.toString());
    assertTrue(gradient <= tolerance, result.toString());
    assertTrue(value <= tolerance, result.toString());
  }

  /** Three layers of each network, of different depths, with their weights. */
  private static Map<String, Double> objectiveLayers(String model) {
    return switch (model) {
      case "squeezenet" -> Map.of("fire3/concat", 0.5, "fire5/concat", 1.0, "fire8/concat", 2.0);
      case "builtin" -> Map.of("block2_conv1", 0.5, "block3_conv2", 1.0, "block4_conv3", 2.0);
      case "inceptionv3" -> Map.of("mixed1", 0.5, "mixed4", 1.0, "mixed7", 2.0);
      case "resnet50" ->
          Map.of("conv2_block3_out", 0.5, "conv3_block4_out", 1.0, "conv5_block3_out", 2.0);
      case "resnet50_top" ->
          Map.of("conv4_block6_out", 0.01, "avg_pool", 0.01, "predictions", 1000.0);
      case "xception" -> Map.of("add_2", 0.5, "add_8", 1.0, "block14_sepconv2_act", 2.0);
      default -> Map.of("block2_conv1", 0.5, "block3_conv3", 1.0, "block4_conv3", 2.0);
    };
  }

  /** The layers that decide masks and maxima: all ReLUs and all inputs of max poolings. */
  private static Predicate<String> decides(String model) {
    return switch (model) {
      case "squeezenet" -> name -> name.contains("relu") || name.endsWith("concat");
      case "inceptionv3" -> name -> name.startsWith("activation") || name.startsWith("mixed");
      case "resnet50" -> name -> name.matches(".*_(relu|out|add)|pool1_.*");
      case "resnet50_top" ->
          name -> name.matches(".*_(relu|out|add)|pool1_.*|avg_pool|predictions");
      case "xception" -> name -> name.matches(".*_(act|bn)|add_.*");
      default -> name -> name.contains("conv");
    };
  }

  /** How the first layer behind the last objective begins. */
  private static String beyond(String model) {
    return switch (model) {
      case "squeezenet" -> "fire9";
      case "inceptionv3" -> "activation_71";
      case "resnet50", "resnet50_top", "xception" -> "nothing";
      default -> "block5";
    };
  }

  private static synchronized Network network(String model) throws IOException {
    PyTorch.assumeAvailable();
    if (!NETWORKS.containsKey(model)) {
      Path weights =
          switch (model) {
            case "builtin" -> Path.of("src/main/resources/neuralart/model/builtin.h5");
            case "squeezenet" -> TestData.squeezeNetWeights();
            default -> WEIGHTS.computeIfAbsent(model, KnownNetworksTest::generated);
          };
      WEIGHTS.put(model, weights);
      System.setProperty("neuralart.models", weights.getParent().toString());
      NETWORKS.put(model, Models.load(model));
    }
    return NETWORKS.get(model);
  }

  private static Path generated(String model) {
    try {
      PyTorch.run(
          "make_weights.py", List.of("--network", model, "--seed", 1, "--output", generated));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return generated.resolve(KnownModel.of(model).file().name());
  }

  private static Objective objective(Network network, String kind, String layer, double weight) {
    int channels = network.layer(layer).channels();
    return switch (kind) {
      case "dream" -> new ActivationEnergy(layer, weight, 2, Mean.INNER);
      case "energy" -> new ActivationEnergy(layer, weight, 0, Mean.LAYER);
      case "dream2017" -> new ActivationEnergy(layer, weight, 2, Mean.LAYER);
      default -> new GramDistance(layer, weight, new float[channels * channels]);
    };
  }

  /** Waves and noise, in the range of the network's input. */
  private static void writeTexture(Plan plan, double range, int height, int width) {
    Random random = new Random(7);
    float[] pixels = new float[height * width * 3];
    for (int i = 0; i < pixels.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      double wave = Math.sin(0.1 * x + 0.05 * y * (1 + i % 3));
      pixels[i] = (float) (range * (0.3 * wave + 0.08 * random.nextGaussian()));
    }
    plan.image().put(0, pixels);
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
    RawImage.write(folder.resolve("image.f32"), Buffers.floats(plan.image()));
    RawImage.write(folder.resolve("gradient.f32"), Buffers.floats(plan.gradient()));
    for (String layer : kept) {
      RawImage.write(
          folder.resolve(layer.replace('/', '.') + ".f32"), Buffers.floats(plan.activation(layer)));
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
