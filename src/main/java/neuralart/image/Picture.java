package neuralart.image;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.basictypeaccess.array.FloatArray;
import net.imglib2.img.planar.PlanarImg;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/**
 * An image as rows of single-precision values. A row is one array, {@code [width, channels]}: the
 * channels of a pixel lie side by side. RGB has three channels of 0..255, a mask one of 0..1;
 * pixels as a network takes them have its channels and its units. Values may lie beyond these
 * ranges. A picture lives in Java's memory; there is nothing to close.
 */
public final class Picture {
  /** Largest number of values that one buffer of bytes holds, as a network takes them. */
  private static final long LARGEST = Integer.MAX_VALUE / Float.BYTES;

  private static final int MILLION = 1_000_000;

  private final int width;
  private final int channels;
  private final float[][] rows;

  /**
   * A picture whose values are all 0.
   *
   * @throws IllegalArgumentException if it is too large
   */
  public Picture(int height, int width, int channels) {
    requireSize(height, width, channels);
    this.width = width;
    this.channels = channels;
    rows = new float[height][width * channels];
  }

  /**
   * A picture of given values.
   *
   * @param values {@code [height, width, channels]}, copied
   */
  public static Picture of(int height, int width, int channels, float... values) {
    return read(FloatBuffer.wrap(values), height, width, channels);
  }

  /**
   * Copies a picture from a buffer.
   *
   * @param values {@code [height, width, channels]} from the start of the buffer
   */
  public static Picture read(FloatBuffer values, int height, int width, int channels) {
    if (values.limit() != (long) height * width * channels) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "%d values are no picture of %d x %d pixels with %d channels",
              values.limit(),
              width,
              height,
              channels));
    }
    Picture picture = new Picture(height, width, channels);
    for (int y = 0; y < height; y++) {
      values.get(y * picture.rows[y].length, picture.rows[y]);
    }
    return picture;
  }

  /**
   * Finds out whether a network can take an image of this size.
   *
   * @throws IllegalArgumentException if it is too large
   */
  public static void requireSize(long height, long width, long channels) {
    long most = LARGEST / channels;
    if (height * width > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "An image of %d x %d pixels is too large: %d million is the most",
              width,
              height,
              most / MILLION));
    }
  }

  /**
   * A picture of given channels.
   *
   * @param channels each {@code [height, width]}, copied
   */
  public static Picture ofChannels(float[][] channels, int width) {
    Picture picture = new Picture(channels[0].length / width, width, channels.length);
    for (int y = 0; y < picture.height(); y++) {
      float[] row = picture.rows[y];
      for (int i = 0; i < row.length; i++) {
        row[i] = channels[i % channels.length][y * width + i / channels.length];
      }
    }
    return picture;
  }

  /** The values of a channel, {@code [height, width]}, a copy. */
  public float[] channel(int channel) {
    float[] values = new float[rows.length * width];
    for (int i = 0; i < values.length; i++) {
      values[i] = get(i / width, i % width, channel);
    }
    return values;
  }

  /** Number of rows. */
  public int height() {
    return rows.length;
  }

  /** Number of columns. */
  public int width() {
    return width;
  }

  /** Values of a pixel. */
  public int channels() {
    return channels;
  }

  /** A row, {@code [width, channels]}, from 0 at the top; to be read and written. */
  public float[] row(int y) {
    return rows[y];
  }

  /** A value. */
  public float get(int y, int x, int channel) {
    return rows[y][x * channels + channel];
  }

  /** A new picture with the same values. */
  public Picture copy() {
    return crop(0, 0, height(), width);
  }

  /** A new picture of a part of this one. */
  public Picture crop(int top, int left, int height, int width) {
    Picture part = new Picture(height, width, channels);
    for (int y = 0; y < height; y++) {
      System.arraycopy(rows[top + y], left * channels, part.rows[y], 0, width * channels);
    }
    return part;
  }

  /** Copies the values, {@code [height, width, channels]}, to the start of a buffer. */
  public void write(FloatBuffer target) {
    for (int y = 0; y < rows.length; y++) {
      target.put(y * rows[y].length, rows[y]);
    }
  }

  /** A copy of all values, {@code [height, width, channels]}. */
  public float[] values() {
    float[] values = new float[rows.length * width * channels];
    write(FloatBuffer.wrap(values));
    return values;
  }

  /** This picture as an ImgLib2 image with the axes x, y and channel; both share their values. */
  RandomAccessibleInterval<FloatType> asImage() {
    List<FloatArray> planes = new ArrayList<>();
    for (float[] row : rows) {
      planes.add(new FloatArray(row));
    }
    FloatType type = new FloatType();
    PlanarImg<FloatType, FloatArray> image =
        new PlanarImg<>(
            planes, new long[] {channels, width, rows.length}, type.getEntitiesPerPixel());
    image.setLinkedType(type.getNativeTypeFactory().createLinkedType(image));
    return Views.moveAxis(image, 0, 2);
  }
}
