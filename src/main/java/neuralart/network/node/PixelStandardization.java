package neuralart.network.node;

import java.nio.FloatBuffer;
import neuralart.step.Workers;

/** Gives the channels of each pixel mean 0 and deviation 1. */
final class PixelStandardization implements StandardizationLoop {
  /** Values that a thread takes at a time, at least. */
  private static final int PIECE = 1 << 14;

  private final int pixels;
  private final int channels;
  private final double epsilon;
  private final int run;

  PixelStandardization(int pixels, int channels, double epsilon) {
    this.pixels = pixels;
    this.channels = channels;
    this.epsilon = epsilon;
    run = Math.max(1, PIECE / channels);
  }

  private interface Pixel {
    void at(int first, float[] x, float[] g);
  }

  private void eachPixel(Pixel pixel) {
    Workers.share(
        (pixels + run - 1) / run,
        piece -> {
          float[] values = Workers.memory(0, channels);
          float[] slopes = Workers.memory(1, channels);
          int end = Math.min(pixels, (piece + 1) * run);
          for (int p = piece * run; p < end; p++) {
            pixel.at(p * channels, values, slopes);
          }
        });
  }

  private double mean(float[] x) {
    double sum = 0;
    for (int c = 0; c < channels; c++) {
      sum += x[c];
    }
    return sum / channels;
  }

  private double inverseDeviation(float[] x, double mean) {
    double squares = 0;
    for (int c = 0; c < channels; c++) {
      squares += (x[c] - mean) * (x[c] - mean);
    }
    return 1 / Math.sqrt(squares / channels + epsilon);
  }

  @Override
  public void standardize(FloatBuffer x, FloatBuffer y) {
    eachPixel(
        (first, values, unused) -> {
          x.get(first, values, 0, channels);
          double mean = mean(values);
          double inverse = inverseDeviation(values, mean);
          for (int c = 0; c < channels; c++) {
            values[c] = (float) ((values[c] - mean) * inverse);
          }
          y.put(first, values, 0, channels);
        });
  }

  @Override
  public void differentiate(FloatBuffer x, FloatBuffer g, FloatBuffer target) {
    eachPixel(
        (first, values, slopes) -> {
          x.get(first, values, 0, channels);
          g.get(first, slopes, 0, channels);
          double mean = mean(values);
          double inverse = inverseDeviation(values, mean);
          double slope = mean(slopes);
          double product = 0;
          for (int c = 0; c < channels; c++) {
            product += slopes[c] * (values[c] - mean) * inverse / channels;
          }
          for (int c = 0; c < channels; c++) {
            double y = (values[c] - mean) * inverse;
            slopes[c] = (float) ((slopes[c] - slope - y * product) * inverse);
          }
          target.put(first, slopes, 0, channels);
        });
  }
}
