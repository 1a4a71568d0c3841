package neuralart.optimize;

/** The Laplacian pyramid of an image in the computer's memory. */
final class LaplacianPyramid {
  /** The binomial filter of Burt and Adelson's pyramid. */
  static final float[] KERNEL = {1 / 16f, 4 / 16f, 6 / 16f, 4 / 16f, 1 / 16f};

  private static final double SMALLEST_RMS = 1e-10;

  /** Values of an image, {@code [height, width, channels]}. */
  record Level(int height, int width, int channels, float[] values) {
    Level(int height, int width, int channels) {
      this(height, width, channels, new float[height * width * channels]);
    }
  }

  private LaplacianPyramid() {}

  /** Normalises all levels of an image's pyramid and puts them together. */
  static Level normalize(Level image, int levels) {
    if (levels == 0) {
      divideByRms(image.values);
      return image;
    }
    Level low = half(image);
    float[] detail = image.values;
    Level enlarged = enlarge(low, image.height, image.width);
    for (int i = 0; i < detail.length; i++) {
      detail[i] -= enlarged.values[i];
    }
    divideByRms(detail);
    Level sum = enlarge(normalize(low, levels - 1), image.height, image.width);
    for (int i = 0; i < detail.length; i++) {
      sum.values[i] += detail[i];
    }
    return sum;
  }

  private static void divideByRms(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += (double) value * value;
    }
    float rms = (float) Math.max(Math.sqrt(squares / values.length), SMALLEST_RMS);
    for (int i = 0; i < values.length; i++) {
      values[i] /= rms;
    }
  }

  /** Filters and takes every second pixel; outside the image there are zeros. */
  private static Level half(Level image) {
    int h = image.height;
    int w = image.width;
    int c = image.channels;
    Level rows = new Level((h + 1) / 2, w, c);
    for (int y = 0; y < rows.height; y++) {
      for (int k = 0; k < KERNEL.length; k++) {
        int from = position(y, k, h);
        if (from >= 0 && from < h) {
          addRow(image, from, KERNEL[k], rows, y);
        }
      }
    }
    Level result = new Level(rows.height, (w + 1) / 2, c);
    for (int x = 0; x < result.width; x++) {
      for (int k = 0; k < KERNEL.length; k++) {
        int from = position(x, k, w);
        if (from >= 0 && from < w) {
          addColumn(rows, from, KERNEL[k], result, x);
        }
      }
    }
    return result;
  }

  /** The transpose of {@link #half}, times 4 for the pixels that it makes of one. */
  private static Level enlarge(Level image, int height, int width) {
    Level rows = new Level(height, image.width, image.channels);
    for (int y = 0; y < image.height; y++) {
      for (int k = 0; k < KERNEL.length; k++) {
        int to = position(y, k, height);
        if (to >= 0 && to < height) {
          addRow(image, y, 2 * KERNEL[k], rows, to);
        }
      }
    }
    Level result = new Level(height, width, image.channels);
    for (int x = 0; x < image.width; x++) {
      for (int k = 0; k < KERNEL.length; k++) {
        int to = position(x, k, width);
        if (to >= 0 && to < width) {
          addColumn(rows, x, 2 * KERNEL[k], result, to);
        }
      }
    }
    return result;
  }

  /**
   * The pixel of a large image that a filter's tap falls on: TensorFlow's padding {@code SAME} puts
   * the odd zero behind an image of even size.
   */
  static int position(int half, int tap, int size) {
    return 2 * half + tap - (size % 2 == 0 ? 1 : 2);
  }

  private static void addRow(Level from, int y, float factor, Level to, int row) {
    int length = from.width * from.channels;
    for (int i = 0; i < length; i++) {
      to.values[row * length + i] += factor * from.values[y * length + i];
    }
  }

  private static void addColumn(Level from, int x, float factor, Level to, int column) {
    int c = from.channels;
    for (int y = 0; y < from.height; y++) {
      for (int i = 0; i < c; i++) {
        to.values[(y * to.width + column) * c + i] +=
            factor * from.values[(y * from.width + x) * c + i];
      }
    }
  }
}
