package neuralart.network.node;

/** {@code erf(x) = 2 / sqrt(pi) integral of exp(-t^2) from 0 to x}, to about 1e-7. */
final class ErrorFunction {
  private static final int TERMS = 14;

  /**
   * Of {@code t = 1 / (1 + x / 2)}, highest power first: a Chebyshev fit of the complement (W.
   * Press et al., Numerical Recipes in C, 1992, section 6.2).
   */
  private static final double[] COMPLEMENT = {
    0.17087277, -0.82215223, 1.48851587, -1.13520398, 0.27886807,
    -0.18628806, 0.09678418, 0.37409196, 1.00002368, -1.26551223
  };

  private ErrorFunction() {}

  static double of(double x) {
    double size = Math.abs(x);
    return size < 1 ? series(x) : Math.copySign(1 - complement(size), x);
  }

  private static double series(double x) {
    double power = x;
    double sum = x;
    for (int n = 1; n < TERMS; n++) {
      power *= -x * x / n;
      sum += power / (2 * n + 1);
    }
    return 2 / Math.sqrt(Math.PI) * sum;
  }

  private static double complement(double x) {
    double t = 1 / (1 + x / 2);
    double exponent = 0;
    for (double coefficient : COMPLEMENT) {
      exponent = exponent * t + coefficient;
    }
    return t * Math.exp(exponent - x * x);
  }
}
