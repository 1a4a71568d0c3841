package neuralart.objective;

import java.util.Arrays;
import neuralart.step.Comparison;
import neuralart.step.Step;
import neuralart.step.Sums;
import neuralart.step.View;

/** How the differences {@code d} of an array from its target become one number. */
public enum Reduction {
  /** {@code sum(d^2)}. */
  SUM(Comparison.SQUARES),

  /** {@code sum(d^2) / n}. */
  MEAN(Comparison.SQUARES),

  /**
   * {@code sum(d^2) / (sum |d| + 1e-8)}: the absolute values of its gradient add up to about 1
   * whatever the scale of {@code d} (K. Crowson, style-transfer-pytorch, 2021).
   */
  SCALED(Comparison.SCALED_SQUARES);

  private static final int LANES = 4;
  private static final double SMALLEST_SUM = 1e-8;

  /** Makes at least 1 of any number that isn't 0, but for some below 1e-30. */
  private static final float HUGE = 1e30f;

  private final Comparison comparison;

  Reduction(Comparison comparison) {
    this.comparison = comparison;
  }

  /** A sum over differences that come in pieces. */
  final class Sum {
    private final long count;
    private final double weight;
    private final double[] squares = new double[LANES];
    private double absolutes;

    private Sum(long count, double weight) {
      this.count = count;
      this.weight = weight;
    }

    void clear() {
      Arrays.fill(squares, 0);
      absolutes = SMALLEST_SUM;
    }

    /** Sums of a device: those of squares and of absolute values. */
    Sums onDevice() {
      return new Sums(
          Comparison.SUMS,
          sums -> {
            clear();
            squares[0] = sums[0];
            absolutes += sums[1];
          });
    }

    /** The step that adds a part's values to these sums. */
    Step measure(View values, View target, Sums sums) {
      return new Step.Measure(comparison, values, target, sums);
    }

    /** The step that then differentiates the number by the part's values. */
    Step differentiate(View values, View target, Sums sums, View gradient, boolean isAdded) {
      double factor = Reduction.this == MEAN ? weight / count : weight;
      return new Step.Differentiate(comparison, factor, values, target, sums, gradient, isAdded);
    }

    /** Adds differences; a multiple of four of them, but in the last piece. */
    void add(float[] d) {
      addSquares(d, squares);
      if (Reduction.this == SCALED) {
        for (float difference : d) {
          absolutes += Math.abs(difference);
        }
      }
    }

    /** The number of all differences, times the weight. */
    double value() {
      return weight * (squares[0] + squares[1] + squares[2] + squares[3]) / divisor();
    }

    private double divisor() {
      return switch (Reduction.this) {
        case SUM -> 1;
        case MEAN -> count;
        case SCALED -> absolutes;
      };
    }

    /** Replaces differences by the derivatives of the number by them. */
    void differentiate(float[] d) {
      float[] signs = d;
      float offset = 0;
      if (Reduction.this == SCALED) {
        signs = d.clone();
        signs(signs);
        offset = (float) (value() / absolutes);
      }
      float slope = (float) (2 * weight / divisor());
      for (int i = 0; i < d.length; i++) {
        d[i] *= slope;
      }
      if (Reduction.this == SCALED) {
        for (int i = 0; i < d.length; i++) {
          d[i] -= offset * signs[i];
        }
      }
    }
  }

  /**
   * Begins a sum.
   *
   * @param count of all differences
   * @param weight what the number is multiplied by
   */
  Sum sum(long count, double weight) {
    return new Sum(count, weight);
  }

  /** The sum of squares. */
  static double sumOfSquares(float[] values) {
    double[] lanes = new double[LANES];
    addSquares(values, lanes);
    return lanes[0] + lanes[1] + lanes[2] + lanes[3];
  }

  /** Four sums side by side: one alone would wait for each of its additions. */
  private static void addSquares(float[] values, double[] lanes) {
    double a = lanes[0];
    double b = lanes[1];
    double c = lanes[2];
    double d = lanes[3];
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
    lanes[0] = a;
    lanes[1] = b;
    lanes[2] = c;
    lanes[3] = d;
  }

  /** Replaces values by their signs, without branches, which are slow where signs vary. */
  static void signs(float[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = Math.max(-1, Math.min(1, HUGE * values[i]));
    }
  }
}
