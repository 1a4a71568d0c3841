package neuralart.art;

import java.util.Arrays;
import java.util.List;
import neuralart.model.Model;
import neuralart.objective.ChannelResponse.Region;
import neuralart.optimize.GradientNormalization;

/** Recipes of filter visualisation, most of them published. */
public enum FilterVisualizationPreset {
  /**
   * F. Chollet, How convolutional neural networks see the world, 2016; M. Elgendy, Deep Learning
   * for Vision Systems, section 9.1. Pixels in 128..148, gradient divided by its root mean square.
   */
  KERAS_2016("Keras 2016", 128, 20, 1, 255, 0, Region.WHOLE),

  /**
   * F. Chollet, Deep Learning with Python, 2nd edition, 2021, section 9.4.2. Pixels in 0.4..0.6 of
   * the range, gradient divided by its L2 norm, a border cut off the result.
   */
  CHOLLET_2021("Chollet 2021", 150, 30, 10, 1, 25, Region.INNER),

  /**
   * C. Olah, A. Mordvintsev and L. Schubert, Feature Visualization, 2017, with the defaults of
   * their library: spectrum and decorrelated colours, random transforms, Adam.
   */
  LUCID("Lucid", 128, 512, 0.05, 0, 0, Region.WHOLE),

  /** No published recipe: that of Feature Visualization in fewer steps, which fade out. */
  NONE("none", 128, 128, 0.15, 0, 0, Region.WHOLE);

  private static final double KERAS_LOW = 128.0 / 255;
  private static final double KERAS_HIGH = 148.0 / 255;
  private static final double CHOLLET_LOW = 0.4;
  private static final double CHOLLET_HIGH = 0.6;
  private static final int WHITE = 255;

  private final String title;
  private final int size;
  private final int iterations;
  private final double stepSize;
  private final double range;
  private final int crop;
  private final Region region;

  FilterVisualizationPreset(
      String title,
      int size,
      int iterations,
      double stepSize,
      double range,
      int crop,
      Region region) {
    this.title = title;
    this.size = size;
    this.iterations = iterations;
    this.stepSize = stepSize;
    this.range = range;
    this.crop = crop;
    this.region = region;
  }

  /** What the user calls it. */
  public String title() {
    return title;
  }

  /** All titles. */
  public static List<String> titles() {
    return Arrays.stream(values()).map(FilterVisualizationPreset::title).toList();
  }

  /**
   * The preset of a title.
   *
   * @throws IllegalArgumentException listing the presets there are
   */
  public static FilterVisualizationPreset of(String title) {
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

  /** Side of the recipe's images, after any crop. */
  public int size() {
    return size;
  }

  /** The recipe's number of steps. */
  public int iterations() {
    return iterations;
  }

  /**
   * The recipe's step size. A step on pixels is scaled from the range of the recipe's pixels to
   * that of a model's input.
   */
  public double stepSize(Model model) {
    return isSpectral() ? stepSize : stepSize * model.preprocessing().range() / range;
  }

  /** A layer of a model whose filters are worth looking at. */
  public String layer(Model model) {
    return model.recipeLayers().get(1);
  }

  /** Whether the image is parameterised by its spectrum, seen through transforms, and as it is. */
  boolean isSpectral() {
    return this == LUCID || this == NONE;
  }

  /** Pixels at each edge that the result leaves out. */
  int crop() {
    return crop;
  }

  /** The part of a layer that counts. */
  Region region() {
    return region;
  }

  /** What the gradient is divided by, where the variables are pixels. */
  GradientNormalization normalization() {
    return this == KERAS_2016 ? GradientNormalization.ROOT_MEAN_SQUARE : GradientNormalization.L2;
  }

  /** The darkest pixel to start from, 0..1. */
  double lowest() {
    return this == KERAS_2016 ? KERAS_LOW : CHOLLET_LOW;
  }

  /** The brightest pixel to start from, 0..1. */
  double highest() {
    return this == KERAS_2016 ? KERAS_HIGH : CHOLLET_HIGH;
  }

  /**
   * Brings the mean of an image to middle grey and its contrast to a certain deviation.
   *
   * @param rgb changed in place, to values of 0..255
   */
  void normalize(float[] rgb) {
    double mean = 0;
    for (float value : rgb) {
      mean += value / rgb.length;
    }
    double variance = 0;
    for (float value : rgb) {
      variance += (value - mean) * (value - mean) / rgb.length;
    }
    boolean keras = this == KERAS_2016;
    double gain = (keras ? 0.1 * WHITE : 64) / (Math.sqrt(variance) + 1e-5);
    double middle = keras ? 0.5 * WHITE : 128;
    for (int i = 0; i < rgb.length; i++) {
      double value = (rgb[i] - mean) * gain + middle;
      rgb[i] = (float) Math.min(Math.max(value, 0), WHITE);
    }
  }
}
