package neuralart.imagej;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;

/**
 * How the values of a channel stand for levels of grey, 0 for black and 255 for white: values
 * beyond these have levels beyond.
 *
 * @param black value of level 0, or of level 255 of an inverted scale
 * @param step difference between the values of neighbouring levels
 * @param inverted whether high values are dark
 */
record GreyScale(double black, double step, boolean inverted) {
  /** Each value is its own level. */
  static final GreyScale SAME = new GreyScale(0, 1, false);

  private static final double WHITE = 255;
  private static final int SHORT = 16;

  /**
   * The scale in which a channel is displayed: by its display range, inverted where its table goes
   * from bright to dark.
   */
  static GreyScale of(ImagePlus image, int c) {
    LUT lut = DisplayedChannels.greyTable(image, c);
    boolean none = lut.min == 0 && lut.max == 0;
    double min = none ? image.getProcessor().getMin() : lut.min;
    double max = none ? image.getProcessor().getMax() : lut.max;
    // Of 16 bits, ImageJ counts the last value of the range in.
    double step =
        image.getBitDepth() == SHORT ? (max - min + 1) / (WHITE + 1) : (max - min) / WHITE;
    return new GreyScale(min, step == 0 ? 1 / WHITE : step, lut.getRed(0) > 0);
  }

  /**
   * The scale in which values are levels, as ImageJ tells them in its status bar where these go by
   * a straight line.
   */
  static GreyScale measured(ImagePlus image) {
    Calibration calibration = image.getCalibration();
    double[] line = calibration.getCoefficients();
    boolean straight = calibration.getFunction() == Calibration.STRAIGHT_LINE && line != null;
    return straight ? new GreyScale(-line[0] / line[1], 1 / line[1], false) : SAME;
  }

  /** The level of a value. */
  float level(double value) {
    double level = (value - black) / step;
    return (float) (inverted ? WHITE - level : level);
  }

  /** The value of a level. */
  float value(double level) {
    return (float) (black + (inverted ? WHITE - level : level) * step);
  }

  /**
   * Values as pixels of a bit depth, rounded and clipped for those of 8 and 16 bits.
   *
   * @param depth 8, 16 or 32
   */
  static ImageProcessor pixels(FloatProcessor values, int depth) {
    return switch (depth) {
      case 8 -> values.convertToByteProcessor(false);
      case SHORT -> values.convertToShortProcessor(false);
      default -> values;
    };
  }
}
