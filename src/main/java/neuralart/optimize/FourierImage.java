package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import neuralart.plan.cpu.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A loss function of an image as one of the image's spectrum, scaled such that all frequencies are
 * equally easy to change: the image is {@code irfft2(s / max(f, 1 / max(H, W))) sqrt(H W) / 4},
 * with the frequency {@code f} in cycles a pixel (C. Olah, A. Mordvintsev and L. Schubert, Feature
 * Visualization, 2017).
 *
 * <p>The transform is a product with constant matrices, and its adjoint one with their transposes:
 * for the sizes at hand that is as fast as a fast transform, and works for every size.
 */
public final class FourierImage implements LossFunction, AutoCloseable {
  private static final double AMPLITUDE = 0.25;

  private final LossFunction function;
  private final int height;
  private final int width;
  private final int channels;
  private final float[] image;
  private final float[] channelRows;
  private final float[] scales;
  private final float[] spectrum;
  private final float[] slopes;
  private final FloatBuffer variables;
  private final FloatBuffer gradient;
  private final INDArray scaled;
  private final INDArray mixed;
  private final INDArray pixels;
  private final INDArray rows;
  private final INDArray cosines;
  private final INDArray sines;
  private final List<Runnable> synthesis;
  private final List<Runnable> analysis;

  /**
   * @param function of the values of an image, {@code [height, width, channels]}
   * @param deviation standard deviation of the real and imaginary parts of the first spectrum
   * @param random where the first spectrum comes from
   */
  public FourierImage(
      LossFunction function, int height, int width, int channels, double deviation, Random random) {
    this.function = function;
    this.height = height;
    this.width = width;
    this.channels = channels;
    image = new float[height * width * channels];
    channelRows = new float[image.length];
    scales = scales();
    long columns = (long) channels * frequencies();
    spectrum = new float[scales.length];
    slopes = new float[scales.length];
    variables = FloatBuffer.wrap(spectrum);
    gradient = FloatBuffer.wrap(slopes);
    scaled = array(2L * height, columns);
    mixed = array(2L * height, columns);
    pixels = array((long) height * channels, width);
    rows = rowMatrix();
    cosines = columnMatrix(false);
    sines = columnMatrix(true);
    INDArray real = half(0);
    INDArray imaginary = half(1);
    synthesis =
        List.of(
            Ops.matmul(rows, false, scaled, false, mixed, 1, 0),
            Ops.matmul(real, false, cosines, false, pixels, 1, 0),
            Ops.matmul(imaginary, false, sines, false, pixels, 1, 1));
    analysis =
        List.of(
            Ops.matmul(pixels, false, cosines, true, real, 1, 0),
            Ops.matmul(pixels, false, sines, true, imaginary, 1, 0),
            Ops.matmul(rows, true, mixed, false, scaled, 1, 0));
    for (int i = 0; i < spectrum.length; i++) {
      spectrum[i] = (float) (deviation * random.nextGaussian());
    }
  }

  /**
   * The spectrum, {@code [2, H, C, W / 2 + 1]}: real parts, then imaginary ones, by vertical
   * frequency, channel and horizontal frequency.
   */
  @Override
  public FloatBuffer variables() {
    return variables;
  }

  @Override
  public FloatBuffer gradient() {
    return gradient;
  }

  @Override
  public double evaluate() {
    render();
    double loss = function.evaluate();
    function.gradient().get(0, image);
    int i = 0;
    for (int y = 0; y < height; y++) {
      for (int c = 0; c < channels; c++) {
        for (int x = 0; x < width; x++) {
          channelRows[i++] = image[(y * width + x) * channels + c];
        }
      }
    }
    Ops.values(pixels).put(0, channelRows);
    analysis.forEach(Runnable::run);
    Ops.values(scaled).get(0, slopes);
    scale(slopes, slopes);
    return loss;
  }

  /** Gives the loss function the image of the present spectrum, without evaluating it. */
  public void render() {
    scale(spectrum, slopes);
    Ops.values(scaled).put(0, slopes);
    synthesis.forEach(Runnable::run);
    Ops.values(pixels).get(0, channelRows);
    int i = 0;
    for (int y = 0; y < height; y++) {
      for (int c = 0; c < channels; c++) {
        for (int x = 0; x < width; x++) {
          image[(y * width + x) * channels + c] = channelRows[i++];
        }
      }
    }
    function.variables().put(0, image);
  }

  private void scale(float[] from, float[] to) {
    for (int i = 0; i < scales.length; i++) {
      to[i] = from[i] * scales[i];
    }
  }

  private int frequencies() {
    return width / 2 + 1;
  }

  /** The factor of each part of the spectrum, but for what the matrices hold. */
  private float[] scales() {
    float[] result = new float[2 * height * channels * frequencies()];
    double lowest = 1.0 / Math.max(height, width);
    double unit = AMPLITUDE / Math.sqrt((double) height * width);
    for (int i = 0; i < result.length; i++) {
      int row = i / (channels * frequencies()) % height;
      double vertical = (double) Math.min(row, height - row) / height;
      double horizontal = (double) (i % frequencies()) / width;
      result[i] = (float) (unit / Math.max(Math.hypot(vertical, horizontal), lowest));
    }
    return result;
  }

  /** The inverse transform of columns: {@code [2 H, 2 H]} for real and imaginary parts. */
  private INDArray rowMatrix() {
    float[] matrix = new float[4 * height * height];
    for (int y = 0; y < height; y++) {
      for (int k = 0; k < height; k++) {
        double angle = 2 * Math.PI * ((long) y * k % height) / height;
        float cosine = (float) Math.cos(angle);
        float sine = (float) Math.sin(angle);
        matrix[y * 2 * height + k] = cosine;
        matrix[y * 2 * height + height + k] = -sine;
        matrix[(height + y) * 2 * height + k] = sine;
        matrix[(height + y) * 2 * height + height + k] = cosine;
      }
    }
    return matrix(matrix, 2L * height, 2L * height);
  }

  /** One half of the inverse transform of rows to real values: {@code [W / 2 + 1, W]}. */
  private INDArray columnMatrix(boolean sine) {
    float[] matrix = new float[frequencies() * width];
    for (int k = 0; k < frequencies(); k++) {
      boolean alone = k == 0 || 2 * k == width; // other frequencies stand for their negative too
      for (int x = 0; x < width; x++) {
        double angle = 2 * Math.PI * ((long) x * k % width) / width;
        double value = sine ? -Math.sin(angle) : Math.cos(angle);
        matrix[k * width + x] = (float) (alone ? value : 2 * value);
      }
    }
    return matrix(matrix, frequencies(), width);
  }

  /** The real or the imaginary parts of the columns' transform, {@code [H C, W / 2 + 1]}. */
  private INDArray half(int part) {
    long length = mixed.length() / 2;
    return mixed
        .reshape('c', new long[] {2, length})
        .getRow(part)
        .reshape('c', new long[] {(long) height * channels, frequencies()});
  }

  private static INDArray matrix(float[] values, long rows, long columns) {
    INDArray matrix = array(rows, columns);
    Ops.values(matrix).put(0, values);
    return matrix;
  }

  private static INDArray array(long rows, long columns) {
    return Nd4j.createUninitialized(DataType.FLOAT, rows, columns);
  }

  @Override
  public void close() {
    List.of(scaled, mixed, pixels, rows, cosines, sines).forEach(INDArray::close);
  }
}
