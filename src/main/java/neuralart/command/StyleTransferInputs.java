package neuralart.command;

import java.awt.Image;
import java.util.Map;
import java.util.Optional;
import neuralart.art.LayerWeights;
import neuralart.art.Titled;
import neuralart.art.style.ColorMode;
import neuralart.art.style.StyleTransferOptions;
import neuralart.art.style.StyleTransferOptions.Init;
import neuralart.art.style.StyleTransferOptions.Method;
import neuralart.art.style.StyleTransferOptions.Optimization;
import neuralart.art.style.StyleTransferPreset;
import neuralart.host.input.InputOrder;
import neuralart.model.Models;
import neuralart.network.Pooling;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.widget.Button;

/** The inputs that the options of a style transfer are made of. Unset ones are the preset's. */
abstract class StyleTransferInputs extends PaintingCommand {
  /** What the presets are called in the dialog: by what they look like. */
  private static final Map<String, String> LOOKS =
      Map.of(
          "none", "Recommended",
          "neural neighbors", "Clean outlines (neural neighbors)",
          "Gram matrices", "Strokes everywhere (Gram matrices)",
          "Chollet 2021", "Close to the image (Chollet 2021)",
          "Vision Systems", "Close to the image, stronger (Vision Systems)",
          "neural-style", "Free, from noise (neural-style)",
          "Gatys 2015", "Free, from white noise (Gatys 2015)",
          "TensorFlow", "Strong and rough (TensorFlow)",
          "crowsonkb 2021", "Painterly, slow (crowsonkb 2021)");

  /** What the ways of colouring are called in the dialog. */
  private static final Map<String, String> COLORINGS =
      Map.of(
          "style", "of the style",
          "content", "of the image",
          "match", "of the style, shifted to the image's",
          "histogram", "of the style, shared out as the image's");

  @Parameter(
      persist = false,
      label = "Look",
      choices = {
        "none",
        "neural neighbors",
        "Gram matrices",
        "Chollet 2021",
        "Vision Systems",
        "neural-style",
        "Gatys 2015",
        "TensorFlow",
        "crowsonkb 2021"
      },
      callback = "applyPreset",
      description = "A recipe: it fills in the other settings",
      attrs = {@Attr(name = InputOrder.THEN, value = "model"), @Attr(name = "place", value = "2")})
  private String preset = "none";

