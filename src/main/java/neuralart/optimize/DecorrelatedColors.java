package neuralart.optimize;

import java.nio.FloatBuffer;
import neuralart.network.Preprocessing;

/**
 * A loss function of an image, as a network takes it, as one of unbounded values whose channels are
 * independent of each other in natural images: {@code rgb = 255 sigmoid(M v)}, where {@code M} is
 * the root of the correlation of the three colours in ImageNet (C. Olah, A. Mordvintsev and L.
 * Schubert, Feature Visualization, 2017). All colours are valid. Where there are not three
 * channels, they stay as they are.
 */
public final class DecorrelatedColors implements LossFunction {
  private static final int COLORS = 3;
  private static final double WHITE = 255;

  /**
   * The figures published with Feature Visualization, to be divided by the largest norm of a
   * column.
   */
  private static final double[] CORRELATION_ROOT = {
    0.26, 0.09, 0.02, //
    0.27, 0.00, -0.05, //
    0.27, -0.09, 0.03
  };

  private final LossFunction function;
  private final Preprocessing preprocessing;
  private final int channels;
  private final double[] matrix;
  private final float[] image;
  private final float[] slopes;
  private final float[] values;
  private final float[] gradient;
  private final FloatBuffer variables;
  private final FloatBuffer gradientBuffer;

  /**
   * @param function of the values of an image, {@code [H, W, C]}, in the units of a network's input
   * @param preprocessing how the network wants its pixels
   */
  public DecorrelatedColors(LossFunction function, Preprocessing preprocessing) {
    this.function = function;
    this.preprocessing = preprocessing;
    channels = preprocessing.mean().length;
    matrix = channels == COLORS ? normalizedRoot() : identity(channels);
    image = new float[function.variables().limit()];
    slopes = new float[image.length];
    values = new float[image.length];
    gradient = new float[image.length];
    variables = FloatBuffer.wrap(values);
    gradientBuffer = FloatBuffer.wrap(gradient);
  }

  @Override
  public FloatBuffer variables() {
    return variables;
  }

  @Override
  public FloatBuffer gradient() {
    return gradientBuffer;
  }

  @Override
  public double evaluate() {
    render();
    double loss = function.evaluate();
    function.gradient().get(0, slopes);
    for (int pixel = 0; pixel < image.length; pixel += channels) {
      for (int c = 0; c < channels; c++) {
        int channel = inputChannel(c);
        int at = pixel + channel;
        double bright = image[at] / preprocessing.scale(channel) + preprocessing.mean()[channel];
        slopes[at] *= (float) (bright * (1 - bright / WHITE) * preprocessing.scale(channel));
      }
      for (int i = 0; i < channels; i++) {
        double sum = 0;
        for (int c = 0; c < channels; c++) {
          sum += matrix[c * channels + i] * slopes[pixel + inputChannel(c)];
        }
        gradient[pixel + i] = (float) sum;
      }
    }
    return loss;
  }

  /** Gives the loss function the image of the present values, without evaluating it. */
  public void render() {
    for (int pixel = 0; pixel < image.length; pixel += channels) {
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        for (int i = 0; i < channels; i++) {
          sum += matrix[c * channels + i] * values[pixel + i];
        }
        double bright = WHITE / (1 + Math.exp(-sum));
        int channel = inputChannel(c);
        image[pixel + channel] =
            (float) ((bright - preprocessing.mean()[channel]) * preprocessing.scale(channel));
      }
    }
    function.variables().put(0, image);
  }

  /** Where the network has red, green or blue. */
  private int inputChannel(int color) {
    return preprocessing.bgr() ? channels - 1 - color : color;
  }

  private static double[] normalizedRoot() {
    double largest = 0;
    for (int i = 0; i < COLORS; i++) {
      double squares = 0;
      for (int c = 0; c < COLORS; c++) {
        squares += CORRELATION_ROOT[c * COLORS + i] * CORRELATION_ROOT[c * COLORS + i];
      }
      largest = Math.max(largest, squares);
    }
    double[] matrix = CORRELATION_ROOT.clone();
    for (int i = 0; i < matrix.length; i++) {
      matrix[i] /= Math.sqrt(largest);
    }
    return matrix;
  }

  private static double[] identity(int channels) {
    double[] matrix = new double[channels * channels];
    for (int c = 0; c < channels; c++) {
      matrix[c * (channels + 1)] = 1;
    }
    return matrix;
  }
}
