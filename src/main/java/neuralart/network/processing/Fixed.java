package neuralart.network.processing;

import java.util.Arrays;
import neuralart.image.Picture;

/** An operation that does the same to every image. Settings are one for all channels, or each. */
public sealed interface Fixed {
  /** What is done to the values of one pixel, in place. */
  void pixel(double[] values);

  /** {@code gain x + offset}. */
  record Linear(double[] gains, double[] offsets) implements Fixed {
    public Linear {
      requireNumbers("gain", gains);
      requireNumbers("offset", offsets);
    }

    @Override
    public void pixel(double[] values) {
      for (int c = 0; c < values.length; c++) {
        values[c] = of(gains, c) * values[c] + of(offsets, c);
      }
    }

    @Override
    public void requireChannels(int channels) {
      Fixed.require("gains", gains, channels);
      Fixed.require("offsets", offsets, channels);
    }
  }

  /** {@code min(max(x, low), high)}; a limit may be infinite. */
  record Clip(double[] lows, double[] highs) implements Fixed {
    public Clip {
      for (int c = 0; c < Math.max(lows.length, highs.length); c++) {
        if (!(of(lows, c) <= of(highs, c))) {
          throw new IllegalArgumentException(
              "clips to " + of(lows, c) + ".." + of(highs, c) + "; expected are limits that rise");
        }
      }
    }

    @Override
    public void pixel(double[] values) {
      for (int c = 0; c < values.length; c++) {
        values[c] = Math.min(Math.max(values[c], of(lows, c)), of(highs, c));
      }
    }
  }

  /** {@code 1 / (1 + exp(-x))}. */
  record Sigmoid() implements Fixed {
    @Override
    public void pixel(double[] values) {
      for (int c = 0; c < values.length; c++) {
        values[c] = 1 / (1 + Math.exp(-values[c]));
      }
    }
  }

  /** {@code exp(x) / sum of exp(x)} over the channels of a pixel. */
  record Softmax() implements Fixed {
    @Override
    public void pixel(double[] values) {
      double largest = Arrays.stream(values).max().orElse(0);
      double sum = 0;
      for (int c = 0; c < values.length; c++) {
        values[c] = Math.exp(values[c] - largest);
        sum += values[c];
      }
      for (int c = 0; c < values.length; c++) {
        values[c] /= sum;
      }
    }
  }

  /** 1 above a threshold, else 0. */
  record Binarize(double[] thresholds) implements Fixed {
    public Binarize {
      requireNumbers("threshold", thresholds);
    }

    @Override
    public void pixel(double[] values) {
      for (int c = 0; c < values.length; c++) {
        values[c] = values[c] > of(thresholds, c) ? 1 : 0;
      }
    }

    @Override
    public void requireChannels(int channels) {
      Fixed.require("thresholds", thresholds, channels);
    }
  }

  /**
   * {@code ensure_dtype} of whole numbers: what is behind the point is dropped. Values beyond the
   * type, which it would wrap, become its ends.
   */
  record Truncate(double low, double high) implements Fixed {
    @Override
    public void pixel(double[] values) {
      for (int c = 0; c < values.length; c++) {
        double whole = values[c] < 0 ? Math.ceil(values[c]) : Math.floor(values[c]);
        values[c] = Math.min(Math.max(whole, low), high);
      }
    }
  }

  /**
   * Applies the operation.
   *
   * @param values {@code [H, W, channels]}, not modified
   * @return a new picture of the same size
   */
  default Picture apply(Picture values) {
    int channels = values.channels();
    requireChannels(channels);
    Picture result = new Picture(values.height(), values.width(), channels);
    double[] pixel = new double[channels];
    for (int y = 0; y < values.height(); y++) {
      float[] from = values.row(y);
      float[] to = result.row(y);
      for (int i = 0; i < from.length; i += channels) {
        for (int c = 0; c < channels; c++) {
          pixel[c] = from[i + c];
        }
        pixel(pixel);
        for (int c = 0; c < channels; c++) {
          to[i + c] = (float) pixel[c];
        }
      }
    }
    return result;
  }

  /**
   * Checks that the settings are one, or one for each channel.
   *
   * @throws IllegalArgumentException if they aren't
   */
  default void requireChannels(int channels) {}

  private static void require(String what, double[] settings, int channels) {
    if (settings.length != 1 && settings.length != channels) {
      throw new IllegalArgumentException(
          "has " + settings.length + " " + what + " for " + channels + " channels");
    }
  }

  private static double of(double[] settings, int channel) {
    return settings[settings.length == 1 ? 0 : channel];
  }

  private static void requireNumbers(String what, double[] settings) {
    if (settings.length == 0 || !Arrays.stream(settings).allMatch(Double::isFinite)) {
      throw new IllegalArgumentException(
          "has the " + what + " " + Arrays.toString(settings) + "; expected are numbers");
    }
  }
}
