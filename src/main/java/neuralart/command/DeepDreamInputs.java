package neuralart.command;

import java.util.Optional;
import neuralart.art.LayerWeights;
import neuralart.art.Pyramid;
import neuralart.art.Titled;
import neuralart.art.dream.DeepDreamOptions;
import neuralart.art.dream.DeepDreamOptions.Coloring;
import neuralart.art.dream.DeepDreamOptions.Smoothing;
import neuralart.art.dream.DeepDreamPreset;
import neuralart.art.dream.DeepDreamRecipe;
import neuralart.art.dream.Octaves;
import neuralart.art.dream.Surprise;
import neuralart.host.InputOrder;
import neuralart.image.Picture;
import neuralart.imagej.DisplayedImage;
import neuralart.model.Model;
import neuralart.model.Models;
import neuralart.network.Network;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.widget.Button;

/**
 * The inputs that the options of a dream are made of. Unset ones are the preset's, for the chosen
 * model.
 */
abstract class DeepDreamInputs extends PaintingCommand {
  @Parameter(
      persist = false,
      label = "Preset",
      choices = {"none", "Eyes", "Waves", "Chollet 2021", "Keras 2017", "TensorFlow", "Surprise"},
      callback = "applyPreset",
      description = "A published recipe; it fills in the fields below",
      attrs = @Attr(name = InputOrder.THEN, value = "model"))
  private String preset = "none";

  @Parameter(
      persist = false,
      min = "0",
      label = "Image size",
      description = "Longer side of the result; 0 as it is",
      attrs = @Attr(name = "unit", value = "px"))
  private int imagesize = UNSET;

  @Parameter(
      persist = false,
      label = "Colors",
      choices = {"dream", "content"},
      description = "Those of the dream, or those of the image")
  private String colors = "dream";

  @Parameter(
      persist = false,
      min = "0",
      label = "Octaves",
      description = "Number of image sizes; 0 for as many as the size of the image takes")
  private int octaves = UNSET;

  @Parameter(
      persist = false,
      min = "32",
      max = "2000",
      style = "slider",
      label = "Octaves from",
      description =
          "Longer side of the first size where Octaves is 0: the smaller, the larger the motifs",
      attrs = @Attr(name = "unit", value = "px"))
  private int octavesfrom = Octaves.FROM;

  @Parameter(
      persist = false,
      min = "0",
      label = "Octaves above",
      description = "How many of them are larger than the image")
  private int octavesabove = UNSET;

  @Parameter(
      persist = false,
      min = "1",
      label = "Octave scale",
      description = "Ratio of neighbouring sizes, above 1")
  private double octavescale = UNSET;

