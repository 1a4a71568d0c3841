package neuralart.art;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.network.model.KnownModel;
import neuralart.network.model.Model;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.optimize.GradientNormalization;

/**
 * Published recipes of DeepDream. Step sizes are those of the recipe's own network, InceptionV3,
 * whose input is -1..1; for another network they are scaled to its range.
 */
public enum DeepDreamPreset {
  /** F. Chollet, Deep Learning with Python, 2nd edition, 2021, section 12.2. */
  CHOLLET_2021(
      "Chollet 2021",
      Mean.INNER,
      GradientNormalization.L2,
      20,
      30,
      0,
      15,
      2,
      new double[] {1, 1.5, 2, 2.5}),

  /** The Keras example of 2017; M. Elgendy, Deep Learning for Vision Systems, section 9.2. */
  KERAS_2017(
      "Keras 2017",
      Mean.LAYER,
      GradientNormalization.MEAN_ABSOLUTE,
      0.01,
      20,
      0,
      10,
      0,
      new double[] {0.4, 2, 1.5, 2.3}),

  /**
   * No published recipe: layers that suit the model, with the arithmetic of the Keras example. The
   * step is smaller than its 0.01, which runs into glaring patches where no maximal loss ends an
   * octave in time.
   */
  NONE(
      "none",
      Mean.LAYER,
      GradientNormalization.MEAN_ABSOLUTE,
      0.004,
      20,
      8,
      Double.POSITIVE_INFINITY,
      0,
      new double[0]);

  private static final float INCEPTION_RANGE = 2;
  private static final int OCTAVES = 3;
  private static final double OCTAVE_SCALE = 1.4;

  private final String title;
  private final Mean mean;
  private final GradientNormalization normalization;
  private final double stepSize;
  private final int iterations;
  private final int jitter;
  private final double maxLoss;
  private final int firstLayer;
  private final double[] weights;

  DeepDreamPreset(
      String title,
      Mean mean,
      GradientNormalization normalization,
      double stepSize,
      int iterations,
      int jitter,
      double maxLoss,
      int firstLayer,
      double[] weights) {
    this.title = title;
    this.mean = mean;
    this.normalization = normalization;
    this.stepSize = stepSize;
    this.iterations = iterations;
    this.jitter = jitter;
    this.maxLoss = maxLoss;
    this.firstLayer = firstLayer;
    this.weights = weights;
  }

  /** What the user calls it. */
  public String title() {
    return title;
  }

  /** All titles. */
  public static List<String> titles() {
    return Arrays.stream(values()).map(DeepDreamPreset::title).toList();
  }

  /**
   * The preset of a title.
   *
   * @throws IllegalArgumentException listing the presets there are
   */
  public static DeepDreamPreset of(String title) {
    return Arrays.stream(values())
        .filter(preset -> preset.title.equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no preset '"
                        + title
                        + "'. Presets are: "
                        + String.join(", ", titles())));
  }

  /**
   * The options of this recipe for a model: 3 octaves with a ratio of 1.4, as all of them have.
   *
   * @param seed of the random shifts
   */
  public DeepDreamOptions options(Model model, long seed) {
    return new DeepDreamOptions(
        layers(model),
        mean,
        normalization,
        stepSize(model),
        OCTAVES,
        OCTAVE_SCALE,
        iterations,
        maxLoss(model),
        jitter,
        seed);
  }

  public Mean mean() {
    return mean;
  }

  public GradientNormalization normalization() {
    return normalization;
  }

  /** The recipe's number of steps in each octave. */
  public int iterations() {
    return iterations;
  }

  /** The recipe's largest random shift in pixels. */
  public int jitter() {
    return jitter;
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

  /** The recipe's weights on the corresponding layers of a model, or the model's own. */
  public List<LayerWeight> layers(Model model) {
    if (this == NONE) {
      return LayerWeights.parse(model.dreamLayers());
    }
    List<LayerWeight> layers = new ArrayList<>();
    for (int i = 0; i < weights.length; i++) {
      layers.add(new LayerWeight(model.recipeLayers().get(firstLayer + i), weights[i]));
    }
    return layers;
  }
}
