package neuralart.art;

import java.util.Random;
import neuralart.network.Preprocessing;
import neuralart.optimize.GradientDescent;
import neuralart.optimize.LossFunction;
import neuralart.optimize.Optimizer;
import neuralart.plan.Plan;
import neuralart.plan.cpu.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The image as its pixels, from grey noise, changed by steps along the normalised gradient. */
final class PixelCanvas implements FilterCanvas {
  private static final int WHITE = 255;

  private final Plan plan;
  private final Preprocessing preprocessing;
  private final FilterVisualizationOptions options;

  PixelCanvas(
      Plan plan, Preprocessing preprocessing, FilterVisualizationOptions options, long seed) {
    this.plan = plan;
    this.preprocessing = preprocessing;
    this.options = options;
    FilterVisualizationPreset recipe = options.recipe();
    Random random = new Random(seed);
    float[] rgb = new float[plan.image().limit()];
    for (int i = 0; i < rgb.length; i++) {
      double level = recipe.lowest() + random.nextDouble() * (recipe.highest() - recipe.lowest());
      rgb[i] = (float) (WHITE * level);
    }
    try (INDArray noise = Nd4j.createFromArray(rgb).reshape(plan.size().dimensions());
        INDArray input = preprocessing.toInput(noise)) {
      plan.image().put(0, Ops.values(input), 0, (int) input.length());
    }
  }

  @Override
  public LossFunction loss() {
    return LossFunction.of(plan);
  }

  @Override
  public Optimizer optimizer() {
    return new GradientDescent(
        options.iterations(),
        options.stepSize(),
        options.recipe().normalization(),
        Double.NEGATIVE_INFINITY);
  }

  @Override
  public void present() {}

  @Override
  public INDArray image() {
    int crop = options.recipe().crop();
    int size = options.size();
    int whole = size + 2 * crop;
    int channels = plan.size().channels();
    float[] input = new float[plan.image().limit()];
    plan.image().get(0, input);
    try (INDArray array = Nd4j.createFromArray(input).reshape(plan.size().dimensions());
        INDArray rgb = preprocessing.toRgb(array)) {
      float[] values = rgb.data().asFloat();
      options.recipe().normalize(values);
      float[] cropped = new float[size * size * channels];
      int rowLength = size * channels;
      for (int y = 0; y < size; y++) {
        int from = ((y + crop) * whole + crop) * channels;
        System.arraycopy(values, from, cropped, y * rowLength, rowLength);
      }
      return Nd4j.createFromArray(cropped).reshape(1, size, size, channels);
    }
  }

  @Override
  public void close() {}
}