  @Parameter(persist = false, min = "1", label = "Iterations", description = "Steps in each octave")
  private int iterations = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Step size",
      description = "How far a step changes the image, in units of the network's input")
  private double stepsize = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Maximal loss",
      description = "Ends an octave when the layers respond more than this; 0 for never")
  private double maxloss = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Maximal gain",
      description =
          "Ends an octave when the layers respond this many times as strongly as at the start; 0"
              + " for never",
      attrs = @Attr(name = "group", value = "Steps"))
  private double maxgain = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Total variation weight",
      description = "How much smoothness counts, by the response at the start",
      attrs = @Attr(name = "group", value = "Steps"))
  private double tvweight = 0;

  @Parameter(
      persist = false,
      min = "0",
      label = "Jitter",
      description = "Largest random shift of the image before a step, in pixels")
  private int jitter = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Tile size",
      description = "Side of the tiles seen one by one, in pixels; 0 where memory decides")
  private int tilesize = UNSET;

  @Parameter(
      persist = false,
      label = "Smoothing",
      choices = {"none", "blur", "laplacian"},
      callback = "applySmoothing",
      description =
          "What is done to the gradient: blur for soft shapes, laplacian for all sizes of them")
  private String smoothing = "";

  @Parameter(
      persist = false,
      label = "Layers",
      description =
          "What to make stronger: name=weight, name:channels=weight; see Network Layers...")
  private String layers = "";

  @Parameter(label = "Choose...", required = false, persist = false, callback = "chooseLayers")
  private Button choice;

  /**
   * Makes a command.
   *
   * @param about what it does and the publications that it follows: lines of HTML
   */
  DeepDreamInputs(String... about) {
    super(about);
  }

  @Override
  void fillUnset() {
    Optional<Model> chosen = Models.find(model);
    if (!Titled.titles(DeepDreamPreset.class).contains(preset)) {
      return; // run() says what is wrong
    }
    DeepDreamPreset recipe = DeepDreamPreset.of(preset);
    smoothing = or(smoothing, () -> recipe.smoothing().title());
    if (!Titled.titles(Smoothing.class).contains(smoothing) || chosen.isEmpty()) {
      return;
    }
    Model network = chosen.get();
    Octaves sizes = recipe.octaves();
    octaves = or(octaves, sizes.count());
    octavesabove = or(octavesabove, Math.max(0, Math.min(sizes.above(), octaves - 1)));
    octavescale = or(octavescale, sizes.scale());
    iterations = or(iterations, recipe.iterations());
    stepsize = or(stepsize, plain(recipe.stepSize(network, Smoothing.of(smoothing))));
    double limit = recipe.maxLoss(network);
    maxloss = or(maxloss, Double.isFinite(limit) ? plain(limit) : 0);
    double gain = recipe.maxGain(network);
    maxgain = or(maxgain, Double.isFinite(gain) ? plain(gain) : 0);
    if (octaves > 0) {
      imagesize = or(imagesize, 0); // who counts the octaves knows the size that they are of
    } else if (image != null) {
      imagesize = or(imagesize, recipe.imageSize(image.getHeight(), image.getWidth()));
    }
    jitter = or(jitter, recipe.jitter());
    tilesize = or(tilesize, recipe.tileSize());
    layers = or(layers, () -> LayerWeights.format(recipe.layers(network)));
  }

  /** Fills in everything that the preset knows, after the user has chosen another. */
  void applyPreset() {
    octaves = octavesabove = iterations = jitter = tilesize = imagesize = UNSET;
    octavescale = stepsize = maxloss = maxgain = UNSET;
    layers = smoothing = "";
    fillUnset();
  }

  /** Fills in the step size that suits the smoothing. */
  void applySmoothing() {
    stepsize = UNSET;
    fillUnset();
  }

  @Override
  void changeModel() {
    applyPreset();
  }

  /** Lets the user pick the layers from a list. */
  void chooseLayers() {
    layers = Layers.pickSeveral(model, layers);
  }

  /**
   * The options that the inputs stand for. Where the preset is to surprise, layers are chosen for
   * the image.
   */
  final DeepDreamOptions options(Network network) {
    Octaves sizes = new Octaves(octaves, octavesabove, octavescale, octavesfrom);
    DeepDreamPreset chosen = DeepDreamPreset.of(preset);
    DeepDreamRecipe recipe = chosen.recipe(Models.of(model));
    if (chosen == DeepDreamPreset.SURPRISE && layers.isBlank()) {
      Picture rgb = DisplayedImage.picture(image);
      int[] size = DeepDreamOptions.size(imagesize, rgb.height(), rgb.width());
      Pyramid.Level first = sizes.first(size[0], size[1]);
      layers = LayerWeights.format(Surprise.layers(network, rgb, recipe, first, seed));
    }
    return new DeepDreamOptions(
        LayerWeights.parse(layers),
        recipe,
        sizes,
        iterations,
        stepsize,
        maxloss == 0 ? Double.POSITIVE_INFINITY : maxloss,
        maxgain == 0 ? Double.POSITIVE_INFINITY : maxgain,
        tvweight,
        jitter,
        tilesize,
        Smoothing.of(smoothing),
        Coloring.of(colors),
        imagesize,
        seed);
  }
}
