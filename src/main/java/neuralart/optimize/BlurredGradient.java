package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A loss whose gradient is smoothed before it is used: the mean of three Gaussian blurs with half,
 * once and twice a standard deviation that grows from 0.5 to 2.5 pixels over the iterations, in a
 * window of 9 x 9 pixels, mirrored at the edges. Dreams so get larger and softer shapes (the
 * cascade of A. Gordić's pytorch-deepdream).
 */
public final class BlurredGradient implements LossFunction {
  private static final double[] MULTIPLES = {0.5, 1, 2};
  private static final double LEAST_SIGMA = 0.5;
  private static final double SIGMA_GROWTH = 2;
  private static final int RADIUS = 4;

  private final LossFunction function;
  private final int width;
  private final int channels;
  private final int iterations;
  private int done;

  /**
   * @param function of the values of an image, {@code [H, W, C]}
   * @param width columns of the image
   * @param channels values of a pixel
   * @param iterations evaluations over which the blur grows
   */
  public BlurredGradient(LossFunction function, int width, int channels, int iterations) {
    this.function = function;
    this.width = width;
    this.channels = channels;
    this.iterations = iterations;
  }

  @Override
  public FloatBuffer variables() {
    return function.variables();
  }

  @Override
  public FloatBuffer gradient() {
    return function.gradient();
  }

  @Override
  public double evaluate() {
    double loss = function.evaluate();
    double sigma = LEAST_SIGMA + SIGMA_GROWTH * ++done / iterations;
    FloatBuffer gradient = gradient();
    float[] values = new float[gradient.limit()];
    gradient.get(0, values);
    float[] sum = new float[values.length];
    for (double multiple : MULTIPLES) {
      float[] kernel = kernel(multiple * sigma);
      float[] blurred = blur(values, kernel);
      for (int i = 0; i < sum.length; i++) {
        sum[i] += blurred[i] / MULTIPLES.length;
      }
    }
    gradient.put(0, sum);
    return loss;
  }

  private static float[] kernel(double sigma) {
    double[] weights = new double[2 * RADIUS + 1];
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      double distance = (i - RADIUS) / sigma;
      weights[i] = Math.exp(-distance * distance / 2);
      sum += weights[i];
    }
    float[] kernel = new float[weights.length];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (weights[i] / sum);
    }
    return kernel;
  }

  private float[] blur(float[] values, float[] kernel) {
    int rowLength = width * channels;
    int height = values.length / rowLength;
    float[] blurred = new float[values.length];
    float[] row = new float[rowLength];
    for (int y = 0; y < height; y++) {
      Arrays.fill(row, 0);
      for (int k = 0; k < kernel.length; k++) {
        int from = mirror(y + k - RADIUS, height) * rowLength;
        for (int i = 0; i < rowLength; i++) {
          row[i] += kernel[k] * values[from + i];
        }
      }
      int to = y * rowLength;
      for (int k = 0; k < kernel.length; k++) {
        for (int x = 0; x < width; x++) {
          int from = mirror(x + k - RADIUS, width) * channels;
          for (int c = 0; c < channels; c++) {
            blurred[to + x * channels + c] += kernel[k] * row[from + c];
          }
        }
      }
    }
    return blurred;
  }

  /** The position inside that lies opposite of one outside; the edge itself isn't repeated. */
  private static int mirror(int position, int size) {
    if (size == 1) {
      return 0;
    }
    int period = 2 * (size - 1);
    int folded = Math.floorMod(position, period);
    return Math.min(folded, period - folded);
  }
}
