package neuralart.imagej;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.util.ArrayList;
import java.util.List;
import neuralart.image.Picture;

/**
 * Chosen channels of an image, in the units of the image: values as ImageJ tells them in its status
 * bar where these go by a straight line, else those of the pixels.
 */
final class ChannelValues {
  private static final int WHITE = 255;
  private static final int COLORS = 3;

  private final ImagePlus image;
  private final List<Integer> order;
  private final double[] black;
  private final double[] white;

  /** Values by pixels' values: {@code line[0] + line[1] pixel}. */
  private final double[] line;

  /**
   * @param image grey or composite, not modified
   * @param order channels, from 1
   */
  ChannelValues(ImagePlus image, List<Integer> order) {
    this.image = image;
    this.order = order;
    Calibration calibration = image.getCalibration();
    double[] coefficients = calibration.getCoefficients();
    line =
        calibration.getFunction() == Calibration.STRAIGHT_LINE && coefficients != null
            ? coefficients
            : new double[] {0, 1};
    black = new double[order.size()];
    white = new double[order.size()];
    for (int i = 0; i < order.size(); i++) {
      LUT table = DisplayedChannels.table(image, order.get(i));
      boolean ranged = image instanceof CompositeImage && table.max > table.min;
      double min = ranged ? table.min : image.getDisplayRangeMin();
      double max = ranged ? table.max : image.getDisplayRangeMax();
      // Of 16 bits, ImageJ counts the last value of the range in.
      double step = image.getBitDepth() == 16 ? (max - min + 1) / (WHITE + 1) : (max - min) / WHITE;
      black[i] = value(min);
      white[i] = value(min + WHITE * (step > 0 ? step : 1.0 / WHITE));
    }
  }

  private double value(double pixel) {
    return line[0] + line[1] * pixel;
  }

  /** The value of each channel that is displayed as black. */
  double[] black() {
    return black;
  }

  /** The value of each channel that is displayed as white. */
  double[] white() {
    return white;
  }

  /** Whether a channel is taken twice. */
  boolean repeats() {
    return order.stream().distinct().count() < order.size();
  }

  /** The values of a slice; what is no number counts as black. */
  Picture measured(int z, int t) {
    Picture.requireSize(image.getHeight(), image.getWidth(), order.size());
    Picture picture = new Picture(image.getHeight(), image.getWidth(), order.size());
    for (int i = 0; i < order.size(); i++) {
      ImageProcessor pixels = DisplayedChannels.pixels(image, order.get(i), z, t);
      for (int y = 0; y < picture.height(); y++) {
        float[] row = picture.row(y);
        for (int x = 0; x < picture.width(); x++) {
          float value = (float) value(pixels.getf(x, y));
          row[x * order.size() + i] = Float.isFinite(value) ? value : (float) black[i];
        }
      }
    }
    return picture;
  }

  /**
   * Each channel in grey as it is displayed by itself, 0..255; one alone as red, green and blue.
   */
  Picture levels(int z, int t) {
    Picture measured = measured(z, t);
    int n = order.size();
    int channels = n == 1 ? COLORS : n;
    Picture levels = new Picture(measured.height(), measured.width(), channels);
    for (int y = 0; y < levels.height(); y++) {
      float[] row = levels.row(y);
      for (int i = 0; i < row.length; i++) {
        int c = n == 1 ? 0 : i % n;
        double value = measured.row(y)[n == 1 ? i / COLORS : i];
        double level = (value - black[c]) / (white[c] - black[c]) * WHITE;
        row[i] = (float) Math.min(Math.max(level, 0), WHITE);
      }
    }
    return levels;
  }

  /** The values of the image's bit depth that are displayed as the levels of a picture. */
  List<ImageProcessor> pixels(Picture levels) {
    List<ImageProcessor> channels = new ArrayList<>();
    for (int i = 0; i < order.size(); i++) {
      FloatProcessor pixels = new FloatProcessor(levels.width(), levels.height());
      for (int y = 0; y < levels.height(); y++) {
        for (int x = 0; x < levels.width(); x++) {
          double level = Math.min(Math.max(levels.get(y, x, i), 0), WHITE);
          double value = black[i] + level * (white[i] - black[i]) / WHITE;
          pixels.setf(x, y, (float) ((value - line[0]) / line[1]));
        }
      }
      channels.add(
          switch (image.getBitDepth()) {
            case 8 -> pixels.convertToByteProcessor(false);
            case 16 -> pixels.convertToShortProcessor(false);
            default -> pixels;
          });
    }
    return channels;
  }

  /** A picture of the values of these channels as an image that is displayed as the source is. */
  ImagePlus small(String title, Picture measured) {
    ImageStack stack = new ImageStack(measured.width(), measured.height());
    for (int i = 0; i < order.size(); i++) {
      FloatProcessor pixels = new FloatProcessor(measured.width(), measured.height());
      for (int y = 0; y < measured.height(); y++) {
        for (int x = 0; x < measured.width(); x++) {
          pixels.setf(x, y, measured.get(y, x, i));
        }
      }
      pixels.setMinAndMax(black[i], white[i]);
      stack.addSlice(pixels);
    }
    ImagePlus small = new ImagePlus(title, stack);
    small.setDimensions(order.size(), 1, 1);
    small.setDisplayRange(black[0], white[0]);
    if (order.size() == 1) {
      return small;
    }
    CompositeImage composite =
        new CompositeImage(
            small, image instanceof CompositeImage source ? source.getMode() : IJ.COMPOSITE);
    for (int i = 0; i < order.size(); i++) {
      LUT table = (LUT) DisplayedChannels.table(image, order.get(i)).clone();
      table.min = black[i];
      table.max = white[i];
      composite.setChannelLut(table, i + 1);
    }
    return composite;
  }

  /** An image of these channels, displayed as the source is. */
  ImagePlus displayed(ImagePlus result) {
    result.setCalibration(
        DisplayedImage.calibrationOfValues(image, result.getWidth(), result.getHeight()));
    if (order.size() == 1) {
      result.setLut(DisplayedChannels.table(image, order.get(0)));
      return result;
    }
    int mode = image instanceof CompositeImage source ? source.getMode() : IJ.COMPOSITE;
    CompositeImage composite = new CompositeImage(result, mode);
    for (int i = 0; i < order.size(); i++) {
      composite.setChannelLut(DisplayedChannels.table(image, order.get(i)), i + 1);
    }
    return composite;
  }
}
