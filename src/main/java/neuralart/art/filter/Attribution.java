package neuralart.art.filter;

import java.util.Arrays;
import neuralart.image.Picture;
import neuralart.image.Resize;
import neuralart.optimize.SlopeSums;

/** Shows what matters little of an image as light grey (Fel et al. 2023). */
final class Attribution {
  private static final float GREY = 224;

  /** Cells in each direction of the grid that smooths the sums. */
  private static final int CELLS = 24;

  /** Shares of the pixels that are wholly hidden, and that are hidden in part or wholly. */
  private static final double HIDDEN = 0.05;

  private static final double SHOWN = 0.9;

  private final SlopeSums slopes;
  private final int size;

  /**
   * @param slopes of a square image
   * @param size its rows, and columns
   */
  Attribution(SlopeSums slopes, int size) {
    this.slopes = slopes;
    this.size = size;
  }

  /**
   * An image with what matters little hidden.
   *
   * @param rgb of the size, 0..255
   * @return a new picture
   */
  Picture shown(Picture rgb) {
    Picture opacity = opacity();
    Picture shown = new Picture(size, size, rgb.channels());
    for (int y = 0; y < size; y++) {
      float[] from = rgb.row(y);
      float[] to = shown.row(y);
      for (int i = 0; i < to.length; i++) {
        to[i] = GREY + opacity.get(y, i / rgb.channels(), 0) * (from[i] - GREY);
      }
    }
    return shown;
  }

  /** How much of each pixel is shown, 0..1. */
  private Picture opacity() {
    int cells = Math.min(CELLS, size);
    Picture coarse = Resize.antialiased(Picture.of(size, size, 1, slopes.sums()), cells, cells);
    Picture smooth = Resize.bicubic(coarse, size, size);
    float[] sorted = smooth.values();
    Arrays.sort(sorted);
    float low = sorted[(int) (HIDDEN * sorted.length)];
    float high = sorted[(int) (SHOWN * sorted.length)];
    for (int y = 0; y < size; y++) {
      float[] row = smooth.row(y);
      for (int x = 0; x < size; x++) {
        row[x] = high > low ? Math.min(Math.max((row[x] - low) / (high - low), 0), 1) : 1;
      }
    }
    return smooth;
  }
}
