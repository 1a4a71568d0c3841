package neuralart.optimize;

import java.nio.FloatBuffer;

/** What a gradient is divided by before a step, so that step sizes mean the same everywhere. */
public enum GradientNormalization {
  /** The L2 norm: {@code g / sqrt(max(sum g^2, 1e-12))}. */
  L2 {
    @Override
    double divisor(FloatBuffer gradient) {
      double squares = 0;
      for (int i = 0; i < gradient.limit(); i++) {
        squares += (double) gradient.get(i) * gradient.get(i);
      }
      return Math.sqrt(Math.max(squares, SMALLEST_SQUARE));
    }
  },

  /** The root mean square: {@code g / (sqrt(mean g^2) + 1e-5)}. */
  ROOT_MEAN_SQUARE {
    @Override
    double divisor(FloatBuffer gradient) {
      double squares = 0;
      for (int i = 0; i < gradient.limit(); i++) {
        squares += (double) gradient.get(i) * gradient.get(i);
      }
      return Math.sqrt(squares / gradient.limit()) + SMALLEST_RMS;
    }
  },

  /** The mean absolute value: {@code g / max(mean |g|, 1e-7)}. */
  MEAN_ABSOLUTE {
    @Override
    double divisor(FloatBuffer gradient) {
      double sum = 0;
      for (int i = 0; i < gradient.limit(); i++) {
        sum += Math.abs(gradient.get(i));
      }
      return Math.max(sum / gradient.limit(), SMALLEST_MEAN);
    }
  },

  /** The standard deviation: {@code g / (std g + 1e-8)}. */
  STANDARD_DEVIATION {
    @Override
    double divisor(FloatBuffer gradient) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < gradient.limit(); i++) {
        double value = gradient.get(i);
        sum += value;
        squares += value * value;
      }
      double mean = sum / gradient.limit();
      return Math.sqrt(Math.max(squares / gradient.limit() - mean * mean, 0)) + SMALLEST_DEVIATION;
    }
  };

  private static final double SMALLEST_SQUARE = 1e-12;
  private static final double SMALLEST_RMS = 1e-5;
  private static final double SMALLEST_MEAN = 1e-7;
  private static final double SMALLEST_DEVIATION = 1e-8;

  /** The number that this gradient is to be divided by. */
  abstract double divisor(FloatBuffer gradient);
}
