package neuralart.art.style;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.art.style.StyleTransferOptions.Init;
import neuralart.image.Picture;
import neuralart.imagej.DisplayedImage;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.network.Pooling;
import neuralart.objective.Objective;
import neuralart.optimize.LossCurves;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;
import neuralart.reference.PyTorch;
import neuralart.reference.RawImage;
import neuralart.reference.TestData;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Loss and gradient of every preset where it starts, against PyTorch in double precision:
 * SqueezeNet with its real weights, VGG19 with generated ones in the official layout.
 */
@Tag("slow")
class StyleTransferReferenceTest {
  private static final Map<String, Path> WEIGHTS = new HashMap<>();
  private static final Map<String, Network> NETWORKS = new HashMap<>();
  private static final int HEIGHT = 64;
  private static final int WIDTH = 96;
  private static final int STYLE_HEIGHT = 70;

  @TempDir static Path generated;

  @AfterAll
  static void close() {
    NETWORKS.values().forEach(Network::close);
  }

  @ParameterizedTest
  @CsvSource({
    "squeezenet, CHOLLET_2021, chollet, CONTENT, NETWORK",
    "squeezenet, CHOLLET_2021, chollet, NOISY_CONTENT, NETWORK",
    "squeezenet, NEURAL_STYLE, neural-style, NOISE, NETWORK",
    "squeezenet, NEURAL_STYLE, neural-style, NOISY_CONTENT, NETWORK",
    "squeezenet, CROWSONKB_2021, crowsonkb, NOISY_CONTENT, NETWORK",
    "squeezenet, NEURAL_STYLE, neural-style, NOISY_CONTENT, AVERAGE",
    "squeezenet, GRAM_MATRICES, relative, CONTENT, NETWORK",
    "squeezenet, GRAM_MATRICES, relative, NOISY_CONTENT, NETWORK",
    "vgg19, CHOLLET_2021, chollet, CONTENT, NETWORK",
    "vgg19, VISION_SYSTEMS, chollet, NOISY_CONTENT, NETWORK",
    "vgg19, NEURAL_STYLE, neural-style, NOISY_CONTENT, NETWORK",
    "vgg19, GATYS_2015, neural-style, WHITE_NOISE, AVERAGE",
    "vgg19, TENSORFLOW, tensorflow, CONTENT, NETWORK",
    "squeezenet, TENSORFLOW, tensorflow, NOISY_CONTENT, NETWORK",
    "vgg19, CROWSONKB_2021, crowsonkb, CONTENT, NETWORK",
    "vgg19, CROWSONKB_2021, crowsonkb, NOISY_CONTENT, AVERAGE",
    "vgg19, GRAM_MATRICES, relative, CONTENT, NETWORK"
  })
  void lossAndGradientEqualPyTorch(
      String model,
      StyleTransferPreset preset,
      String recipe,
      Init init,
      Pooling pooling,
      @TempDir Path folder)
      throws Exception {
    KnownModel known = KnownModel.of(model);
    StyleTransferOptions options = pooled(preset.options(known, HEIGHT, WIDTH, 1), pooling);
    Network network = options.adapt(network(model));
    int styleHeight = preset.formula().needsEqualSizes() ? HEIGHT : STYLE_HEIGHT;
    Set<String> kept = deciding(network, model);
    Picture content = image("images/content/tubingen.jpg", HEIGHT);
    Picture style = image("images/style/starry_night.jpg", styleHeight);
    Picture start = InitialImage.of(network, content, style, init, 1);
    List<StyleRegion> regions = List.of(StyleRegion.everywhere(List.of(new Style(style, 1))));
    List<Objective> objectives =
        new StyleLoss(network, options).objectives(content, regions, new LossCurves());
    try (Plan plan = Draft.of(network, HEIGHT, WIDTH, objectives, kept).allocate()) {
      start.write(plan.image());
      plan.evaluate();
      Map<String, Object> manifest = new HashMap<>();
      manifest.put("value", plan.evaluate());
      manifest.put("recipe", recipe);
      manifest.put("averages", pooling == Pooling.AVERAGE);
      manifest.put("height", HEIGHT);
      manifest.put("width", WIDTH);
      manifest.put("style_height", styleHeight);
      manifest.put("style_width", WIDTH);
      manifest.put("content_layer", options.contentLayers().get(0).layer());
      manifest.put("style_layers", options.styleLayers().stream().map(LayerWeight::layer).toList());
      manifest.put("layers", kept);
      CarriedWeights carried = new CarriedWeights(network, preset.formula());
      double variation = carried.variation(options.variationWeight());
      manifest.put("weights", List.of(options.contentWeight(), options.styleWeight(), variation));
      manifest.put("content_factor", factors(options.contentLayers(), carried::content).get(0));
      if (model.equals("vgg19")) {
        assertEquals(options.styleLayers(), carried.style(options.styleLayers()));
        assertEquals(options.contentLayers(), carried.content(options.contentLayers()));
        assertEquals(options.variationWeight(), variation);
      }
      manifest.put("style_factors", factors(options.styleLayers(), carried::style));
      Files.writeString(
          folder.resolve("manifest.json"), new ObjectMapper().writeValueAsString(manifest));
      RawImage.write(folder.resolve("image.f32"), Buffers.floats(plan.image()));
      RawImage.write(folder.resolve("gradient.f32"), Buffers.floats(plan.gradient()));
      for (String layer : kept) {
        Path file = folder.resolve(layer.replace('/', '.') + ".f32");
        RawImage.write(file, Buffers.floats(plan.activation(layer)));
      }
    }
    RawImage.write(folder.resolve("content.f32"), network.preprocessing().toInput(content));
    RawImage.write(folder.resolve("style.f32"), network.preprocessing().toInput(style));
    JsonNode result =
        PyTorch.run("style_gradient.py", List.of(folder, WEIGHTS.get(model), "--network", model));
    double gradient = result.get("gradient_relative_l2").asDouble();
    double value = result.get("value_relative").asDouble();
    System.out.printf(
        "%s %s from %s, %s: loss %.4g, off by %.2g, gradient %.2g%n",
        model,
        preset.title(),
        init.title(),
        pooling.title(),
        result.get("value").asDouble(),
        value,
        gradient);
    assertTrue(value <= Tolerances.GRADIENT, result.toString());
    assertTrue(gradient <= Tolerances.GRADIENT, result.toString());
  }

