package neuralart.imagej;

import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import ij.process.ShortProcessor;
import java.awt.image.IndexColorModel;
import neuralart.image.Picture;

/**
 * The pixels of a channel as ImageJ displays them: each value has one of 256 levels, by the display
 * range, and each level a colour, by a table. Values of 16 and 32 bits may also lie between two
 * levels, and have a colour between theirs.
 */
final class DisplayedChannel {
  static final int COLORS = 3;
  private static final int HIGHEST = 255;

  private final Levels levels;
  private final float[][] table;
  private final boolean betweenLevels;

  /** The levels of the pixels, with their fractions. */
  private interface Levels {
    /** May lie beyond the levels, or be no number. */
    double of(int pixel);
  }

  private DisplayedChannel(Levels levels, IndexColorModel colors, boolean betweenLevels) {
    this.levels = levels;
    this.table = table(colors);
    this.betweenLevels = betweenLevels;
  }

  /**
   * Pixels as ImageJ displays those of another processor of the same type, with the values marked
   * that are within its threshold.
   *
   * @param display not modified
   */
  static DisplayedChannel of(ImageProcessor pixels, ImageProcessor display) {
    IndexColorModel colors = (IndexColorModel) display.getCurrentColorModel();
    if (pixels instanceof ByteProcessor) {
      return new DisplayedChannel(pixels::get, colors, false);
    }
    if (showsThreshold(display)) {
      return new DisplayedChannel(marked(pixels, display), colors, false);
    }
    // A range that is reversed counts down from 0, and on from 255.
    boolean ascending = !(display.getMax() < display.getMin());
    return new DisplayedChannel(scaled(pixels, display, HIGHEST), colors, ascending);
  }

  /** The same, with the levels that ImageJ gives them when it takes colours as inks on white. */
  static DisplayedChannel ofInk(ImageProcessor pixels, ImageProcessor display, LUT inks) {
    double min = display.getMin();
    double scale = HIGHEST / (display.getMax() - min);
    Levels levels = i -> Math.min(Math.max(Math.floor((pixels.getf(i) - min) * scale), 0), HIGHEST);
    return new DisplayedChannel(levels, inks, false);
  }

  /** Tells whether the display marks the values within a threshold. */
  static boolean showsThreshold(ImageProcessor display) {
    return display.getMinThreshold() != ImageProcessor.NO_THRESHOLD
        && display.getLutUpdateMode() < ImageProcessor.NO_LUT_UPDATE;
  }

  private static Levels scaled(ImageProcessor pixels, ImageProcessor display, int highest) {
    if (pixels instanceof ShortProcessor) {
      int min = (int) display.getMin();
      double scale = (highest + 1.0) / ((int) display.getMax() - min + 1);
      return i -> Math.max(pixels.get(i) - min, 0) * scale;
    }
    double min = display.getMin();
    double scale = HIGHEST / (display.getMax() - min);
    return i -> Math.max(pixels.getf(i) - min, 0) * scale;
  }

  /** Values within the threshold have the highest level, in a red display to themselves. */
  private static Levels marked(ImageProcessor pixels, ImageProcessor display) {
    boolean whole = pixels instanceof ShortProcessor;
    double first = whole ? (int) display.getMinThreshold() : display.getMinThreshold();
    double last = whole ? (int) display.getMaxThreshold() : display.getMaxThreshold();
    boolean red = display.getLutUpdateMode() == ImageProcessor.RED_LUT;
    Levels others = red ? scaled(pixels, display, HIGHEST - 1) : i -> 0;
    return i -> {
      float value = pixels.getf(i);
      return value >= first && value <= last ? HIGHEST : Math.min(others.of(i), HIGHEST - 1);
    };
  }

  /**
   * How far a colour between two levels may be from that of the level that ImageJ shows, at most.
   */
  double deviation() {
    float steepest = 0;
    for (int c = 0; c < COLORS && betweenLevels; c++) {
      for (int i = 1; i < table[c].length; i++) {
        steepest = Math.max(steepest, Math.abs(table[c][i] - table[c][i - 1]));
      }
    }
    return 0.5 * steepest;
  }

  /**
   * Adds the channel to a picture.
   *
   * @param rgb of the size of the channel, modified
   * @param between whether colours may lie between those of two levels
   */
  void project(Picture rgb, Projection projection, boolean between) {
    boolean fine = between && betweenLevels;
    for (int y = 0; y < rgb.height(); y++) {
      float[] row = rgb.row(y);
      for (int x = 0; x < rgb.width(); x++) {
        double level = level(y * rgb.width() + x, fine);
        for (int c = 0; c < COLORS; c++) {
          int index = COLORS * x + c;
          row[index] = projection.combine(row[index], color(c, level));
        }
      }
    }
  }

  /** Writes a channel that is displayed in grey into one of those of a picture. */
  void copy(Picture picture, int channel) {
    for (int y = 0; y < picture.height(); y++) {
      float[] row = picture.row(y);
      for (int x = 0; x < picture.width(); x++) {
        double level = level(y * picture.width() + x, betweenLevels);
        row[x * picture.channels() + channel] = color(0, level);
      }
    }
  }

  private double level(int pixel, boolean fine) {
    double level = levels.of(pixel);
    return fine ? within(level) : whole(level);
  }

  private float color(int c, double level) {
    int below = (int) level;
    float share = (float) (level - below);
    float color = table[c][below];
    return share > 0 ? color + share * (table[c][below + 1] - color) : color;
  }

  /** What is no number is at the start. */
  private static double within(double level) {
    return level > 0 ? Math.min(level, HIGHEST) : 0;
  }

  /** ImageJ keeps the last eight bits of a level below 0. */
  private static int whole(double level) {
    return Math.min((int) (level + 0.5), HIGHEST) & HIGHEST;
  }

  private static float[][] table(IndexColorModel colors) {
    byte[][] bytes = new byte[COLORS][HIGHEST + 1];
    colors.getReds(bytes[0]);
    colors.getGreens(bytes[1]);
    colors.getBlues(bytes[2]);
    float[][] table = new float[COLORS][HIGHEST + 1];
    for (int c = 0; c < COLORS; c++) {
      for (int i = 0; i <= HIGHEST; i++) {
        table[c][i] = Byte.toUnsignedInt(bytes[c][i]);
      }
    }
    return table;
  }
}
