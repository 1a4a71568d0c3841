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

/**
 * Resizing of images. Each way leaves the values of an image of the wanted size as they are, and
 * gives that image itself.
 */
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
   * @param image not modified
   * @param height rows of the result
   * @param width columns of the result
   * @return a picture of that size, a new one unless the image has it
   */
  public static Picture bilinear(Picture image, int height, int width) {
    if (isOf(image, height, width)) {
      return image;
    }
    Picture resized = new Picture(height, width, image.channels());
    RandomAccessibleInterval<FloatType> from = image.asImage();
    RandomAccessibleInterval<FloatType> to = resized.asImage();
    for (long channel = 0; channel < image.channels(); channel++) {
      resize(Views.hyperSlice(from, 2, channel), Views.hyperSlice(to, 2, channel));
    }
    return resized;
  }

  /**
   * Bicubic interpolation with anti-aliasing (Keys 1981 with a = -1/2), as PIL's {@code BICUBIC}
   * does it, but without rounding and clipping: sharp edges swing over by up to 7%. Where the image
   * shrinks, the kernel is as much wider as the pixels of the result are.
   *
   * @param image not modified
   * @param height rows of the result
   * @param width columns of the result
   * @return a picture of that size, a new one unless the image has it
   */
  public static Picture bicubic(Picture image, int height, int width) {
    return resize(image, height, width, 2, Resize::cubic);
  }

  /**
   * Bilinear interpolation with anti-aliasing, as PIL's {@code BILINEAR} does it: where the image
   * shrinks, each pixel of the result is a mean of all pixels near it, with weights that fall
   * linearly to zero at a distance of one pixel of the result. Never leaves the range of the
   * values, which suits masks.
   *
   * @param image not modified
   * @param height rows of the result
   * @param width columns of the result
   * @return a picture of that size, a new one unless the image has it
   */
  public static Picture antialiased(Picture image, int height, int width) {
    return resize(image, height, width, 1, Resize::triangle);
  }

  private static boolean isOf(Picture image, int height, int width) {
    return image.height() == height && image.width() == width;
  }

  private static Picture resize(
      Picture image, int height, int width, double reach, DoubleUnaryOperator kernel) {
    if (isOf(image, height, width)) {
      return image;
    }
    Taps across = new Taps(image.width(), width, reach, kernel);
    Taps down = new Taps(image.height(), height, reach, kernel);
    int channels = image.channels();
    Picture narrow = new Picture(image.height(), width, channels);
    IntStream.range(0, image.height())
        .parallel()
        .forEach(y -> across.applyAlong(image.row(y), narrow.row(y), channels));
    Picture result = new Picture(height, width, channels);
    IntStream.range(0, height).parallel().forEach(y -> down.applyAcross(y, narrow, result.row(y)));
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

    /** Resizes one row. */
    void applyAlong(float[] source, float[] target, int channels) {
      for (int i = 0; i < first.length; i++) {
        int from = first[i] * channels;
        for (float weight : weights[i]) {
          for (int k = i * channels; k < (i + 1) * channels; k++) {
            target[k] += weight * source[from++];
          }
        }
      }
    }

    /** Adds up the rows that make the row {@code i} of the result. */
    void applyAcross(int i, Picture source, float[] target) {
      for (int j = 0; j < weights[i].length; j++) {
        float[] row = source.row(first[i] + j);
        float weight = weights[i][j];
        for (int k = 0; k < target.length; k++) {
          target[k] += weight * row[k];
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
