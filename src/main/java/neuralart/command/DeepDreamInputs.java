package neuralart.command;

import java.util.Map;
import java.util.Optional;
import neuralart.art.LayerWeights;
import neuralart.art.Titled;
import neuralart.art.dream.DeepDreamOptions;
import neuralart.art.dream.DeepDreamOptions.Smoothing;
import neuralart.art.dream.DeepDreamPreset;
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
  /** Steps of a small picture in each octave, at most. */
  private static final int THUMBNAIL_ITERATIONS = 20;

  /** What the presets are called in the dialog: by what they look like. */
  private static final Map<String, String> LOOKS =
      Map.of(
          "none", "Recommended",
          "Chollet 2021", "Strong swirls (Chollet 2021)",
          "Keras 2017", "Soft swirls (Keras 2017)",
          "TensorFlow", "Large and small patterns (TensorFlow)",
          "Surprise", "By chance");

  @Parameter(
      persist = false,
      label = "Look",
      choices = {"none", "Chollet 2021", "Keras 2017", "TensorFlow", "Surprise"},
      callback = "applyPreset",
      description = "A recipe: it fills in the other settings",
      attrs = {@Attr(name = InputOrder.THEN, value = "model"), @Attr(name = "place", value = "1")})
  private String preset = "none";

  @Parameter(
      persist = false,
      min = "1",
      label = "Detail",
      description =
          "At how many sizes of the image patterns are drawn: more of them give large patterns "
              + "and small ones",
      style = "slider",
      attrs = {
        @Attr(name = "unit", value = "sizes"),
        @Attr(name = "softMax", value = "8"),
        @Attr(name = "place", value = "3")
      })
  private int octaves = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Larger sizes",
      description = "How many of the sizes are larger than the image",
      attrs = @Attr(name = "group", value = "Sizes"))
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
      attrs = @Attr(name = "group", value = "Steps"))
  private double maxloss = UNSET;

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
      attrs = {@Attr(name = "group", value = "Sizes"), @Attr(name = "unit", value = "px")})
  private int tilesize = UNSET;

  @Parameter(
      persist = false,
      label = "Smoothing",
      choices = {"none", "blur", "laplacian"},
      callback = "applyPreset",
      description =
          "What is done to the changes of each step: blur for soft shapes, laplacian for shapes "
              + "of all sizes",
      attrs = @Attr(name = "group", value = "Steps"))
  private String smoothing = "none";

  @Parameter(
      persist = false,
      label = "Layers",
      description =
          "What to make stronger: name=weight, name:channels=weight. Early layers draw lines and "
              + "textures, late ones eyes and animals",
      attrs = @Attr(name = "place", value = "4"))
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

  @Override
  public String label(String input, String value) {
    return input.equals("preset") ? LOOKS.getOrDefault(value, value) : super.label(input, value);
  }

  @Override
  public boolean isUsed(String input) {
    return switch (input) {
      case "octavesabove", "octavescale" -> octaves > 1;
      default -> super.isUsed(input);
    };
  }

  @Override
  public Optional<String> problem(String input) {
    return switch (input) {
      case "octavesabove" ->
          problemIf(octavesabove >= octaves, "expected less than the " + octaves + " of Detail");
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

  /** Makes the dream one of a small picture. */
  final void shorten() {
    iterations = Math.min(iterations, THUMBNAIL_ITERATIONS);
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
    Octaves sizes = new Octaves(octaves, octavesabove, octavescale);
    DeepDreamPreset recipe = DeepDreamPreset.of(preset);
    if (recipe == DeepDreamPreset.SURPRISE && layers.isBlank()) {
      Picture rgb = DisplayedImage.picture(image);
      layers = LayerWeights.format(Surprise.layers(network, rgb, recipe.recipe(), sizes, seed));
    }
    return new DeepDreamOptions(
        LayerWeights.parse(layers),
        recipe.recipe(),
        sizes,
        iterations,
        stepsize,
        maxloss == 0 ? Double.POSITIVE_INFINITY : maxloss,
        jitter,
        tilesize,
        Smoothing.of(smoothing),
        seed);
  }
}
