package neuralart.art.filter;

import neuralart.art.Titled;
import neuralart.art.filter.FilterRecipe.Phase;
import neuralart.art.filter.FilterRecipe.Pixels;
import neuralart.art.filter.FilterRecipe.Spectrum;
import neuralart.model.Model;
import neuralart.objective.ChannelResponse.Region;
import neuralart.optimize.GradientNormalization;

/** Recipes of filter visualisation, most of them published. */
public enum FilterVisualizationPreset implements Titled {
  /**
   * F. Chollet, How convolutional neural networks see the world, 2016; M. Elgendy, Deep Learning
   * for Vision Systems, section 9.1. Pixels in 128..148, gradient divided by its root mean square.
   * One departure: the network's means are subtracted from the pixels.
   */
  KERAS_2016("Keras 2016", 128, 20, 1, keras2016(false)),

  /** The same to the letter: the network is fed 128..148 as they are. */
  KERAS_2016_RAW("Keras 2016 raw", 128, 20, 1, keras2016(true)),

  /**
   * F. Chollet, Deep Learning with Python, 2nd edition, 2021, section 9.4.2. Pixels in 0.4..0.6 of
   * the range, gradient divided by its L2 norm, a border cut off the result.
   */
  CHOLLET_2021(
      "Chollet 2021",
      150,
      30,
      10,
      new Pixels(0.4, 0.6, false, 1, 25, Region.INNER, GradientNormalization.L2, 128, 64)),

  /**
   * C. Olah, A. Mordvintsev and L. Schubert, Feature Visualization, 2017, with the defaults of
   * their library: spectrum and decorrelated colours, random transforms, Adam.
   */
  LUCID("Lucid", 128, 512, 0.05, new Spectrum(false)),

  /**
   * T. Fel et al., Unlocking Feature Visualization for Deeper Networks with MAgnitude Constrained
   * Optimization, 2023: phases only, random crops, noise, and what matters little hidden. Fewer and
   * larger crops and fewer steps than published, for processors.
   */
  MACO("MACO", 192, 64, 0.3, new Phase(3, 0.6, 0.15, 0.3, 0.15, 0.08)),

  /** No published recipe: that of Feature Visualization in fewer steps, which fade out. */
  NONE("none", 128, 128, 0.15, new Spectrum(true));

  private final String title;
  private final int size;
  private final int iterations;
  private final double stepSize;
  private final FilterRecipe recipe;

  FilterVisualizationPreset(
      String title, int size, int iterations, double stepSize, FilterRecipe recipe) {
    this.title = title;
    this.size = size;
    this.iterations = iterations;
    this.stepSize = stepSize;
    this.recipe = recipe;
  }

  private static Pixels keras2016(boolean raw) {
    return new Pixels(
        128.0 / 255,
        148.0 / 255,
        raw,
        255,
        0,
        Region.WHOLE,
        GradientNormalization.ROOT_MEAN_SQUARE,
        0.5 * 255,
        0.1 * 255);
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
  public static FilterVisualizationPreset of(String title) {
    return Titled.of(FilterVisualizationPreset.class, "preset", title);
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
    return recipe instanceof Pixels pixels
        ? stepSize * model.preprocessing().range() / pixels.range()
        : stepSize;
  }

  /**
   * A layer of a model whose filters are worth looking at: a deep one, with things and faces; for
   * recipes of pixels, which find nothing there, one of textures.
   */
  public String layer(Model model) {
    return recipe instanceof Pixels ? model.recipeLayers().get(1) : model.filterLayer();
  }

  /** How an image is made. */
  FilterRecipe recipe() {
    return recipe;
  }
}
