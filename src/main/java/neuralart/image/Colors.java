package neuralart.image;

import java.util.Arrays;

/** Colours of RGB pictures, 0..255. No picture is modified; results are new ones. */
public final class Colors {
  private static final int CHANNELS = 3;

  /** Of red, green and blue in luminance (ITU-R BT.601). */
  private static final float[] LUMINANCE = {0.299f, 0.587f, 0.114f};

  /** Variance that is added to each colour, so that an image of one colour has an inverse too. */
  private static final double SMALLEST_VARIANCE = 1e-3;

  private Colors() {}

  /** The image without its colours: each pixel has its luminance as red, green and blue. */
  public static Picture luminance(Picture rgb) {
    float[] values = rgb.values();
    for (int i = 0; i < values.length; i += CHANNELS) {
      Arrays.fill(values, i, i + CHANNELS, luminance(values, i));
    }
    return picture(values, rgb);
  }

  /** The luminance of one image with the chrominance of another one of the same size. */
  public static Picture withLuminance(Picture rgb, Picture light) {
    float[] values = rgb.values();
    float[] lights = light.values();
    for (int i = 0; i < values.length; i += CHANNELS) {
      float change = luminance(lights, i) - luminance(values, i);
      for (int c = i; c < i + CHANNELS; c++) {
        values[c] += change;
      }
    }
    return picture(values, rgb);
  }

  private static float luminance(float[] values, int pixel) {
    float sum = 0;
    for (int c = 0; c < CHANNELS; c++) {
      sum += LUMINANCE[c] * values[pixel + c];
    }
    return sum;
  }

  /**
   * The image with the mean and the covariance of the colours of another one, changed by the linear
   * map that changes them least (Gatys et al. 2017; Pitie and Kokaram 2007).
   */
  public static Picture matchMoments(Picture rgb, Picture like) {
    float[] values = rgb.values();
    float[] wanted = like.values();
    double[] mean = mean(values);
    double[] wantedMean = mean(wanted);
    SymmetricMatrix root = covariance(values, mean).power(0.5);
    SymmetricMatrix inverse = covariance(values, mean).power(-0.5);
    SymmetricMatrix middle = root.around(covariance(wanted, wantedMean)).power(0.5);
    double[][] map = inverse.around(middle).values();
    float[] matched = new float[values.length];
    for (int i = 0; i < values.length; i += CHANNELS) {
      for (int c = 0; c < CHANNELS; c++) {
        double sum = wantedMean[c];
        for (int k = 0; k < CHANNELS; k++) {
          sum += map[c][k] * (values[i + k] - mean[k]);
        }
        matched[i + c] = (float) Math.min(Math.max(sum, 0), 255);
      }
    }
    return picture(matched, rgb);
  }

  /** The image with the histograms of red, green and blue of another one. */
  public static Picture matchHistogram(Picture rgb, Picture like) {
    float[] values = rgb.values();
    float[] wanted = like.values();
    float[] matched = new float[values.length];
    for (int c = 0; c < CHANNELS; c++) {
      float[] channel = channel(values, c);
      float[] sorted = channel.clone();
      float[] wantedSorted = channel(wanted, c);
      Arrays.sort(sorted);
      Arrays.sort(wantedSorted);
      for (int i = 0; i < channel.length; i++) {
        double rank = rank(sorted, channel[i]) / sorted.length;
        matched[i * CHANNELS + c] = quantile(wantedSorted, rank);
      }
    }
    return picture(matched, rgb);
  }

  /** Where a value stands among all; equal values share the middle of their places. */
  private static double rank(float[] sorted, float value) {
    int below = firstNotBelow(sorted, value);
    int upTo = firstNotBelow(sorted, Math.nextUp(value));
    return (below + upTo) / 2.0;
  }

  private static int firstNotBelow(float[] sorted, float value) {
    int from = 0;
    int to = sorted.length;
    while (from < to) {
      int middle = (from + to) / 2;
      if (sorted[middle] < value) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return from;
  }

  private static float quantile(float[] sorted, double rank) {
    double position = Math.min(Math.max(rank * sorted.length - 0.5, 0), sorted.length - 1);
    int below = (int) position;
    int above = Math.min(below + 1, sorted.length - 1);
    return (float) (sorted[below] + (position - below) * (sorted[above] - sorted[below]));
  }

  private static double[] mean(float[] values) {
    double[] mean = new double[CHANNELS];
    for (int i = 0; i < values.length; i++) {
      mean[i % CHANNELS] += values[i];
    }
    Arrays.setAll(mean, c -> mean[c] * CHANNELS / values.length);
    return mean;
  }

  private static SymmetricMatrix covariance(float[] values, double[] mean) {
    double[][] sums = new double[CHANNELS][CHANNELS];
    for (int i = 0; i < values.length; i += CHANNELS) {
      for (int c = 0; c < CHANNELS; c++) {
        for (int k = 0; k < CHANNELS; k++) {
          sums[c][k] += (values[i + c] - mean[c]) * (values[i + k] - mean[k]);
        }
      }
    }
    for (int c = 0; c < CHANNELS; c++) {
      for (int k = 0; k < CHANNELS; k++) {
        sums[c][k] = sums[c][k] * CHANNELS / values.length + (c == k ? SMALLEST_VARIANCE : 0);
      }
    }
    return new SymmetricMatrix(sums);
  }

  private static float[] channel(float[] values, int channel) {
    float[] result = new float[values.length / CHANNELS];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i * CHANNELS + channel];
    }
    return result;
  }

  private static Picture picture(float[] values, Picture like) {
    return Picture.of(like.height(), like.width(), CHANNELS, values);
  }
}
