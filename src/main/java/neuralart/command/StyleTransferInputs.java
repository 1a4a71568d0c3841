package neuralart.command;

import neuralart.art.LayerWeights;
import neuralart.art.Titled;
import neuralart.art.style.ColorMode;
import neuralart.art.style.StyleTransferOptions;
import neuralart.art.style.StyleTransferOptions.Init;
import neuralart.art.style.StyleTransferOptions.Method;
import neuralart.art.style.StyleTransferOptions.Optimization;
import neuralart.art.style.StyleTransferPreset;
import neuralart.host.InputOrder;
import neuralart.model.Models;
import neuralart.network.Pooling;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.widget.Button;

/** The inputs that the options of a style transfer are made of. Unset ones are the preset's. */
abstract class StyleTransferInputs extends PaintingCommand {
  @Parameter(
      persist = false,
      label = "Preset",
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
      description = "A published recipe; it fills in the fields below",
      attrs = @Attr(name = InputOrder.THEN, value = "model"))
  private String preset = "none";

  @Parameter(
      persist = false,
      min = "0",
      label = "Content weight",
      description = "How much the content counts; its scale depends on the preset")
  private double contentweight = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Style weight",
      description = "How much the style counts; its scale depends on the preset")
  private double styleweight = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Total variation weight",
      description = "How much smoothness counts; its scale depends on the preset")
  private double tvweight = UNSET;

  @Parameter(
      persist = false,
      min = "1",
      label = "Iterations",
      description = "At each size of the image")
  private int iterations = UNSET;

  @Parameter(
      persist = false,
      label = "Optimizer",
      choices = {"L-BFGS", "Adam", "SGD"},
      callback = "applyOptimizer",
      description = "How the loss is minimised")
  private String optimizer = "";

  @Parameter(
      persist = false,
      min = "0",
      label = "Step size",
      description = "In grey levels: of Adam each step, of L-BFGS the first")
  private double stepsize = UNSET;

  @Parameter(
      persist = false,
      label = "Start from",
      choices = {"content", "recolored", "noise", "white noise", "style", "content+noise"},
      description = "What the image is at first")
  private String init = "";

  @Parameter(
      persist = false,
      label = "Pooling",
      choices = {"network", "max", "average"},
      description = "What the network's poolings take of each window")
  private String pooling = "";

  @Parameter(
      persist = false,
      label = "Colors",
      choices = {"style", "content", "match", "histogram"},
      description =
          "Those of the style or of the content, or the style's made like the content's before:"
              + " mean and covariance, or histogram")
  private String colors = "style";

  @Parameter(
      persist = false,
      min = "0",
      label = "Image size",
      description = "Longer side of the result in pixels; 0 as it is")
  private int imagesize = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Pyramid from",
      description =
          "Longer side in pixels of the smallest of the sizes that the image goes through; 0 for"
              + " the full size alone")
  private int pyramid = UNSET;

  @Parameter(
      persist = false,
      label = "Style scale",
      description = "Longer side of the style image, by that of the result",
      attrs = @Attr(name = InputOrder.THEN, value = "seed device slices"))
  private double stylescale = 1;

  @Parameter(
      persist = false,
      label = "Content layers",
      description = "What holds the content: name=weight, name=weight; see Network Layers...")
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
      description = "What holds the style: name=weight, name=weight; see Network Layers...")
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
