package neuralart.art.dream;

import neuralart.image.Picture;

/**
 * The part of an image that dreams: what a mask leaves free, and enough around it for the network
 * to see where it lies.
 */
final class DreamRegion {
  /** Pixels around the part that may change. */
  private static final int CONTEXT = 64;

  private final int top;
  private final int left;
  private final Picture mask;

  private DreamRegion(int top, int left, Picture mask) {
    this.top = top;
    this.left = left;
    this.mask = mask;
  }

  /**
   * The region of a mask.
   *
   * @param mask one channel, how much each pixel may change, 0..1
   * @throws IllegalArgumentException if no pixel may change
   */
  static DreamRegion of(Picture mask) {
    int top = mask.height();
    int bottom = -1;
    int left = mask.width();
    int right = -1;
    for (int y = 0; y < mask.height(); y++) {
      for (int x = 0; x < mask.width(); x++) {
        if (mask.get(y, x, 0) > 0) {
          top = Math.min(top, y);
          bottom = y;
          left = Math.min(left, x);
          right = Math.max(right, x);
        }
      }
    }
    if (bottom < 0) {
      throw new IllegalArgumentException("The selection leaves no pixel to dream on");
    }
    top = Math.max(0, top - CONTEXT);
    left = Math.max(0, left - CONTEXT);
    int height = Math.min(mask.height(), bottom + 1 + CONTEXT) - top;
    int width = Math.min(mask.width(), right + 1 + CONTEXT) - left;
    return new DreamRegion(top, left, mask.crop(top, left, height, width));
  }

  /** The mask of this part. */
  Picture mask() {
    return mask;
  }

  /** A copy of this part of an image. */
  Picture cut(Picture image) {
    return image.crop(top, left, mask.height(), mask.width());
  }

  /**
   * An image with this part replaced as far as the mask lets it.
   *
   * @param image not modified
   * @param part of the size of the mask, not modified
   * @return a new picture
   */
  Picture paste(Picture image, Picture part) {
    Picture result = image.copy();
    int channels = image.channels();
    for (int y = 0; y < part.height(); y++) {
      float[] row = result.row(top + y);
      float[] painted = part.row(y);
      float[] weights = mask.row(y);
      for (int i = 0; i < painted.length; i++) {
        int at = left * channels + i;
        row[at] = row[at] + weights[i / channels] * (painted[i] - row[at]);
      }
    }
    return result;
  }
}
