package neuralart.art.dream;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import neuralart.art.LayerWeights;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.art.Titled;
import neuralart.art.dream.DeepDreamOptions.Coloring;
import neuralart.art.dream.DeepDreamOptions.Smoothing;
import neuralart.art.dream.DeepDreamRecipe.Response;
import neuralart.art.dream.DeepDreamRecipe.Tone;
import neuralart.model.KnownModel;
import neuralart.model.Model;
import neuralart.optimize.GradientNormalization;

/**
 * Recipes of DeepDream: looks of this project's own, and published ones. Step sizes are those of
 * InceptionV3, whose input is -1..1; for another network they are scaled to its range.
 */
public enum DeepDreamPreset implements Titled {
  /**
   * No published recipe: layers that suit the model. It begins at one small size whatever that of
   * the image and makes most of its steps there, with a blurred gradient, and keeps away from black
   * and white.
   */
  NONE("none", Settings.OWN, model -> LayerWeights.parse(model.dreamLayers())),

  /** Eyes in rings, and fine grids: a middle layer with the arithmetic of {@link #NONE}. */
  EYES("Eyes", Settings.FINE, recipeLayers(3, 1)),

  /** Waves, and drops where nothing is: an early layer with the arithmetic of {@link #NONE}. */
  WAVES("Waves", Settings.FINE, recipeLayers(0, 1)),

  /** F. Chollet, Deep Learning with Python, 2nd edition, 2021, section 12.2. */
  CHOLLET_2021("Chollet 2021", Settings.CHOLLET_2021, recipeLayers(2, 1, 1.5, 2, 2.5)),

  /** The Keras example of 2017; M. Elgendy, Deep Learning for Vision Systems, section 9.2. */
  KERAS_2017("Keras 2017", Settings.KERAS_2017, recipeLayers(0, 0.4, 2, 1.5, 2.3)),

  /**
   * TensorFlow's tutorial on DeepDream, in its last version, with tiles. It takes mixed3 and
   * mixed5; mixed4 between them has no weight. In the tutorial tiles lie side by side, and the last
   * row and column of them are left out; here they overlap, so that no seams show, and cover the
   * image. On images of one tile there is no difference.
   */
  TENSORFLOW("TensorFlow", Settings.TENSORFLOW, recipeLayers(1, 1, 0, 1)),

  /** Layers and weights by chance, see {@link Surprise}, with the arithmetic of {@link #NONE}. */
  SURPRISE("Surprise", Settings.OWN, model -> List.of());

  private static final float INCEPTION_RANGE = 2;

  /**
   * What a recipe says of the options.
   *
   * @param maxLoss of InceptionV3
   * @param maxGain of other networks
   * @param enlarges whether small images are dreamt on at a larger size
   */
  private record Settings(
      DeepDreamRecipe recipe,
      Octaves octaves,
      double stepSize,
      int iterations,
      double maxLoss,
      double maxGain,
      int jitter,
      int tileSize,
      Smoothing smoothing,
      boolean enlarges) {
    private static final double NEVER = Double.POSITIVE_INFINITY;

    static final Settings OWN =
        new Settings(
            new DeepDreamRecipe(
                Response.LAYER_ENERGY,
                GradientNormalization.STANDARD_DEVIATION,
                true,
                Tone.CALM,
                false),
            new Octaves(0, 0, 1.4),
            0.025,
            20,
            NEVER,
            NEVER,
            8,
            0,
            Smoothing.BLUR,
            true);

    /** Lines would be lost in a blurred gradient. */
    static final Settings FINE =
        new Settings(OWN.recipe, OWN.octaves, 0.012, 20, NEVER, NEVER, 8, 0, Smoothing.NONE, true);

    /** The loss of the book's picture grows from 0.5 to 15. */
    static final Settings CHOLLET_2021 =
        new Settings(
            new DeepDreamRecipe(
                Response.INNER_ENERGY, GradientNormalization.L2, true, Tone.FREE, true),
            new Octaves(3, 0, 1.4),
            20,
            30,
            15,
            30,
            0,
            0,
            Smoothing.NONE,
            false);

    /** The losses printed in Chollet's notebook of 2017, of this program, go from 0.67 to 10. */
    static final Settings KERAS_2017 =
        new Settings(
            new DeepDreamRecipe(
                Response.LAYER_ENERGY, GradientNormalization.MEAN_ABSOLUTE, true, Tone.FREE, false),
            new Octaves(3, 0, 1.4),
            0.01,
            20,
            10,
            15,
            0,
            0,
            Smoothing.NONE,
            false);

    static final Settings TENSORFLOW =
        new Settings(
            new DeepDreamRecipe(
                Response.MEAN,
                GradientNormalization.STANDARD_DEVIATION,
                false,
                Tone.CLIPPED,
                false),
            new Octaves(5, 2, 1.3),
            0.01,
            100,
            NEVER,
            NEVER,
            512,
            512,
            Smoothing.NONE,
            false);
  }

