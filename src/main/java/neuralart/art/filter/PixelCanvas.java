package neuralart.art.filter;

import java.nio.FloatBuffer;
import java.util.Random;
import neuralart.art.filter.FilterRecipe.Pixels;
import neuralart.image.Picture;
import neuralart.network.Preprocessing;
import neuralart.optimize.GradientDescent;
import neuralart.optimize.LossFunction;
import neuralart.optimize.Optimizer;
import neuralart.plan.Plan;

/** The image as its pixels, from grey noise, changed by steps along the normalised gradient. */
final class PixelCanvas implements FilterCanvas {
  private static final int WHITE = 255;

  /** Keeps the gain of an image of one colour finite. */
  private static final double SMALLEST_DEVIATION = 1e-5;

  private final Plan plan;
  private final int planSize;
  private final Preprocessing preprocessing;
  private final FilterVisualizationOptions options;
  private final Pixels recipe;

  PixelCanvas(
      Plan plan,
      Preprocessing preprocessing,
      FilterVisualizationOptions options,
      Pixels recipe,
      long seed) {
    this.plan = plan;
    this.preprocessing = preprocessing;
    this.options = options;
    this.recipe = recipe;
    planSize = planSize(options.size(), recipe);
    Random random = new Random(seed);
    FloatBuffer input = plan.image();
    float[] rgb = new float[input.limit()];
    for (int i = 0; i < rgb.length; i++) {
      double level = recipe.lowest() + random.nextDouble() * (recipe.highest() - recipe.lowest());
      rgb[i] = (float) (WHITE * level);
    }
    int channels = preprocessing.mean().length;
    preprocessing.write(Picture.of(planSize, planSize, channels, rgb), input);
    for (int i = 0; i < rgb.length && recipe.raw(); i++) {
      int c = i % channels;
      input.put(i, input.get(i) + preprocessing.mean()[c] * preprocessing.scale(c));
    }
  }

  /** Rows, and columns, of the plan's image: those of the result and of what is cut off. */
  static int planSize(int size, Pixels recipe) {
    return size + 2 * recipe.crop();
  }

  @Override
  public LossFunction loss() {
    return LossFunction.of(plan);
  }

  @Override
  public Optimizer optimizer() {
    return new GradientDescent(
        options.iterations(), options.stepSize(), recipe.normalization(), Double.NEGATIVE_INFINITY);
  }

  @Override
  public void present() {}

  @Override
  public Picture image() {
    Picture rgb = preprocessing.read(plan.image(), planSize, planSize);
    float[] values = rgb.values();
    normalize(values);
    return Picture.of(planSize, planSize, rgb.channels(), values)
        .crop(recipe.crop(), recipe.crop(), options.size(), options.size());
  }

  /** Brings the mean and the deviation of an image to those of the recipe, within 0..255. */
  private void normalize(float[] rgb) {
    double mean = 0;
    for (float value : rgb) {
      mean += value / rgb.length;
    }
    double variance = 0;
    for (float value : rgb) {
      variance += (value - mean) * (value - mean) / rgb.length;
    }
    double gain = recipe.deviation() / (Math.sqrt(variance) + SMALLEST_DEVIATION);
    for (int i = 0; i < rgb.length; i++) {
      double value = (rgb[i] - mean) * gain + recipe.mean();
      rgb[i] = (float) Math.min(Math.max(value, 0), WHITE);
    }
  }

  @Override
  public void close() {}
}
