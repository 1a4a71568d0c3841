package neuralart.command;

import java.awt.Image;
import java.util.Map;
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
import neuralart.host.input.InputOrder;
import neuralart.image.Picture;
import neuralart.imagej.NetworkInput;
import neuralart.model.Model;
import neuralart.model.Models;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.widget.Button;

/**
 * The inputs that the options of a dream are made of. Unset ones are the preset's, for the chosen
 * model.
 */
abstract class DeepDreamInputs extends PaintingCommand {
  /** What the presets are called in the dialog: by what they look like. */
  private static final Map<String, String> LOOKS =
      Map.of(
          "none", "Recommended: animals",
          "Eyes", "Eyes in rings",
          "Waves", "Waves and drops",
          "Chollet 2021", "Large eyes (Chollet 2021)",
          "Keras 2017", "Eyes and swirls (Keras 2017)",
          "TensorFlow", "Patterns everywhere (TensorFlow)",
          "Surprise", "By chance");

  @Parameter(
      persist = false,
      label = "Look",
      choices = {"none", "Eyes", "Waves", "Chollet 2021", "Keras 2017", "TensorFlow", "Surprise"},
      callback = "applyPreset",
      description = "A recipe: it fills in the other settings",
      attrs = {@Attr(name = InputOrder.THEN, value = "model"), @Attr(name = "place", value = "1")})
  private String preset = "none";

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
      label = "Colors",
      choices = {"dream", "content"},
      description = "Those of the dream, or those of the image",
      attrs = @Attr(name = "place", value = "4"))
  private String colors = "dream";

  @Parameter(
      persist = false,
      min = "0",
      label = "Number of sizes",
      description = "0 for as many as the image takes",
      attrs = {
        @Attr(name = "group", value = "Sizes"),
        @Attr(name = "zero", value = "as many as fit")
      })
  private int octaves = UNSET;

  @Parameter(
      persist = false,
      min = "32",
      max = "2000",
      style = "slider",
      label = "Size of motifs",
      description = "Side of the picture that large ones fill: the smaller, the larger the motifs",
      attrs = {
        @Attr(name = "unit", value = "px"),
        @Attr(name = "softMax", value = "800"),
        @Attr(name = "place", value = "3")
      })
  private int octavesfrom = Octaves.FROM;

  @Parameter(
      persist = false,
      min = "0",
      label = "Larger sizes",
      description = "How many of the sizes are larger than the image",
      attrs = {
        @Attr(name = "group", value = "Sizes"),
        @Attr(name = "zero", value = "as many as fit")
      })
  private int octavesabove = UNSET;

  @Parameter(
      persist = false,
      min = "1",
      label = "Ratio of sizes",
      description = "Of neighbouring sizes; above 1",
      style = "slider",
      attrs = {
        @Attr(name = "group", value = "Sizes"),
        @Attr(name = "softMin", value = "1.05"),
        @Attr(name = "softMax", value = "2")
      })
  private double octavescale = UNSET;

  @Parameter(
      persist = false,
      min = "1",
      label = "Strength",
      description = "Steps at each size: the more, the stronger the patterns",
      style = "slider",
      attrs = {
        @Attr(name = "unit", value = "steps"),
        @Attr(name = "softMax", value = "200"),
        @Attr(name = "place", value = "2")
      })
  private int iterations = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Step size",
      description = "How far a step changes the image, in units of the network's input",
      attrs = @Attr(name = "group", value = "Steps"))
  private double stepsize = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Stop above",
      description = "Goes on to the next size when the layers respond more than this; 0 for never",
      attrs = {@Attr(name = "group", value = "Steps"), @Attr(name = "zero", value = "never")})
  private double maxloss = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Stop at gain",
      description =
          "Goes on to the next size when the layers respond this many times as strongly as at"
              + " its start; 0 for never",
      attrs = {@Attr(name = "group", value = "Steps"), @Attr(name = "zero", value = "never")})
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
      label = "Random shift",
      description = "Of the image before each step, at most; keeps patterns from freezing in place",
      style = "slider",
      attrs = {
        @Attr(name = "group", value = "Steps"),
        @Attr(name = "unit", value = "px"),
        @Attr(name = "softMax", value = "64")
      })
  private int jitter = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Tiles",
      description = "Side of the tiles that the network sees one by one; 0 where memory decides",
      attrs = {
        @Attr(name = "group", value = "Sizes"),
        @Attr(name = "unit", value = "px"),
        @Attr(name = "zero", value = "as memory has it")
      })
  private int tilesize = UNSET;

  @Parameter(
      persist = false,
      label = "Smoothing",
      choices = {"none", "blur", "laplacian"},
      callback = "applySmoothing",
      description =
          "What is done to the changes of each step: blur for soft shapes, laplacian for shapes "
              + "of all sizes",
      attrs = @Attr(name = "group", value = "Steps"))
  private String smoothing = "";

  @Parameter(
      persist = false,
      label = "Layers",
      description =
          "What to make stronger: name=weight, name:channels=weight. Early layers draw lines and "
              + "textures, late ones eyes and animals",
      attrs = @Attr(name = "place", value = "5"))
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

  @Override
  public String label(String input, String value) {
    return switch (input) {
      case "preset" -> LOOKS.getOrDefault(value, value);
      case "colors" -> value.equals("content") ? "of the image" : "of the dream";
      default -> super.label(input, value);
    };
  }

  @Override
  public Optional<Image> picture(String input, String value) {
    return input.equals("preset")
        ? LookPictures.find("deepdream", value)
        : super.picture(input, value);
  }

  @Override
  public boolean isUsed(String input) {
    return switch (input) {
      case "octavesabove" -> octaves > 1;
      case "octavescale" -> octaves != 1;
      case "octavesfrom" -> octaves == 0;
      default -> super.isUsed(input);
    };
  }

  @Override
  public Optional<String> problem(String input) {
    return switch (input) {
      case "octavesabove" ->
          problemIf(
              octavesabove >= Math.max(1, octaves),
              "expected less than the number of sizes, " + octaves);
      case "octavescale" -> problemIf(octavescale <= 1, "expected above 1");
      case "layers" -> layers.isBlank() ? Optional.empty() : Layers.problem(layers);
      default -> super.problem(input);
    };
  }

  /** Chance chooses the layers too. */
  @Override
  public Optional<Runnable> surprise() {
    return Optional.of(
        () -> {
          seed = anySeed();
          preset = DeepDreamPreset.SURPRISE.title();
          applyPreset();
        });
  }

  /** Leaves the smallest size out; returns whether there is one left that isn't larger. */
  final boolean dropOctave() {
    octaves--;
    return octaves > octavesabove;
  }

  /** Makes the dream as large as the image. */
  final void keepSize() {
    imagesize = 0;
  }

  /** Whether the colours stay those of the image. */
  final boolean isContentColored() {
    return Coloring.of(colors) == Coloring.CONTENT;
  }

  /** Lets the user pick the layers from a list. */
  void chooseLayers() {
    layers = Layers.pickSeveral(model, layers);
  }

  /**
   * The options that the inputs stand for. Where the preset is to surprise, layers are chosen for
   * the image.
   */
  final DeepDreamOptions options(NetworkInput input) {
    if (areLayersChosen()) {
      DeepDreamRecipe recipe = DeepDreamPreset.SURPRISE.recipe(Models.of(model));
      Octaves sizes = new Octaves(octaves, octavesabove, octavescale, octavesfrom);
      Picture rgb = input.levels();
      int[] size = DeepDreamOptions.size(imagesize, rgb.height(), rgb.width());
      Pyramid.Level first = sizes.first(size[0], size[1]);
      layers =
          LayerWeights.format(Surprise.layers(input.networkOfLevels(), rgb, recipe, first, seed));
    }
    return options();
  }

  /** Whether layers are chosen for the image. */
  final boolean areLayersChosen() {
    return DeepDreamPreset.of(preset) == DeepDreamPreset.SURPRISE && layers.isBlank();
  }

  /** The options that the inputs stand for, with layers. */
  final DeepDreamOptions options() {
    return new DeepDreamOptions(
        LayerWeights.parse(layers),
        DeepDreamPreset.of(preset).recipe(Models.of(model)),
        new Octaves(octaves, octavesabove, octavescale, octavesfrom),
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