  /**
   * The longer side in pixels below which an image is dreamt on at a larger size, and that size.
   */
  private static final int SMALL = 400;

  private static final int ENLARGED = 512;

  private final String title;
  private final Settings settings;
  private final Function<Model, List<LayerWeight>> layers;

  DeepDreamPreset(String title, Settings settings, Function<Model, List<LayerWeight>> layers) {
    this.title = title;
    this.settings = settings;
    this.layers = layers;
  }

  /** Weights on neighbouring ones of the layers that correspond in all models; 0 leaves one out. */
  private static Function<Model, List<LayerWeight>> recipeLayers(int first, double... weights) {
    return model ->
        IntStream.range(0, weights.length)
            .filter(i -> weights[i] != 0)
            .mapToObj(i -> new LayerWeight(model.recipeLayers().get(first + i), weights[i]))
            .toList();
  }

  @Override
  public String title() {
    return title;
  }

  /**
   * The preset of a title.
   *
   * @throws IllegalArgumentException listing the presets there are
   */
  public static DeepDreamPreset of(String title) {
    return Titled.of(DeepDreamPreset.class, "preset", title);
  }

  /**
   * The options of this recipe for a model, at the size of the image.
   *
   * @param seed of the random shifts
   * @throws IllegalArgumentException if this recipe has no layers of its own
   */
  public DeepDreamOptions options(Model model, long seed) {
    return new DeepDreamOptions(
        layers(model),
        recipe(model),
        octaves(),
        iterations(),
        stepSize(model, smoothing()),
        maxLoss(model),
        maxGain(model),
        0,
        jitter(),
        tileSize(),
        smoothing(),
        Coloring.DREAM,
        0,
        seed);
  }

  /** The recipe's arithmetic on its own network. */
  DeepDreamRecipe recipe() {
    return settings.recipe;
  }

  /** The recipe's arithmetic on the network of a model. */
  public DeepDreamRecipe recipe(Model model) {
    return isOwn(model) ? settings.recipe : settings.recipe.carriedOver();
  }

  private static boolean isOwn(Model model) {
    return model == KnownModel.INCEPTIONV3;
  }

  /** The recipe's image sizes. */
  public Octaves octaves() {
    return settings.octaves;
  }

  /** The recipe's number of steps in each octave. */
  public int iterations() {
    return settings.iterations;
  }

  /** The recipe's largest random shift in pixels. */
  public int jitter() {
    return settings.jitter;
  }

  /** The recipe's tiles, 0 for none. */
  public int tileSize() {
    return settings.tileSize;
  }

  /** What the recipe does to the gradient. */
  public Smoothing smoothing() {
    return settings.smoothing;
  }

  /**
   * The objective at which the recipe ends an octave; infinite on any but the recipe's own network,
   * since layers of other networks respond on other scales.
   */
  public double maxLoss(Model model) {
    return isOwn(model) ? settings.maxLoss : Double.POSITIVE_INFINITY;
  }

  /**
   * How many times the objective of the start ends an octave, on any but the recipe's own network;
   * infinite on that.
   */
  public double maxGain(Model model) {
    return isOwn(model) ? Double.POSITIVE_INFINITY : settings.maxGain;
  }

  /**
   * The recipe's step size, in units of a model's input.
   *
   * @param smoothing what is done to the gradient
   */
  public double stepSize(Model model, Smoothing smoothing) {
    return smoothing.stepShare()
        * settings.stepSize
        * model.preprocessing().range()
        / INCEPTION_RANGE;
  }

  /** Longer side of the result for an image of a size; 0 for that of the image. */
  public int imageSize(int height, int width) {
    return settings.enlarges && Math.max(height, width) < SMALL ? ENLARGED : 0;
  }

  /**
   * The recipe's weights on the corresponding layers of a model, or the model's own layers; none
   * where chance decides.
   */
  public List<LayerWeight> layers(Model model) {
    return layers.apply(model);
  }
}