  /** What the weights of layers are multiplied by on a network. */
  private static List<Double> factors(
      List<LayerWeight> layers, UnaryOperator<List<LayerWeight>> carry) {
    return carry
        .apply(layers.stream().map(layer -> new LayerWeight(layer.layer(), 1)).toList())
        .stream()
        .map(LayerWeight::weight)
        .toList();
  }

  private static StyleTransferOptions pooled(StyleTransferOptions options, Pooling pooling) {
    return new StyleTransferOptions(
        options.formula(),
        options.contentLayers(),
        options.styleLayers(),
        options.contentWeight(),
        options.styleWeight(),
        options.variationWeight(),
        pooling,
        options.optimization(),
        options.scales(),
        options.init(),
        options.colors(),
        options.imageSize(),
        options.styleScale(),
        options.seed());
  }

  /** All ReLUs and all inputs of max poolings that lead to a layer of a recipe. */
  private static Set<String> deciding(Network network, String model) {
    boolean vgg = model.equals("vgg19");
    return network.layers().stream()
        .map(Layer::name)
        .filter(
            name -> vgg ? name.contains("conv") : name.contains("relu") || name.endsWith("concat"))
        .takeWhile(name -> !name.startsWith(vgg ? "block5_conv3" : "fire9"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static synchronized Network network(String model) throws IOException {
    PyTorch.assumeAvailable();
    if (!NETWORKS.containsKey(model)) {
      Path weights = model.equals("squeezenet") ? TestData.squeezeNetWeights() : generate(model);
      WEIGHTS.put(model, weights);
      System.setProperty("neuralart.models", weights.getParent().toString());
      NETWORKS.put(model, Models.load(model));
    }
    return NETWORKS.get(model);
  }

  private static Path generate(String model) throws IOException {
    PyTorch.run("make_weights.py", List.of("--network", model, "--seed", 1, "--output", generated));
    return generated.resolve(KnownModel.of(model).file().name());
  }

  private static Picture image(String name, int height) {
    ImagePlus image = IJ.openImage(TestData.file(name).toString());
    image.setRoi((image.getWidth() - WIDTH) / 2, (image.getHeight() - height) / 2, WIDTH, height);
    return DisplayedImage.picture(image.crop());
  }
}
