package neuralart.art.fill;

import neuralart.image.Picture;

/**
 * A fourth channel beside the colours of an image: how much these vary around a pixel. At small
 * sizes of the image it still tells rough places from smooth ones (A. Newson et al., <i>Video
 * Inpainting of Complex Scenes</i>, 2014).
 */
final class Contrast {
  private static final int COLORS = 3;

  /** Pixels to each side that the contrast of a pixel is taken from. */
  private static final int RADIUS = 2;

  /** How much the contrast counts beside the colours. */
  private static final float WEIGHT = 1;

  private Contrast() {}

  /**
   * Adds the channel.
   *
   * @param rgb not modified
   * @param hole pixels that don't count
   * @return a new picture with four channels
   */
  static Picture add(Picture rgb, Hole hole) {
    Picture result = new Picture(rgb.height(), rgb.width(), COLORS + 1);
    for (int y = 0; y < rgb.height(); y++) {
      for (int x = 0; x < rgb.width(); x++) {
        float[] row = result.row(y);
        System.arraycopy(rgb.row(y), x * COLORS, row, x * (COLORS + 1), COLORS);
        row[x * (COLORS + 1) + COLORS] = WEIGHT * deviation(rgb, hole, y, x);
      }
    }
    return result;
  }

  /** The standard deviation of the colours around a pixel, without the hole's. */
  private static float deviation(Picture rgb, Hole hole, int y, int x) {
    double sum = 0;
    double squares = 0;
    int count = 0;
    for (int v = Math.max(y - RADIUS, 0); v <= Math.min(y + RADIUS, rgb.height() - 1); v++) {
      for (int u = Math.max(x - RADIUS, 0); u <= Math.min(x + RADIUS, rgb.width() - 1); u++) {
        if (hole.spares(v, v, u, u)) {
          double grey = (rgb.get(v, u, 0) + rgb.get(v, u, 1) + rgb.get(v, u, 2)) / COLORS;
          sum += grey;
          squares += grey * grey;
          count++;
        }
      }
    }
    double mean = sum / Math.max(count, 1);
    return (float) Math.sqrt(Math.max(squares / Math.max(count, 1) - mean * mean, 0));
  }

  /** The colours of a picture of four channels. */
  static Picture colors(Picture picture) {
    Picture rgb = new Picture(picture.height(), picture.width(), COLORS);
    for (int y = 0; y < rgb.height(); y++) {
      for (int x = 0; x < rgb.width(); x++) {
        System.arraycopy(picture.row(y), x * (COLORS + 1), rgb.row(y), x * COLORS, COLORS);
      }
    }
    return rgb;
  }

  /** A picture of four channels with other colours. */
  static Picture recolor(Picture picture, Picture rgb) {
    Picture result = picture.copy();
    for (int y = 0; y < rgb.height(); y++) {
      for (int x = 0; x < rgb.width(); x++) {
        System.arraycopy(rgb.row(y), x * COLORS, result.row(y), x * (COLORS + 1), COLORS);
      }
    }
    return result;
  }
}
