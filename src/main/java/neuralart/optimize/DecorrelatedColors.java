package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import neuralart.network.Preprocessing;
import neuralart.step.Constant;
import neuralart.step.PixelFunction;
import neuralart.step.PixelFunction.Kind;
import neuralart.step.Step;
import neuralart.step.Step.Operation;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * A loss function of an image, as a network takes it, as one of unbounded values whose channels are
 * independent of each other in natural images: {@code rgb = 255 sigmoid(M v)}, where {@code M} is
 * the root of the correlation of the three colours in ImageNet (C. Olah, A. Mordvintsev and L.
 * Schubert, Feature Visualization, 2017). All colours are valid. Where there are not three
 * channels, they stay as they are.
 */
public final class DecorrelatedColors extends Parameterization {
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

  private final Preprocessing preprocessing;
  private final int channels;
  private final double[] matrix;
  private final float[] image;
  private final float[] slopes;

  /** The sigmoids on a device, {@code [pixels, channels]}, as the network has the channels. */
  private final Tensor sigmoids;

  /**
   * @param function of the values of an image, {@code [H, W, C]}, in the units of a network's input
   * @param preprocessing how the network wants its pixels
   */
  public DecorrelatedColors(LossFunction function, Preprocessing preprocessing) {
    super(function, function.variables().limit());
    this.preprocessing = preprocessing;
    channels = preprocessing.mean().length;
    matrix = channels == COLORS ? normalizedRoot() : identity(channels);
    image = new float[function.variables().limit()];
    slopes = new float[image.length];
    sigmoids = new Tensor(image.length / channels, channels);
  }

  @Override
  void differentiate() {
    function().gradient().get(0, slopes);
    FloatBuffer gradient = gradient();
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
        gradient.put(pixel + i, (float) sum);
      }
    }
  }

  /** Gives the loss function the image of the present values, without evaluating it. */
  @Override
  public void render() {
    FloatBuffer values = variables();
    for (int pixel = 0; pixel < image.length; pixel += channels) {
      for (int c = 0; c < channels; c++) {
        double sum = 0;
        for (int i = 0; i < channels; i++) {
          sum += matrix[c * channels + i] * values.get(pixel + i);
        }
        double bright = WHITE / (1 + Math.exp(-sum));
        int channel = inputChannel(c);
        image[pixel + channel] =
            (float) ((bright - preprocessing.mean()[channel]) * preprocessing.scale(channel));
      }
    }
    function().variables().put(0, image);
  }

  @Override
  List<Step> rendering(Vectors own, Vectors inner) {
    View shown = pixels(inner.variables());
    return List.of(
        new Step.Multiply(pixels(own.variables()), false, mixture(), true, View.of(sigmoids), 1, 0),
        new Step.Map(PixelFunction.of(Kind.SIGMOID), sigmoids, sigmoids),
        new Step.Copy(View.of(sigmoids), shown),
        new Step.Combine(Operation.MULTIPLY, forEach(c -> WHITE * preprocessing.scale(c)), shown),
        new Step.Combine(
            Operation.SUBTRACT,
            forEach(c -> preprocessing.mean()[c] * preprocessing.scale(c)),
            shown));
  }

  /** The derivative of the sigmoid is {@code s - s^2}. */
  @Override
  List<Step> differentiation(Vectors own, Vectors inner) {
    View slopesThere = View.of(new Tensor(sigmoids.dimensions()));
    View squares = View.of(new Tensor(sigmoids.dimensions()));
    View all = View.of(sigmoids);
    return List.of(
        new Step.Copy(all, squares),
        new Step.Combine(Operation.MULTIPLY, all, squares),
        new Step.Copy(all, slopesThere),
        new Step.Combine(Operation.SUBTRACT, squares, slopesThere),
        new Step.Combine(
            Operation.MULTIPLY, forEach(c -> WHITE * preprocessing.scale(c)), slopesThere),
        new Step.Combine(Operation.MULTIPLY, pixels(inner.gradient()), slopesThere),
        new Step.Multiply(slopesThere, false, mixture(), false, pixels(own.gradient()), 1, 0));
  }

  private View pixels(Tensor values) {
    return View.of(values, 0, sigmoids.dimensions());
  }

  /** A number for each channel of the network, repeated for all pixels. */
  private View forEach(IntToDoubleFunction number) {
    float[] numbers = new float[channels];
    for (int c = 0; c < channels; c++) {
      numbers[c] = (float) number.applyAsDouble(c);
    }
    return View.of(new Constant(numbers, 1, channels)).repeated(0, sigmoids.size(0));
  }

  /** The matrix with its rows as the network has the channels. */
  private View mixture() {
    float[] rows = new float[matrix.length];
    for (int i = 0; i < matrix.length; i++) {
      rows[inputChannel(i / channels) * channels + i % channels] = (float) matrix[i];
    }
    return View.of(new Constant(rows, channels, channels));
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
