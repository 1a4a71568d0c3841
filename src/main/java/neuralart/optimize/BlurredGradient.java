package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import neuralart.plan.PlanDevice;
import neuralart.step.Alteration;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

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
  private final Vectors own;
  private final float[][] kernels = new float[MULTIPLES.length][];

  /** The kernels on a device. */
  private final Tensor weights = new Tensor(2 * RADIUS + 1, 2 * RADIUS + 1);

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
    own = new HostVectors(function);
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
  public Optional<PlanDevice> device() {
    return function.device();
  }

  @Override
  public double evaluate() {
    return evaluate(own);
  }

  @Override
  public double evaluate(Vectors vectors) {
    double sigma = LEAST_SIGMA + SIGMA_GROWTH * Math.min(++done, iterations) / iterations;
    for (int i = 0; i < kernels.length; i++) {
      kernels[i] = kernel(MULTIPLES[i] * sigma);
    }
    vectors.set(weights, window(kernels));
    double loss = function.evaluate(vectors);
    Tensor gradient = vectors.gradient();
    vectors.run(List.of(this, gradient), () -> List.of(blur(gradient)));
    return loss;
  }

  private Step blur(Tensor gradient) {
    Tensor source = new Tensor(gradient.dimensions());
    return new Step.Either(
        new Step.OnHost(
            "blur",
            List.of(gradient),
            List.of(gradient),
            host -> {
              FloatBuffer values = host.values(gradient);
              return () -> blur(values);
            }),
        List.of(
            new Step.Copy(View.of(gradient), View.of(source)),
            new Step.Alter(new Alteration.Blur(weights), source, gradient)));
  }

  private void blur(FloatBuffer gradient) {
    float[] values = new float[gradient.limit()];
    gradient.get(0, values);
    int length = width * channels;
    int height = values.length / length;
    IntStream.range(0, height)
        .parallel()
        .forEach(y -> gradient.put(y * length, blur(y, values, height, kernels)));
  }

  /** The mean of the kernels in two dimensions. */
  private static double[] window(float[][] kernels) {
    int size = 2 * RADIUS + 1;
    double[] window = new double[size * size];
    for (float[] kernel : kernels) {
      for (int i = 0; i < window.length; i++) {
        window[i] += (double) kernel[i / size] * kernel[i % size] / kernels.length;
      }
    }
    return window;
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

  /** Blurs one row with all kernels and takes the mean. */
  private float[] blur(int y, float[] values, int height, float[][] kernels) {
    int length = width * channels;
    float[] mean = new float[length];
    float[] row = new float[length + 2 * RADIUS * channels];
    float[] blurred = new float[length];
    for (float[] kernel : kernels) {
      Arrays.fill(row, 0);
      for (int k = 0; k < kernel.length; k++) {
        int from = mirror(y + k - RADIUS, height) * length;
        for (int i = 0; i < length; i++) {
          row[RADIUS * channels + i] += kernel[k] * values[from + i];
        }
      }
      mirrorEnds(row);
      Arrays.fill(blurred, 0);
      for (int k = 0; k < kernel.length; k++) {
        for (int i = 0; i < length; i++) {
          blurred[i] += kernel[k] * row[k * channels + i];
        }
      }
      for (int i = 0; i < length; i++) {
        mean[i] += blurred[i] / kernels.length;
      }
    }
    return mean;
  }

  /** Continues a row with its mirror image on both sides. */
  private void mirrorEnds(float[] row) {
    for (int k = 0; k < RADIUS; k++) {
      copyPixel(row, mirror(k - RADIUS, width), k);
      copyPixel(row, mirror(width + k, width), RADIUS + width + k);
    }
  }

  /** Copies a pixel of the image to a place of the row with its margins. */
  private void copyPixel(float[] row, int pixel, int place) {
    System.arraycopy(row, (RADIUS + pixel) * channels, row, place * channels, channels);
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
