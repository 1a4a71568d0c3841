package neuralart.command;

import ij.ImagePlus;
import neuralart.art.DeepDream;
import neuralart.art.DeepDreamOptions;
import neuralart.art.DeepDreamPreset;
import neuralart.art.LayerWeights;
import neuralart.imagej.ResultInfo;
import neuralart.imagej.Slices;
import neuralart.network.Network;
import neuralart.network.model.KnownModel;
import neuralart.network.model.Models;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Dreams on the active image. Unset inputs are those of the preset, for the chosen model. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Neural Art>DeepDream...",
    initializer = "fillFromPreset")
public final class DeepDreamCommand extends NeuralArtCommand {
  /** The value of a number that the preset is to fill in. */
  private static final int UNSET = -1;

  @Parameter(label = "Image")
  private ImagePlus image;

  @Parameter(
      persist = false,
      label = "Preset",
      choices = {"none", "Chollet 2021", "Keras 2017"},
      callback = "applyPreset",
      description = "A published recipe; it fills in the fields below")
  private String preset = "none";

  @Parameter(
      persist = false,
      label = "Model",
      choices = {"builtin", "squeezenet", "vgg16", "vgg19", "inceptionv3"},
      callback = "applyPreset",
      description = "The network that dreams")
  private String model = "builtin";

  @Parameter(
      persist = false,
      label = "Octaves",
      min = "1",
      max = "50",
      description = "Number of image sizes, from small to full size")
  private int octaves = 3;

  @Parameter(
      persist = false,
      label = "Octave scale",
      description = "Ratio of neighbouring sizes, above 1")
  private double octavescale = 1.4;

  @Parameter(persist = false, label = "Iterations", description = "Steps in each octave")
  private int iterations = UNSET;

  @Parameter(
      persist = false,
      label = "Step size",
      description = "How far a step changes the image, in units of the network's input")
  private double stepsize = UNSET;

  @Parameter(
      persist = false,
      label = "Maximal loss",
      description = "Ends an octave when the layers respond more than this; 0 for never")
  private double maxloss = UNSET;

  @Parameter(
      persist = false,
      label = "Jitter",
      description = "Largest random shift of the image before a step, in pixels")
  private int jitter = UNSET;

  @Parameter(
      persist = false,
      label = "Seed",
      description = "Of the random shifts: the same seed, the same dream")
  private long seed = 1;

  @Parameter(
      persist = false,
      label = "Device",
      choices = {"auto", "cpu", "gpu"},
      description = "Where to compute")
  private String device = "auto";

  @Parameter(
      persist = false,
      label = "Slices",
      choices = {Slices.CURRENT, Slices.ALL},
      description = "Of a stack: the current slice, or every z plane and time point")
  private String slices = Slices.CURRENT;

  @Parameter(
      persist = false,
      label = "Preview",
      description = "Show the picture while it is being made")
  private boolean preview = true;

  @Parameter(
      persist = false,
      label = "Layers",
      description = "What to make stronger: name=weight, name=weight; see Network Layers...")
  private String layers = "";

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus dream;

  /** Fills in what the user, or the macro, hasn't set. */
  void fillFromPreset() {
    fill(true);
  }

  /** Fills in everything that the preset knows, after the user has chosen another. */
  void applyPreset() {
    fill(false);
  }

  private void fill(boolean onlyUnset) {
    boolean known =
        DeepDreamPreset.titles().contains(preset) && KnownModel.titles().contains(model);
    if (!known) {
      return; // run() says what is wrong
    }
    DeepDreamPreset recipe = DeepDreamPreset.of(preset);
    KnownModel network = KnownModel.of(model);
    if (!onlyUnset || iterations == UNSET) {
      iterations = recipe.iterations();
    }
    if (!onlyUnset || stepsize == UNSET) {
      stepsize = recipe.stepSize(network);
    }
    if (!onlyUnset || maxloss == UNSET) {
      double limit = recipe.maxLoss(network);
      maxloss = Double.isFinite(limit) ? limit : 0;
    }
    if (!onlyUnset || jitter == UNSET) {
      jitter = recipe.jitter();
    }
    if (!onlyUnset || layers.isEmpty()) {
      layers = LayerWeights.format(recipe.layers(network));
    }
  }

  @Override
  void execute() {
    Devices.require(device);
    String license = KnownModel.of(model).license();
    DeepDreamOptions options = options();
    double[] objective = new double[1];
    try (Network network = Models.load(model)) {
      dream =
          new Slices(image, slices)
              .paint(
                  "dream",
                  (rgb, monitor) -> {
                    DeepDream.Result result = DeepDream.dream(network, rgb, options, monitor);
                    objective[0] = result.objective();
                    return new Slices.Picture(result.rgb(), result.finished());
                  },
                  watch("DeepDream", preview));
    }
    ResultInfo.attach(dream, module(), model + ", licence " + license, objective[0]);
  }

  private DeepDreamOptions options() {
    DeepDreamPreset recipe = DeepDreamPreset.of(preset);
    return new DeepDreamOptions(
        LayerWeights.parse(layers),
        recipe.mean(),
        recipe.normalization(),
        stepsize,
        octaves,
        octavescale,
        iterations,
        maxloss == 0 ? Double.POSITIVE_INFINITY : maxloss,
        jitter,
        seed);
  }
}
