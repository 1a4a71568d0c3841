package neuralart.optimize;

import neuralart.optimize.Vectors.Totals;

/** What a gradient is divided by before a step, so that step sizes mean the same everywhere. */
public enum GradientNormalization {
  /** The L2 norm: {@code g / sqrt(max(sum g^2, 1e-12))}. */
  L2 {
    @Override
    double divisor(Totals gradient) {
      return Math.sqrt(Math.max(gradient.squares(), SMALLEST_SQUARE));
    }
  },

  /** The root mean square: {@code g / (sqrt(mean g^2) + 1e-5)}. */
  ROOT_MEAN_SQUARE {
    @Override
    double divisor(Totals gradient) {
      return Math.sqrt(gradient.squares() / gradient.count()) + SMALLEST_RMS;
    }
  },

  /** The mean absolute value: {@code g / max(mean |g|, 1e-7)}. */
  MEAN_ABSOLUTE {
    @Override
    double divisor(Totals gradient) {
      return Math.max(gradient.absolutes() / gradient.count(), SMALLEST_MEAN);
    }
  },

  /** The standard deviation: {@code g / (std g + 1e-8)}. */
  STANDARD_DEVIATION {
    @Override
    double divisor(Totals gradient) {
      double mean = gradient.sum() / gradient.count();
      double variance = gradient.squares() / gradient.count() - mean * mean;
      return Math.sqrt(Math.max(variance, 0)) + SMALLEST_DEVIATION;
    }
  };

  private static final double SMALLEST_SQUARE = 1e-12;
  private static final double SMALLEST_RMS = 1e-5;
  private static final double SMALLEST_MEAN = 1e-7;
  private static final double SMALLEST_DEVIATION = 1e-8;

  /** The number that a gradient is to be divided by. */
  abstract double divisor(Totals gradient);
}
