package neuralart.command;

import ij.ImagePlus;
import java.util.Optional;
import neuralart.art.LayerWeights;
import neuralart.art.Titled;
import neuralart.art.dream.DeepDream;
import neuralart.art.dream.DeepDreamOptions;
import neuralart.art.dream.DeepDreamOptions.Smoothing;
import neuralart.art.dream.DeepDreamPreset;
import neuralart.art.dream.DreamZoom;
import neuralart.art.dream.Octaves;
import neuralart.art.dream.Surprise;
import neuralart.host.InputOrder;
import neuralart.image.Picture;
import neuralart.imagej.DisplayedImage;
import neuralart.imagej.ImageJMonitor;
import neuralart.imagej.PictureStack;
import neuralart.imagej.Regions;
import neuralart.imagej.ResultInfo;
import neuralart.imagej.Slices;
import neuralart.imagej.SoftEdge;
import neuralart.model.Model;
import neuralart.model.Models;
import neuralart.network.Network;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;

/** Dreams on the active image. Unset inputs are those of the preset, for the chosen model. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Neural Art>DeepDream...",
    initializer = "fillUnset",
    attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public final class DeepDreamCommand extends PaintingCommand {
  @Parameter(
      persist = false,
      label = "Preset",
      choices = {"none", "Chollet 2021", "Keras 2017", "TensorFlow", "Surprise"},
      callback = "applyPreset",
      description = "A published recipe; it fills in the fields below",
      attrs = @Attr(name = InputOrder.THEN, value = "model"))
  private String preset = "none";

  @Parameter(persist = false, min = "1", label = "Octaves", description = "Number of image sizes")
  private int octaves = UNSET;

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
      callback = "applyPreset",
      description =
          "What is done to the gradient: blur for soft shapes, laplacian for all sizes of them")
  private String smoothing = "none";

  @Parameter(
      persist = false,
      label = "Feather",
      description = "Width of the soft edge of the selection, in pixels")
  private double feather = 10;

  @Parameter(
      persist = false,
      label = "Frames",
      description = "Number of dreams, each on the one before it")
  private int frames = 1;

  @Parameter(
      persist = false,
      label = "Zoom",
      description = "How much larger things become from frame to frame")
  private double zoom = 1.05;

  @Parameter(
      persist = false,
      label = "Rotate",
      description = "How far they turn from frame to frame, in degrees",
      attrs = @Attr(name = InputOrder.THEN, value = "seed device slices preview"))
  private double rotate = 0;

  @Parameter(
      persist = false,
      label = "Guide",
      autoFill = false,
      required = false,
      description = "An open image whose features the dream takes up")
  private ImagePlus guide;

  @Parameter(
      persist = false,
      label = "Layers",
      description =
          "What to make stronger: name=weight, name:channels=weight; see Network Layers...")
  private String layers = "";

  @Parameter(label = "Choose...", required = false, persist = false, callback = "chooseLayers")
  private Button choice;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus dream;

  /** Makes the command, for SciJava. */
  public DeepDreamCommand() {
    super(
        "Makes the patterns stronger that layers of a network respond to",
        "Mordvintsev, Olah and Tyka 2015, <i>Inceptionism</i>");
  }

  @Override
  void fillUnset() {
    Optional<Model> chosen = Models.find(model);
    boolean known =
        Titled.titles(DeepDreamPreset.class).contains(preset)
            && Titled.titles(Smoothing.class).contains(smoothing);
    if (!known || chosen.isEmpty()) {
      return; // run() says what is wrong
    }
    DeepDreamPreset recipe = DeepDreamPreset.of(preset);
    Model network = chosen.get();
    Octaves sizes = recipe.octaves();
    octaves = or(octaves, sizes.count());
    octavesabove = or(octavesabove, Math.min(sizes.above(), octaves - 1));
    octavescale = or(octavescale, sizes.scale());
    iterations = or(iterations, recipe.iterations());
    stepsize = or(stepsize, plain(Smoothing.of(smoothing).stepShare() * recipe.stepSize(network)));
    double limit = recipe.maxLoss(network);
    maxloss = or(maxloss, Double.isFinite(limit) ? plain(limit) : 0);
    jitter = or(jitter, recipe.jitter());
    tilesize = or(tilesize, recipe.tileSize());
    layers = or(layers, () -> LayerWeights.format(recipe.layers(network)));
  }

  /** Fills in everything that the preset knows, after the user has chosen another. */
  void applyPreset() {
    octaves = octavesabove = iterations = jitter = tilesize = UNSET;
    octavescale = stepsize = maxloss = UNSET;
    layers = "";
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

  @Override
  void compute() {
    Smoothing smooth = Smoothing.of(smoothing);
    DeepDreamPreset recipe = DeepDreamPreset.of(preset);
    DreamZoom film = new DreamZoom(frames, zoom, rotate);
    Slices chosen = new Slices(image, slices);
    if (frames > 1 && chosen.count() > 1) {
      throw new IllegalArgumentException("frames above 1 need slices=current");
    }
    SoftEdge edge = SoftEdge.feathered(feather);
    Regions.requireArea(image);
    Optional<Picture> mask = Regions.selection(image, edge);
    double objective;
    try (Network network = Models.load(model)) {
      DeepDream dreams = prepare(network, recipe, smooth);
      DreamZoom.Dreamer dreamer =
          (rgb, monitor) ->
              mask.isPresent() ? dreams.run(rgb, mask.get(), monitor) : dreams.run(rgb, monitor);
      ImageJMonitor monitor = watch("DeepDream", preview);
      objective = frames > 1 ? makeFilm(film, dreamer, monitor) : paint(chosen, dreamer, monitor);
    }
    describe(dream, objective);
  }

  private double paint(Slices chosen, DreamZoom.Dreamer dreamer, ImageJMonitor monitor) {
    double[] objective = new double[1];
    dream =
        chosen.paint(
            "dream",
            (rgb, watcher) -> {
              DeepDream.Result result = dreamer.run(rgb, watcher);
              objective[0] = result.objective();
              return new Slices.Painting(result.rgb(), result.finished());
            },
            monitor);
    return objective[0];
  }

  private double makeFilm(DreamZoom film, DreamZoom.Dreamer dreamer, ImageJMonitor monitor) {
    PictureStack.require(
        frames,
        "frames",
        image.getWidth(),
        image.getHeight(),
        "Make fewer frames, or a smaller image");
    PictureStack stack = new PictureStack();
    DreamZoom.Result result =
        film.run(
            DisplayedImage.picture(image),
            dreamer,
            monitor,
            rgb -> stack.add("frame " + (stack.size() + 1), rgb));
    dream = stack.film(ResultInfo.title(image, "dream", result.finished()), image);
    return result.objective();
  }

  private DeepDream prepare(Network network, DeepDreamPreset recipe, Smoothing smooth) {
    Octaves sizes = new Octaves(octaves, octavesabove, octavescale);
    if (recipe == DeepDreamPreset.SURPRISE && layers.isBlank()) {
      Picture rgb = DisplayedImage.picture(image);
      layers = LayerWeights.format(Surprise.layers(network, rgb, recipe.recipe(), sizes, seed));
    }
    DeepDreamOptions options =
        new DeepDreamOptions(
            LayerWeights.parse(layers),
            recipe.recipe(),
            sizes,
            iterations,
            stepsize,
            maxloss == 0 ? Double.POSITIVE_INFINITY : maxloss,
            jitter,
            tilesize,
            smooth,
            seed);
    return guide == null
        ? new DeepDream(network, options)
        : new DeepDream(network, options, DisplayedImage.picture(guide));
  }
}
