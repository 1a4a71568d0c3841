package neuralart.network;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import neuralart.image.Picture;
import neuralart.network.processing.Fixed;
import neuralart.network.processing.Fixed.Clip;
import neuralart.network.processing.Fixed.Linear;
import neuralart.network.processing.Fixed.Truncate;
import neuralart.network.processing.Processing;
import neuralart.network.processing.Statistics;

/**
 * What a described network takes of images in their own units, as the pictures of 0..255 that other
 * networks take.
 */
public final class MeasuredInput {
  private static final int LEVELS = 256;

  /** What is darker or brighter in an example counts as black or white. */
  private static final double BLACK_PERCENT = 1;

  private static final double WHITE_PERCENT = 99;
  private static final double FARTHEST = 1e6;
  private static final double SMALLEST = 1e-3;

  private final List<Processing> operations;

  /**
   * @param operations what makes of values of pixels what the network takes
   */
  public MeasuredInput(List<Processing> operations) {
    this.operations = List.copyOf(operations);
  }

  /**
   * How a network takes the pixels of a picture that doesn't come from an image: grey in the middle
   * is the mean of an example, and black and white lie as far apart as its darkest and brightest
   * values.
   *
   * @param example values of pixels; without one, all from 0 to 255 are taken as equally frequent
   * @param channels that the network takes
   */
  public static Preprocessing usual(
      List<Processing> operations, Optional<Picture> example, int channels) {
    Picture measured = example.orElseGet(() -> ramp(channels));
    Picture input = Processing.apply(operations, measured, measured);
    Statistics statistics = new Statistics(input, false);
    double low = statistics.percentiles(BLACK_PERCENT)[0];
    double half = (statistics.percentiles(WHITE_PERCENT)[0] - low) / 2;
    double middle = statistics.means()[0];
    double width = Math.min(Math.max(half, SMALLEST), FARTHEST / 2);
    middle = Math.min(Math.max(middle, -FARTHEST / 2), FARTHEST / 2);
    return Preprocessing.range(channels, (float) (middle - width), (float) (middle + width));
  }

  private static Picture ramp(int channels) {
    Picture ramp = new Picture(1, LEVELS, channels);
    for (int i = 0; i < LEVELS * channels; i++) {
      ramp.row(0)[i] = i / channels;
    }
    return ramp;
  }

  /**
   * The picture that stands for what the network takes of an image.
   *
   * @param measured values of pixels, with the channels of the network; not modified
   * @param preprocessing of the network that the picture is for
   * @return a new picture, which may go far beyond 0..255
   */
  public Picture picture(Picture measured, Preprocessing preprocessing) {
    Picture input = Processing.apply(operations, measured, measured);
    int channels = measured.channels();
    double[] gains = new double[channels];
    double[] offsets = new double[channels];
    for (int c = 0; c < channels; c++) {
      gains[c] = 1.0 / preprocessing.scale(c);
      offsets[c] = preprocessing.mean()[c];
    }
    return new Linear(gains, offsets).apply(input);
  }

  /**
   * How the network takes the pixels of pictures that an image becomes step by step: as it takes
   * the image, with the statistics of the image. That values may be clipped or made whole numbers
   * is left out.
   *
   * @param measured values of the image's pixels, with the channels of the network; not modified
   * @param black for each channel the value that is 0 in the picture
   * @param white for each channel the value that is 255 in the picture, above {@code black}
   * @throws IllegalArgumentException if the operations can't be undone
   */
  public Preprocessing preprocessing(Picture measured, double[] black, double[] white) {
    int channels = measured.channels();
    double[] ends = new double[2 * channels];
    System.arraycopy(black, 0, ends, 0, channels);
    System.arraycopy(white, 0, ends, channels, channels);
    Picture current = measured;
    for (Processing operation : operations) {
      Fixed fixed = operation.fixed(current, measured);
      if (fixed instanceof Linear linear) {
        ends = through(linear, ends, channels);
      } else if (!(fixed instanceof Clip || fixed instanceof Truncate)) {
        throw new IllegalArgumentException(
            "The network changes pixels by a "
                + fixed.getClass().getSimpleName().toLowerCase(Locale.ROOT)
                + " before it sees them, which can't be undone: look at its feature maps instead");
      }
      current = fixed.apply(current);
    }
    return between(ends, channels);
  }

  private static double[] through(Linear linear, double[] ends, int channels) {
    double[] through = new double[ends.length];
    for (int end = 0; end < ends.length; end += channels) {
      double[] pixel = Arrays.copyOfRange(ends, end, end + channels);
      linear.pixel(pixel);
      System.arraycopy(pixel, 0, through, end, channels);
    }
    return through;
  }

  private static Preprocessing between(double[] ends, int channels) {
    float[] mean = new float[channels];
    float[] scales = new float[channels];
    for (int c = 0; c < channels; c++) {
      double scale = (ends[channels + c] - ends[c]) / Preprocessing.WHITE;
      if (!(scale > 0)) {
        throw new IllegalArgumentException(
            "The network inverts its pixels, or the image has no range of values: look at its"
                + " feature maps instead");
      }
      scales[c] = (float) scale;
      mean[c] = (float) (-ends[c] / scale);
    }
    return new Preprocessing(false, mean, scales);
  }
}
