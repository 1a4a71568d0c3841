package neuralart.imagej;

import ij.ImagePlus;
import ij.measure.Calibration;
import ij.process.ColorProcessor;
import java.util.Arrays;
import java.util.List;
import neuralart.image.Grid;
import neuralart.image.Picture;

/**
 * ImageJ images as RGB pictures, and back. The colours are those that ImageJ displays, by display
 * range, look-up table, channel mode and projection, without overlay and ROI. Where colours change
 * little from level to level, values of 16 and 32 bits are not rounded to the 256 levels, as far as
 * that differs by 1 from what is displayed at most.
 */
public final class DisplayedImage {
  private static final int CHANNELS = 3;
  private static final int WHITE = 255;

  /** How far a colour may lie from the one that ImageJ shows, in levels. */
  private static final double LARGEST_DEVIATION = 1;

  private DisplayedImage() {}

  /**
   * The current slice as it is displayed.
   *
   * @param image of any type, not modified
   * @return RGB of 0..255
   */
  public static Picture picture(ImagePlus image) {
    Position shown = Position.of(image);
    return picture(image, shown.z(), shown.t());
  }

  /**
   * A slice as it is displayed when it is the current one.
   *
   * @param image of any type, not modified, its current slice neither
   * @param z plane, from 1
   * @param t frame, from 1
   * @return RGB of 0..255
   */
  public static Picture picture(ImagePlus image, int z, int t) {
    Picture.requireSize(image.getHeight(), image.getWidth(), CHANNELS);
    return image.getType() == ImagePlus.COLOR_RGB
        ? copy((ColorProcessor) DisplayedChannels.pixels(image, Position.of(image).c(), z, t))
        : project(DisplayedChannels.of(image, z, t), DisplayedChannels.projection(image), image);
  }

  private static Picture project(
      List<DisplayedChannel> channels, Projection projection, ImagePlus image) {
    Picture rgb = new Picture(image.getHeight(), image.getWidth(), CHANNELS);
    for (int y = 0; y < rgb.height(); y++) {
      Arrays.fill(rgb.row(y), projection.background());
    }
    double deviation = channels.stream().mapToDouble(DisplayedChannel::deviation).sum();
    channels.forEach(channel -> channel.project(rgb, projection, deviation <= LARGEST_DEVIATION));
    return rgb;
  }

  /** The colours of pixels, 0..255. */
  static Picture copy(ColorProcessor color) {
    Picture rgb = new Picture(color.getHeight(), color.getWidth(), CHANNELS);
    int[] pixels = (int[]) color.getPixels();
    for (int y = 0; y < rgb.height(); y++) {
      float[] row = rgb.row(y);
      for (int x = 0; x < rgb.width(); x++) {
        int pixel = pixels[y * rgb.width() + x];
        row[CHANNELS * x] = pixel >> 16 & WHITE;
        row[CHANNELS * x + 1] = pixel >> 8 & WHITE;
        row[CHANNELS * x + 2] = pixel & WHITE;
      }
    }
    return rgb;
  }

  /**
   * The channels of a slice as each is displayed by itself in grey.
   *
   * @param image of any type but RGB, not modified
   * @param order which channels, from 1
   * @param z plane, from 1
   * @param t frame, from 1
   * @return a picture of these channels, 0..255
   */
  static Picture channels(ImagePlus image, List<Integer> order, int z, int t) {
    int count = order.size();
    Picture.requireSize(image.getHeight(), image.getWidth(), count);
    List<DisplayedChannel> channels =
        order.stream().map(c -> DisplayedChannels.grey(image, c, z, t)).toList();
    Picture picture = new Picture(image.getHeight(), image.getWidth(), count);
    for (int c = 0; c < count; c++) {
      channels.get(c).copy(picture, c);
    }
    return picture;
  }

  /**
   * The pixels of an RGB picture, rounded and clipped to 0..255; of one of another number of
   * channels, the first ones are red, green and blue.
   */
  public static ColorProcessor color(Picture rgb) {
    ColorProcessor color = new ColorProcessor(rgb.width(), rgb.height());
    int[] pixels = (int[]) color.getPixels();
    int channels = rgb.channels();
    for (int y = 0; y < rgb.height(); y++) {
      float[] row = rgb.row(y);
      for (int x = 0; x < rgb.width(); x++) {
        int red = level(row[channels * x]);
        int green = channels > 1 ? level(row[channels * x + 1]) : red;
        int blue = channels > 2 ? level(row[channels * x + 2]) : channels > 1 ? 0 : red;
        pixels[y * rgb.width() + x] = 0xff << 24 | red << 16 | green << 8 | blue;
      }
    }
    return color;
  }

  /** The calibration of an image that shows the field of view of another in its own pixels. */
  static Calibration calibration(ImagePlus source, int width, int height) {
    Calibration calibration = calibrationOfValues(source, width, height);
    calibration.disableDensityCalibration();
    return calibration;
  }

  /**
   * The calibration that gives a value of a map the place in the image that it lies at. ImageJ's
   * origin counts from the corner of the first pixel, half a pixel before its centre.
   */
  static Calibration calibration(ImagePlus source, Grid grid) {
    Calibration calibration = source.getCalibration().copy();
    calibration.disableDensityCalibration();
    calibration.pixelWidth *= grid.strideX();
    calibration.pixelHeight *= grid.strideY();
    calibration.xOrigin = 0.5 + (calibration.xOrigin - grid.left() - 0.5) / grid.strideX();
    calibration.yOrigin = 0.5 + (calibration.yOrigin - grid.top() - 0.5) / grid.strideY();
    return calibration;
  }

  /** The same for an image whose values have the meaning of those of the other. */
  static Calibration calibrationOfValues(ImagePlus source, int width, int height) {
    Calibration calibration = source.getCalibration().copy();
    double scaleX = (double) source.getWidth() / width;
    double scaleY = (double) source.getHeight() / height;
    calibration.pixelWidth *= scaleX;
    calibration.pixelHeight *= scaleY;
    calibration.xOrigin /= scaleX;
    calibration.yOrigin /= scaleY;
    return calibration;
  }

  private static int level(float value) {
    return (int) (Math.min(Math.max(value, 0), WHITE) + 0.5); // several times as fast as round
  }
}
