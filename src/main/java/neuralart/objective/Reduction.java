package neuralart.objective;

/** How the differences {@code d} of an array from its target become one number. */
public enum Reduction {
  /** {@code sum(d^2)}. */
  SUM {
    @Override
    double differentiate(float[] d, double weight) {
      return squares(d, weight, 1);
    }
  },

  /** {@code sum(d^2) / n}. */
  MEAN {
    @Override
    double differentiate(float[] d, double weight) {
      return squares(d, weight, d.length);
    }
  },

  /**
   * {@code sum(d^2) / (sum |d| + 1e-8)}: the absolute values of its gradient add up to about 1
   * whatever the scale of {@code d} (K. Crowson, style-transfer-pytorch, 2021).
   */
  SCALED {
    @Override
    double differentiate(float[] d, double weight) {
      double absolutes = SMALLEST_SUM;
      for (float difference : d) {
        absolutes += Math.abs(difference);
      }
      float[] signs = d.clone();
      signs(signs);
      double value = squares(d, weight, absolutes);
      float offset = (float) (value / absolutes);
      for (int i = 0; i < d.length; i++) {
        d[i] -= offset * signs[i];
      }
      return value;
    }
  };

  private static final double SMALLEST_SUM = 1e-8;

  /** Makes at least 1 of any number that isn't 0, but for some below 1e-30. */
  private static final float HUGE = 1e30f;

  /**
   * Computes the number, times a weight.
   *
   * @param d the differences; replaced by the derivatives of the result by them
   */
  abstract double differentiate(float[] d, double weight);

  private static double squares(float[] d, double weight, double divisor) {
    double squares = sumOfSquares(d);
    float slope = (float) (2 * weight / divisor);
    for (int i = 0; i < d.length; i++) {
      d[i] *= slope;
    }
    return weight * squares / divisor;
  }

  /** Four sums side by side: one alone would wait for each of its additions. */
  static double sumOfSquares(float[] values) {
    double a = 0;
    double b = 0;
    double c = 0;
    double d = 0;
    int i = 0;
    for (; i + 3 < values.length; i += 4) {
      a += (double) values[i] * values[i];
      b += (double) values[i + 1] * values[i + 1];
      c += (double) values[i + 2] * values[i + 2];
      d += (double) values[i + 3] * values[i + 3];
    }
    for (; i < values.length; i++) {
      a += (double) values[i] * values[i];
    }
    return a + b + c + d;
  }

  /** Replaces values by their signs, without branches, which are slow where signs vary. */
  static void signs(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(-1, Math.min(1, HUGE * values[i]));
    }
  }
}
