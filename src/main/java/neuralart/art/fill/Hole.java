package neuralart.art.fill;

import java.util.Arrays;
import java.util.stream.IntStream;
import neuralart.image.Picture;

/** The pixels of an image that are missing, at one of its sizes; there is one at least. */
final class Hole {
  private final int height;
  private final int width;
  private final boolean[] missing;

  /** Those of this hole and of others, which are no surroundings either. */
  private final boolean[] unusable;

  /**
   * @param missing {@code [height, width]}, not copied
   * @param unusable the same and others, not copied
   */
  Hole(int height, int width, boolean[] missing, boolean[] unusable) {
    this.height = height;
    this.width = width;
    this.missing = missing;
    this.unusable = unusable;
  }

  int height() {
    return height;
  }

  int width() {
    return width;
  }

  /** Whether a pixel, counted row by row, is missing. */
  boolean isMissing(int pixel) {
    return missing[pixel];
  }

  /** The missing pixels, counted row by row. */
  int[] pixels() {
    return IntStream.range(0, missing.length).filter(i -> missing[i]).toArray();
  }

  /** Whether a pixel of some rows and columns is missing; what lies beyond the edge is not. */
  boolean touches(int top, int bottom, int left, int right) {
    return any(missing, top, bottom, left, right);
  }

  /** Whether all pixels of some rows and columns are surroundings. */
  boolean spares(int top, int bottom, int left, int right) {
    return !any(unusable, top, bottom, left, right);
  }

  private boolean any(boolean[] marked, int top, int bottom, int left, int right) {
    for (int y = Math.max(top, 0); y <= Math.min(bottom, height - 1); y++) {
      for (int x = Math.max(left, 0); x <= Math.min(right, width - 1); x++) {
        if (marked[y * width + x]) {
          return true;
        }
      }
    }
    return false;
  }

  /** This hole in a part of the image. */
  Hole crop(int top, int left, int rows, int columns) {
    return new Hole(
        rows,
        columns,
        crop(missing, top, left, rows, columns),
        crop(unusable, top, left, rows, columns));
  }

  private boolean[] crop(boolean[] marked, int top, int left, int rows, int columns) {
    boolean[] part = new boolean[rows * columns];
    for (int y = 0; y < rows; y++) {
      System.arraycopy(marked, (top + y) * width + left, part, y * columns, columns);
    }
    return part;
  }

  /** The rows and columns around the hole, {@code top, left, height, width}. */
  int[] window(int margin) {
    int[] pixels = pixels();
    int top = pixels[0] / width;
    int bottom = pixels[pixels.length - 1] / width;
    int left = Arrays.stream(pixels).map(i -> i % width).min().orElse(0);
    int right = Arrays.stream(pixels).map(i -> i % width).max().orElse(0);
    top = Math.max(0, top - margin);
    left = Math.max(0, left - margin);
    return new int[] {
      top,
      left,
      Math.min(height, bottom + 1 + margin) - top,
      Math.min(width, right + 1 + margin) - left
    };
  }

  /**
   * How deep each pixel lies in the hole: 0 outside, 1 for a missing pixel beside one that is
   * there, and so on.
   */
  int[] depth() {
    int[] depth = new int[missing.length];
    int endless = height + width;
    for (int i = 0; i < depth.length; i++) {
      depth[i] = missing[i] ? endless : 0;
    }
    for (int i = 0; i < depth.length; i++) {
      lower(depth, i, i % width > 0 ? i - 1 : i);
      lower(depth, i, i >= width ? i - width : i);
    }
    for (int i = depth.length - 1; i >= 0; i--) {
      lower(depth, i, i % width < width - 1 ? i + 1 : i);
      lower(depth, i, i < depth.length - width ? i + width : i);
    }
    return depth;
  }

  private static void lower(int[] depth, int pixel, int neighbor) {
    depth[pixel] = Math.min(depth[pixel], depth[neighbor] + 1);
  }

  /** The hole at half the size: a pixel is missing there if one of its four is. */
  Hole half() {
    return new Hole((height + 1) / 2, (width + 1) / 2, half(missing), half(unusable));
  }

  private boolean[] half(boolean[] marked) {
    int columns = (width + 1) / 2;
    boolean[] coarse = new boolean[(height + 1) / 2 * columns];
    for (int i = 0; i < marked.length; i++) {
      coarse[i / width / 2 * columns + i % width / 2] |= marked[i];
    }
    return coarse;
  }

  /** An image at half the size: the means of four pixels, so that none mixes with the hole's. */
  static Picture half(Picture image) {
    int channels = image.channels();
    Picture half = new Picture((image.height() + 1) / 2, (image.width() + 1) / 2, channels);
    for (int y = 0; y < half.height(); y++) {
      float[] row = half.row(y);
      float[] upper = image.row(2 * y);
      float[] lower = image.row(Math.min(2 * y + 1, image.height() - 1));
      for (int i = 0; i < row.length; i++) {
        int left = (2 * (i / channels)) * channels + i % channels;
        int right = left + channels < upper.length ? left + channels : left;
        row[i] = (upper[left] + upper[right] + lower[left] + lower[right]) / 4;
      }
    }
    return half;
  }
}
