package neuralart.art.dream;

import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import neuralart.art.LayerWeights;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.art.Titled;
import neuralart.art.dream.DeepDreamOptions.Smoothing;
import neuralart.art.dream.DeepDreamRecipe.Response;
import neuralart.model.KnownModel;
import neuralart.model.Model;
import neuralart.optimize.GradientNormalization;

/**
 * Published recipes of DeepDream. Step sizes are those of the recipe's own network, InceptionV3,
 * whose input is -1..1; for another network they are scaled to its range.
 */
public enum DeepDreamPreset implements Titled {
  /** F. Chollet, Deep Learning with Python, 2nd edition, 2021, section 12.2. */
  CHOLLET_2021(
      "Chollet 2021",
      new DeepDreamRecipe(Response.INNER_ENERGY, GradientNormalization.L2, true, false),
      new Octaves(3, 0, 1.4),
      20,
      30,
      15,
      0,
      0,
      recipeLayers(2, 1, 1.5, 2, 2.5)),

  /** The Keras example of 2017; M. Elgendy, Deep Learning for Vision Systems, section 9.2. */
  KERAS_2017(
      "Keras 2017",
      new DeepDreamRecipe(Response.LAYER_ENERGY, GradientNormalization.MEAN_ABSOLUTE, true, false),
      new Octaves(3, 0, 1.4),
      0.01,
      20,
      10,
      0,
      0,
      recipeLayers(0, 0.4, 2, 1.5, 2.3)),

  /**
   * TensorFlow's tutorial on DeepDream, in its last version, with tiles. It takes mixed3 and
   * mixed5; mixed4 between them has no weight. In the tutorial tiles lie side by side, and the last
   * row and column of them are left out; here they overlap, so that no seams show, and cover the
   * image. On images of one tile there is no difference.
   */
  TENSORFLOW(
      "TensorFlow",
      new DeepDreamRecipe(Response.MEAN, GradientNormalization.STANDARD_DEVIATION, false, true),
      new Octaves(5, 2, 1.3),
      0.01,
      100,
      Double.POSITIVE_INFINITY,
      512,
      512,
      recipeLayers(1, 1, 0, 1)),

  /**
   * No published recipe: layers that suit the model, with the arithmetic of the Keras example. The
   * step is smaller than its 0.01, which runs into glaring patches where no maximal loss ends an
   * octave in time.
   */
  NONE(
      "none",
      KERAS_2017.recipe,
      KERAS_2017.octaves,
      0.004,
      20,
      Double.POSITIVE_INFINITY,
      8,
      0,
      model -> LayerWeights.parse(model.dreamLayers())),

  /** Layers and weights by chance, see {@link Surprise}, with the arithmetic of {@link #NONE}. */
  SURPRISE(
      "Surprise",
      NONE.recipe,
      NONE.octaves,
      0.004,
      20,
      Double.POSITIVE_INFINITY,
      8,
      0,
      model -> List.of());

  private static final float INCEPTION_RANGE = 2;

  private final String title;
  private final DeepDreamRecipe recipe;
  private final Octaves octaves;
  private final double stepSize;
  private final int iterations;
  private final double maxLoss;
  private final int jitter;
  private final int tileSize;
  private final Function<Model, List<LayerWeight>> layers;

  DeepDreamPreset(
      String title,
      DeepDreamRecipe recipe,
      Octaves octaves,
      double stepSize,
      int iterations,
      double maxLoss,
      int jitter,
      int tileSize,
      Function<Model, List<LayerWeight>> layers) {
    this.title = title;
    this.recipe = recipe;
    this.octaves = octaves;
    this.stepSize = stepSize;
    this.iterations = iterations;
    this.maxLoss = maxLoss;
    this.jitter = jitter;
    this.tileSize = tileSize;
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
   * The options of this recipe for a model.
   *
   * @param seed of the random shifts
   * @throws IllegalArgumentException if this recipe has no layers of its own
   */
  public DeepDreamOptions options(Model model, long seed) {
    return new DeepDreamOptions(
        layers(model),
        recipe,
        octaves,
        iterations,
        stepSize(model),
        maxLoss(model),
        jitter(),
        tileSize(),
        Smoothing.NONE,
        seed);
  }

  /** The recipe's arithmetic. */
  public DeepDreamRecipe recipe() {
    return recipe;
  }

  /** The recipe's image sizes. */
  public Octaves octaves() {
    return octaves;
  }

  /** The recipe's number of steps in each octave. */
  public int iterations() {
    return iterations;
  }

  /** The recipe's largest random shift in pixels. */
  public int jitter() {
    return jitter;
  }

  /** The recipe's tiles, 0 for none. */
  public int tileSize() {
    return tileSize;
  }

  /**
   * The objective at which the recipe ends an octave; infinite on any but the recipe's own network,
   * since layers of other networks respond on other scales.
   */
  public double maxLoss(Model model) {
    return model == KnownModel.INCEPTIONV3 ? maxLoss : Double.POSITIVE_INFINITY;
  }

  /** The recipe's step size, in units of a model's input. */
  public double stepSize(Model model) {
    return stepSize * model.preprocessing().range() / INCEPTION_RANGE;
  }

  /**
   * The recipe's weights on the corresponding layers of a model, or the model's own layers; none
   * where chance decides.
   */
  public List<LayerWeight> layers(Model model) {
    return layers.apply(model);
  }
}
