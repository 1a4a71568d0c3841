package neuralart.image;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.RealRandomAccess;
import net.imglib2.interpolation.randomaccess.NLinearInterpolatorFactory;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Resizing of images. */
public final class Resize {
  private Resize() {}

  /**
   * Bilinear interpolation with half-pixel centres and without anti-aliasing, as {@code
   * tf.image.resize} does it: pixel {@code i} of the result lies at {@code (i + 0.5) n / m - 0.5}
   * of the image, where {@code n} and {@code m} are the two sizes, and beyond the border the image
   * goes on as it ends.
   *
   * <p>ND4J's {@code resize_bilinear} computes these positions in single precision; its error of
   * 1e-4 of a pixel is enough to end a dream in another picture.
   *
   * @param image {@code [1, H, W, C]}, dense, not modified
   * @param height rows of the result
   * @param width columns of the result
   * @return {@code [1, height, width, C]}, for the caller to close
   */
  public static INDArray bilinear(INDArray image, int height, int width) {
    Tensors.requireSize(height, width, image.size(3));
    INDArray resized = Nd4j.createUninitialized(DataType.FLOAT, 1, height, width, image.size(3));
    RandomAccessibleInterval<FloatType> from = Tensors.asImage(image);
    RandomAccessibleInterval<FloatType> to = Tensors.asImage(resized);
    for (long channel = 0; channel < image.size(3); channel++) {
      resize(Views.hyperSlice(from, 2, channel), Views.hyperSlice(to, 2, channel));
    }
    return resized;
  }

  /**
   * Bicubic interpolation with anti-aliasing (Keys 1981 with a = -1/2), as PIL's {@code BICUBIC}
   * does it, but without rounding and clipping: sharp edges swing over by up to 7%. Where the image
   * shrinks, the kernel is as much wider as the pixels of the result are.
   *
   * @param image {@code [1, H, W, C]}, dense, not modified
   * @param height rows of the result
   * @param width columns of the result
   * @return {@code [1, height, width, C]}, for the caller to close
   */
  public static INDArray bicubic(INDArray image, int height, int width) {
    int rows = (int) image.size(1);
    int columns = (int) image.size(2);
    int channels = (int) image.size(3);
    float[] values = new float[(int) image.length()];
    image.data().asNioFloat().get(0, values);
    Taps across = new Taps(columns, width, 2, Resize::cubic);
    Taps down = new Taps(rows, height, 2, Resize::cubic);
    float[] resized = resize(values, rows, columns, channels, across, down);
    return Nd4j.createFromArray(resized).reshape(new long[] {1, height, width, channels});
  }

  /**
   * Bilinear interpolation with anti-aliasing, as PIL's {@code BILINEAR} does it: where the image
   * shrinks, each pixel of the result is a mean of all pixels near it, with weights that fall
   * linearly to zero at a distance of one pixel of the result. Never leaves the range of the
   * values, which suits masks.
   *
   * @param values {@code rows x columns x channels}, not modified
   * @return {@code height x width x channels}
   */
  public static float[] antialiased(
      float[] values, int rows, int columns, int channels, int height, int width) {
    Taps across = new Taps(columns, width, 1, Resize::triangle);
    Taps down = new Taps(rows, height, 1, Resize::triangle);
    return resize(values, rows, columns, channels, across, down);
  }

  private static float[] resize(
      float[] values, int rows, int columns, int channels, Taps across, Taps down) {
    int width = across.count();
    int height = down.count();
    Tensors.requireSize(rows, width, channels);
    Tensors.requireSize(height, width, channels);
    float[] narrow = new float[rows * width * channels];
    IntStream.range(0, rows * width)
        .parallel()
        .forEach(
            i -> {
              int row = i / width * columns * channels;
              across.apply(i % width, channels, channels, values, row, narrow, i * channels);
            });
    float[] result = new float[height * width * channels];
    int line = width * channels;
    IntStream.range(0, height)
        .parallel()
        .forEach(y -> down.apply(y, line, line, narrow, 0, result, y * line));
    return result;
  }

  private static double triangle(double distance) {
    return Math.max(0, 1 - distance);
  }

  private static double cubic(double x) {
    if (x < 1) {
      return (1.5 * x - 2.5) * x * x + 1;
    }
    return x < 2 ? ((-0.5 * x + 2.5) * x - 4) * x + 2 : 0;
  }

  /** Which values, with which weights, make each value of the result, along one axis. */
  private static final class Taps {
    private final int[] first;
    private final float[][] weights;

    /**
     * @param reach of the kernel in pixels, of the result where it shrinks
     * @param kernel of the distance, 0 or more
     */
    Taps(int from, int to, double reach, DoubleUnaryOperator kernel) {
      first = new int[to];
      weights = new float[to][];
      double scale = (double) from / to;
      double unit = Math.max(scale, 1);
      for (int i = 0; i < to; i++) {
        double center = (i + 0.5) * scale;
        int begin = Math.max(0, (int) Math.floor(center - reach * unit));
        int end = Math.min(from, (int) Math.ceil(center + reach * unit));
        double[] weight = new double[end - begin];
        for (int j = begin; j < end; j++) {
          weight[j - begin] = kernel.applyAsDouble(Math.abs(j + 0.5 - center) / unit);
        }
        double sum = DoubleStream.of(weight).sum();
        first[i] = begin;
        weights[i] = new float[weight.length];
        for (int j = 0; j < weight.length; j++) {
          weights[i][j] = (float) (weight[j] / sum);
        }
      }
    }

    int count() {
      return first.length;
    }

    /** Adds up {@code length} neighbouring values; the next tap is {@code stride} values on. */
    void apply(int i, int length, int stride, float[] source, int from, float[] target, int to) {
      for (int j = 0; j < weights[i].length; j++) {
        int begin = from + (first[i] + j) * stride;
        for (int k = 0; k < length; k++) {
          target[to + k] += weights[i][j] * source[begin + k];
        }
      }
    }
  }

  private static void resize(
      RandomAccessibleInterval<FloatType> from, RandomAccessibleInterval<FloatType> to) {
    double scaleX = (double) from.dimension(0) / to.dimension(0);
    double scaleY = (double) from.dimension(1) / to.dimension(1);
    RealRandomAccess<FloatType> source =
        Views.interpolate(Views.extendBorder(from), new NLinearInterpolatorFactory<>())
            .realRandomAccess();
    Cursor<FloatType> target = to.localizingCursor();
    while (target.hasNext()) {
      target.fwd();
      source.setPosition((target.getDoublePosition(0) + 0.5) * scaleX - 0.5, 0);
      source.setPosition((target.getDoublePosition(1) + 0.5) * scaleY - 0.5, 1);
      target.get().set(source.get());
    }
  }
}