  @Parameter(
      persist = false,
      min = "0",
      label = "Content weight",
      description = "How much the image counts; its scale depends on the look",
      attrs = @Attr(name = "group", value = "Weights"))
  private double contentweight = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Strength",
      description = "How much the style counts; its scale depends on the look",
      style = "slider",
      attrs = {
        @Attr(name = "softMin", value = "0.01"),
        @Attr(name = "softMax", value = "1000"),
        @Attr(name = "place", value = "3")
      })
  private double styleweight = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Smoothness",
      description = "How much smoothness counts; its scale depends on the look",
      attrs = @Attr(name = "group", value = "Weights"))
  private double tvweight = UNSET;

  @Parameter(
      persist = false,
      min = "1",
      label = "Iterations",
      description = "At each size of the image",
      style = "slider",
      attrs = {
        @Attr(name = "group", value = "Steps"),
        @Attr(name = "unit", value = "steps"),
        @Attr(name = "softMax", value = "500")
      })
  private int iterations = UNSET;

  @Parameter(
      persist = false,
      label = "Method",
      choices = {"L-BFGS", "Adam", "SGD"},
      callback = "applyOptimizer",
      description = "How the loss is minimised",
      attrs = @Attr(name = "group", value = "Steps"))
  private String optimizer = "";

  @Parameter(
      persist = false,
      min = "0",
      label = "Step size",
      description = "In grey levels: of Adam each step, of L-BFGS the first",
      attrs = {@Attr(name = "group", value = "Steps"), @Attr(name = "unit", value = "levels")})
  private double stepsize = UNSET;

  @Parameter(
      persist = false,
      label = "Start from",
      choices = {"content", "recolored", "noise", "white noise", "style", "content+noise"},
      description = "What the picture is at first",
      attrs = @Attr(name = "group", value = "Steps"))
  private String init = "";

  @Parameter(
      persist = false,
      label = "Pooling",
      choices = {"network", "max", "average"},
      description = "What the network's poolings take of each window",
      attrs = @Attr(name = "group", value = "Weights"))
  private String pooling = "";

  @Parameter(
      persist = false,
      label = "Colors",
      choices = {"style", "content", "match", "histogram"},
      description =
          "Those of the style or of the image, or the style's made like the image's before: mean "
              + "and covariance (match), or histogram",
      attrs = @Attr(name = "place", value = "5"))
  private String colors = "style";

  @Parameter(
      persist = false,
      min = "0",
      label = "Size",
      description = "Longer side of the result; 0 for that of the image",
      attrs = {
        @Attr(name = "unit", value = "px"),
        @Attr(name = "place", value = "6"),
        @Attr(name = "zero", value = "as the image")
      })
  private int imagesize = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "First size",
      description =
          "Longer side of the smallest of the sizes that the picture goes through; 0 for the "
              + "full size alone",
      attrs = {
        @Attr(name = "group", value = "Steps"),
        @Attr(name = "unit", value = "px"),
        @Attr(name = "zero", value = "the full size")
      })
  private int pyramid = UNSET;

  @Parameter(
      persist = false,
      label = "Stroke size",
      description =
          "Longer side of the style image by that of the result: small for fine strokes, large "
              + "for broad ones",
      style = "slider",
      attrs = {
        @Attr(name = InputOrder.THEN, value = "seed device slices"),
        @Attr(name = "unit", value = "times"),
        @Attr(name = "softMin", value = "0.2"),
        @Attr(name = "softMax", value = "2"),
        @Attr(name = "place", value = "4")
      })
  private double stylescale = 1;

  @Parameter(
      persist = false,
      label = "Content layers",
      description = "What holds the content: name=weight, name=weight",
      attrs = @Attr(name = "group", value = "Weights"))
  private String contentlayers = "";

  @Parameter(
      label = "Choose...",
      required = false,
      persist = false,
      callback = "chooseContentLayers")
  private Button contentchoice;

  @Parameter(
      persist = false,
      label = "Style layers",
      description = "What holds the style: name=weight, name=weight",
      attrs = @Attr(name = "group", value = "Weights"))
  private String stylelayers = "";

  @Parameter(label = "Choose...", required = false, persist = false, callback = "chooseStyleLayers")
  private Button stylechoice;

  /**
   * Makes a command.
   *
   * @param about what it does and the publications that it follows: lines of HTML
   */
  StyleTransferInputs(String... about) {
    super(about);
  }

  @Override
  void fillUnset() {
    if (!Titled.titles(StyleTransferPreset.class).contains(preset)) {
      return; // run() says what is wrong
    }
    StyleTransferPreset recipe = recipe();
    contentweight = or(contentweight, recipe.contentWeight());
    styleweight = or(styleweight, recipe.styleWeight());
    tvweight = or(tvweight, recipe.variationWeight());
    iterations = or(iterations, recipe.optimization().iterations());
    optimizer = or(optimizer, () -> recipe.optimization().method().title());
    init = or(init, () -> recipe.init().title());
    pooling = or(pooling, () -> recipe.pooling().title());
    if (stepsize == UNSET) {
      applyOptimizer();
    }
    if (image != null) {
      imagesize = or(imagesize, recipe.imageSize(image.getHeight(), image.getWidth()));
    }
    pyramid = or(pyramid, recipe.scales().smallest());
    Models.find(model)
        .ifPresent(
            network -> {
              contentlayers =
                  or(contentlayers, () -> LayerWeights.format(recipe.contentLayers(network)));
              stylelayers = or(stylelayers, () -> LayerWeights.format(recipe.styleLayers(network)));
            });
  }

  /** Fills in everything that the preset knows, after the user has chosen another. */
  void applyPreset() {
    contentweight = styleweight = tvweight = stepsize = UNSET;
    iterations = imagesize = pyramid = UNSET;
    optimizer = init = pooling = contentlayers = stylelayers = "";
    fillUnset();
  }

  @Override
  void changeModel() {
    applyPreset();
  }

  /** Fills in the step size of an optimiser that isn't the preset's own. */
  void applyOptimizer() {
    if (Titled.titles(StyleTransferPreset.class).contains(preset)
        && Titled.titles(Method.class).contains(optimizer)) {
      stepsize = recipe().stepSize(Method.of(optimizer));
    }
  }

  /** Lets the user pick the layers that hold the content from a list. */
  void chooseContentLayers() {
    contentlayers = Layers.pickSeveral(model, contentlayers);
  }

  /** Lets the user pick the layers that hold the style from a list. */
  void chooseStyleLayers() {
    stylelayers = Layers.pickSeveral(model, stylelayers);
  }

  @Override
  public String label(String input, String value) {
    return switch (input) {
      case "preset" -> LOOKS.getOrDefault(value, value);
      case "colors" -> COLORINGS.getOrDefault(value, value);
      default -> super.label(input, value);
    };
  }

  @Override
  public Optional<Image> picture(String input, String value) {
    return input.equals("preset")
        ? LookPictures.find("style-transfer", value)
        : super.picture(input, value);
  }

  @Override
  public Optional<String> problem(String input) {
    return switch (input) {
      case "contentlayers" -> Layers.problem(contentlayers);
      case "stylelayers" -> Layers.problem(stylelayers);
      case "stylescale" ->
          problemIf(stylescale <= 0 || stylescale > 10, "expected above 0, at most 10");
      default -> super.problem(input);
    };
  }

  /** Makes the picture as large as the image. */
  final void keepSize() {
    imagesize = 0;
  }

  private StyleTransferPreset recipe() {
    return StyleTransferPreset.of(preset);
  }

  /** The options that the inputs stand for. */
  final StyleTransferOptions options() {
    StyleTransferPreset recipe = recipe();
    Optimization optimization =
        recipe.optimization(Method.of(optimizer)).with(iterations, stepsize);
    return new StyleTransferOptions(
        recipe.formula(),
        LayerWeights.parse(contentlayers),
        LayerWeights.parse(stylelayers),
        contentweight,
        styleweight,
        tvweight,
        Pooling.of(pooling),
        optimization,
        recipe.scales().from(pyramid),
        Init.of(init),
        ColorMode.of(colors),
        imagesize,
        stylescale,
        seed);
  }
}
