package neuralart.network.processing;

import java.util.List;
import neuralart.image.Picture;
import neuralart.network.processing.Fixed.Clip;
import neuralart.network.processing.Fixed.Linear;

/**
 * An operation on all values of an image before a network, or of its output behind it, as the
 * specification of bioimage.io defines them. Some take constants from the values themselves: these
 * are statistics of each channel by itself, or of all channels together.
 */
public sealed interface Processing {
  /** What the specification adds to what it divides by, if a package doesn't say. */
  double EPSILON = 1e-6;

  /**
   * The operation with the constants that it takes.
   *
   * @param values what it is to be applied to, not modified
   * @param reference the image as it was before any operation, not modified
   */
  Fixed fixed(Picture values, Picture reference);

  /**
   * Applies operations one after the other.
   *
   * @param values {@code [H, W, channels]}, not modified
   * @param reference the image as it was before any operation, not modified
   * @return a new picture, or the given one if there is no operation
   */
  static Picture apply(List<Processing> operations, Picture values, Picture reference) {
    Picture result = values;
    for (Processing operation : operations) {
      result = operation.fixed(result, reference).apply(result);
    }
    return result;
  }

  /** The same for every image. */
  record Constant(Fixed operation) implements Processing {
    @Override
    public Fixed fixed(Picture values, Picture reference) {
      return operation;
    }
  }

  /**
   * One that can't be done, which is in nobody's way who doesn't need it.
   *
   * @param reason why, as what is said when it is applied
   */
  record Unsupported(String reason) implements Processing {
    @Override
    public Fixed fixed(Picture values, Picture reference) {
      throw new IllegalArgumentException(reason);
    }
  }

  /**
   * {@code zero_mean_unit_variance}: {@code (x - mean) / (deviation + epsilon)}.
   *
   * @param byChannel whether each channel has its own statistics
   */
  record Standardize(boolean byChannel, double epsilon) implements Processing {
    public Standardize {
      requireEpsilon(epsilon);
    }

    @Override
    public Fixed fixed(Picture values, Picture reference) {
      Statistics statistics = new Statistics(values, byChannel);
      double[] deviations = statistics.deviations();
      double[] means = statistics.means();
      double[] gains = new double[means.length];
      double[] offsets = new double[means.length];
      for (int c = 0; c < means.length; c++) {
        gains[c] = 1 / (deviations[c] + epsilon);
        offsets[c] = -means[c] * gains[c];
      }
      return new Linear(gains, offsets);
    }
  }

  /**
   * {@code scale_range}: {@code (x - low) / (high - low + epsilon)} with two percentiles.
   *
   * @param byChannel whether each channel has its own percentiles
   * @param low from 0 to below {@code high}
   * @param high up to 100
   * @param ofReference whether the percentiles are those of the reference
   */
  record ScaleRange(boolean byChannel, double low, double high, double epsilon, boolean ofReference)
      implements Processing {
    public ScaleRange {
      requirePercentiles(low, high);
      requireEpsilon(epsilon);
    }

    @Override
    public Fixed fixed(Picture values, Picture reference) {
      Statistics statistics = new Statistics(ofReference ? reference : values, byChannel);
      double[] lows = statistics.percentiles(low);
      double[] highs = statistics.percentiles(high);
      double[] gains = new double[lows.length];
      double[] offsets = new double[lows.length];
      for (int c = 0; c < lows.length; c++) {
        gains[c] = 1 / (highs[c] - lows[c] + epsilon);
        offsets[c] = -lows[c] * gains[c];
      }
      return new Linear(gains, offsets);
    }
  }

  /**
   * {@code clip} at two percentiles.
   *
   * @param byChannel whether each channel has its own percentiles
   * @param low from 0 to below {@code high}
   * @param high up to 100
   */
  record ClipPercentiles(boolean byChannel, double low, double high) implements Processing {
    public ClipPercentiles {
      requirePercentiles(low, high);
    }

    @Override
    public Fixed fixed(Picture values, Picture reference) {
      Statistics statistics = new Statistics(values, byChannel);
      return new Clip(statistics.percentiles(low), statistics.percentiles(high));
    }
  }

  /**
   * {@code scale_mean_variance}: the values with the mean and the deviation of the reference,
   * {@code (x - mean) / (deviation + epsilon) (deviation' + epsilon) + mean'}.
   *
   * @param byChannel whether each channel has its own statistics
   */
  record MatchMoments(boolean byChannel, double epsilon) implements Processing {
    public MatchMoments {
      requireEpsilon(epsilon);
    }

    @Override
    public Fixed fixed(Picture values, Picture reference) {
      Statistics own = new Statistics(values, byChannel);
      Statistics other = new Statistics(reference, byChannel);
      double[] means = own.means();
      double[] deviations = own.deviations();
      double[] wanted = other.means();
      double[] widths = other.deviations();
      double[] gains = new double[means.length];
      double[] offsets = new double[means.length];
      for (int c = 0; c < means.length; c++) {
        int from = Math.min(c, wanted.length - 1);
        gains[c] = (widths[from] + epsilon) / (deviations[c] + epsilon);
        offsets[c] = wanted[from] - means[c] * gains[c];
      }
      return new Linear(gains, offsets);
    }
  }

  private static void requireEpsilon(double epsilon) {
    if (!(epsilon > 0 && epsilon <= 1)) {
      throw new IllegalArgumentException(
          "has an eps of " + epsilon + "; expected is a number above 0, up to 1");
    }
  }

  private static void requirePercentiles(double low, double high) {
    if (!(low >= 0 && low < high && high <= 100)) {
      throw new IllegalArgumentException(
          "has the percentiles " + low + " and " + high + "; expected are two of 0..100 that rise");
    }
  }
}
