package neuralart.imagej;

import ij.plugin.LutLoader;
import ij.process.ColorProcessor;
import java.awt.image.IndexColorModel;

/** Values as colours over a grey image: the higher the value, the more opaque its colour. */
public final class HeatMap {
  /** Share of the colour in a pixel with the highest value. */
  private static final float OPACITY = 0.8f;

  private static final int LEVELS = 256;

  private final int[] colors = new int[LEVELS];

  /**
   * @param table name of one of ImageJ's lookup tables
   * @throws IllegalArgumentException if there is none of this name
   */
  public HeatMap(String table) {
    IndexColorModel lut = LutLoader.getLut(table.strip());
    if (lut == null || lut.getMapSize() != LEVELS) {
      throw new IllegalArgumentException(
          "There is no lookup table '"
              + table
              + "'; there are Fire, Ice, Spectrum, Grays and the others of Image > Lookup Tables");
    }
    lut.getRGBs(colors);
  }

  /**
   * Draws values over an image.
   *
   * @param image is changed, and loses its colours
   * @param values one for each pixel; the image stays grey where they are not above 0
   * @param maximum the value of the last colour
   */
  void draw(ColorProcessor image, float[] values, double maximum) {
    int[] pixels = (int[]) image.getPixels();
    for (int i = 0; i < pixels.length; i++) {
      float level = maximum > 0 ? (float) Math.min(Math.max(values[i] / maximum, 0), 1) : 0;
      int color = colors[Math.round(level * (LEVELS - 1))];
      pixels[i] = blend(grey(pixels[i]), color, OPACITY * level);
    }
  }

  /** The colours of the image would be taken for those of the map. */
  private static int grey(int color) {
    int sum = (color >> 16 & 255) + (color >> 8 & 255) + (color & 255);
    return sum / 3 * 0x10101;
  }

  private static int blend(int below, int above, float opacity) {
    int blended = 0;
    for (int shift = 0; shift < 24; shift += 8) {
      int low = below >> shift & 255;
      int high = above >> shift & 255;
      blended |= Math.round(low + opacity * (high - low)) << shift;
    }
    return blended;
  }
}
