package neuralart.objective;

/** How the differences {@code d} of an array from its target become one number. */
public enum Reduction {
  /** {@code sum(d^2)}. */
  SUM {
    @Override
    double value(double squares, double absolutes, long count) {
      return squares;
    }

    @Override
    double slope(double squares, double absolutes, long count) {
      return 2;
    }
  },

  /** {@code sum(d^2) / n}. */
  MEAN {
    @Override
    double value(double squares, double absolutes, long count) {
      return squares / count;
    }

    @Override
    double slope(double squares, double absolutes, long count) {
      return 2.0 / count;
    }
  },

  /**
   * {@code sum(d^2) / (sum |d| + 1e-8)}: the absolute values of its gradient add up to about 1
   * whatever the scale of {@code d} (K. Crowson, style-transfer-pytorch, 2021).
   */
  SCALED {
    @Override
    double value(double squares, double absolutes, long count) {
      return squares / (absolutes + SMALLEST_SUM);
    }

    @Override
    double slope(double squares, double absolutes, long count) {
      return 2 / (absolutes + SMALLEST_SUM);
    }

    @Override
    double offset(double squares, double absolutes) {
      double sum = absolutes + SMALLEST_SUM;
      return -squares / (sum * sum);
    }

    @Override
    boolean usesAbsolutes() {
      return true;
    }
  };

  private static final double SMALLEST_SUM = 1e-8;

  /**
   * The number.
   *
   * @param squares {@code sum(d^2)}
   * @param absolutes {@code sum |d|}, where {@link #usesAbsolutes}
   * @param count how many differences there are
   */
  abstract double value(double squares, double absolutes, long count);

  /** The factor {@code a} of its derivative {@code a d + b sign(d)}. */
  abstract double slope(double squares, double absolutes, long count);

  /** The factor {@code b} of its derivative {@code a d + b sign(d)}. */
  double offset(double squares, double absolutes) {
    return 0;
  }

  boolean usesAbsolutes() {
    return false;
  }
}
