package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What L-BFGS remembers: the last steps {@code s} and the changes {@code y} of the gradient that
 * they made, as an approximation of the inverse of the Hessian (Nocedal 1980).
 *
 * <p>The two loops of the method run on the scalar products of these vectors (Chen, Wang and Zhou
 * 2014), so that an iteration reads each vector twice, not four times. Scalar products are summed
 * in double precision, in the same order whatever the number of threads.
 */
final class CurvatureHistory {
  /** Values handled at a time, few enough for the processor's cache. */
  private static final int CHUNK = 1 << 12;

  /**
   * A step whose gradient changes at more than about a right angle to it is of no use: the
   * approximation of the Hessian would no longer be positive.
   */
  private static final double SMALLEST_COSINE = 1e-8;

  private final int capacity;
  private final List<float[]> steps = new ArrayList<>();
  private final List<float[]> changes = new ArrayList<>();

  /** {@code stepChange[i][j] = s_i y_j}. */
  private final double[][] stepChange;

  /** {@code changeChange[i][j] = y_i y_j}. */
  private final double[][] changeChange;

  /**
   * @param capacity how many steps are remembered
   */
  CurvatureHistory(int capacity) {
    this.capacity = capacity;
    stepChange = new double[capacity][capacity];
    changeChange = new double[capacity][capacity];
  }

  boolean isEmpty() {
    return steps.isEmpty();
  }

  void clear() {
    steps.clear();
    changes.clear();
  }

  /**
   * Remembers a step, unless the gradient tells nothing of the curvature along it; forgets the
   * oldest where there are too many.
   *
   * @param from where it began
   * @param to where it ended
   * @param gradientFrom the gradient where it began
   * @param gradientTo the gradient where it ended
   */
  void add(float[] from, FloatBuffer to, float[] gradientFrom, FloatBuffer gradientTo) {
    boolean full = steps.size() == capacity;
    float[] step = full ? steps.get(0) : new float[from.length];
    float[] change = full ? changes.get(0) : new float[from.length];
    if (full) {
      forgetOldest();
    }
    for (int k = 0; k < from.length; k++) {
      step[k] = to.get(k) - from[k];
      change[k] = gradientTo.get(k) - gradientFrom[k];
    }
    steps.add(step);
    changes.add(change);
    multiplyNewest();
  }

  /** Computes the products with the newest step, and forgets it where it isn't of use. */
  private void multiplyNewest() {
    int last = steps.size() - 1;
    double[] withStep = products(changes, steps.get(last));
    double[] withChange = products(changes, changes.get(last));
    double[] ofSteps = products(steps, changes.get(last));
    double length = Math.sqrt(product(steps.get(last), steps.get(last)) * withChange[last]);
    if (!(withStep[last] > SMALLEST_COSINE * length)) {
      steps.remove(last);
      changes.remove(last);
      return;
    }
    for (int i = 0; i <= last; i++) {
      stepChange[last][i] = withStep[i];
      stepChange[i][last] = ofSteps[i];
      changeChange[last][i] = withChange[i];
      changeChange[i][last] = withChange[i];
    }
  }

  private void forgetOldest() {
    steps.remove(0);
    changes.remove(0);
    for (double[][] matrix : List.of(stepChange, changeChange)) {
      for (int i = 1; i < capacity; i++) {
        System.arraycopy(matrix[i], 1, matrix[i - 1], 0, capacity - 1);
      }
    }
  }

  /**
   * The direction of the next step, {@code -H g}.
   *
   * @param gradient {@code g}
   * @param direction is overwritten
   */
  void direction(float[] gradient, float[] direction) {
    int n = steps.size();
    double[] alpha = new double[n];
    double[] stepGradient = products(steps, gradient);
    double[] changeGradient = products(changes, gradient);
    for (int i = n - 1; i >= 0; i--) {
      double product = stepGradient[i];
      for (int j = i + 1; j < n; j++) {
        product -= alpha[j] * stepChange[i][j];
      }
      alpha[i] = product / stepChange[i][i];
    }
    double scale = stepChange[n - 1][n - 1] / changeChange[n - 1][n - 1];
    double[] stepFactors = new double[n];
    for (int i = 0; i < n; i++) {
      double product = scale * changeGradient[i];
      for (int j = 0; j < n; j++) {
        product -= scale * alpha[j] * changeChange[i][j];
      }
      for (int j = 0; j < i; j++) {
        product += stepFactors[j] * stepChange[j][i];
      }
      stepFactors[i] = alpha[i] - product / stepChange[i][i];
    }
    combine(gradient, scale, alpha, stepFactors, direction);
  }

  /** {@code d = -scale (g - sum alpha_i y_i) - sum factor_i s_i}. */
  private void combine(
      float[] gradient, double scale, double[] alpha, double[] stepFactors, float[] direction) {
    inChunks(
        gradient.length,
        (from, to) -> {
          for (int k = from; k < to; k++) {
            direction[k] = (float) -scale * gradient[k];
          }
          for (int i = 0; i < alpha.length; i++) {
            addMultiple(direction, (float) (scale * alpha[i]), changes.get(i), from, to);
            addMultiple(direction, (float) -stepFactors[i], steps.get(i), from, to);
          }
        });
  }

  private static void addMultiple(float[] sum, float factor, float[] vector, int from, int to) {
    for (int k = from; k < to; k++) {
      sum[k] += factor * vector[k];
    }
  }

  /** The scalar products of some vectors with another one. */
  private static double[] products(List<float[]> vectors, float[] other) {
    int chunks = (other.length + CHUNK - 1) / CHUNK;
    double[][] parts = new double[chunks][vectors.size()];
    inChunks(
        other.length,
        (from, to) -> {
          double[] part = parts[from / CHUNK];
          for (int i = 0; i < part.length; i++) {
            part[i] = product(vectors.get(i), other, from, to);
          }
        });
    double[] sums = new double[vectors.size()];
    for (double[] part : parts) {
      for (int i = 0; i < sums.length; i++) {
        sums[i] += part[i];
      }
    }
    return sums;
  }

  /** The scalar product of two vectors. */
  static double product(float[] a, float[] b) {
    return products(List.of(a), b)[0];
  }

  /** Four sums, since each addition waits for the one before it. */
  private static double product(float[] a, float[] b, int from, int to) {
    double sum0 = 0;
    double sum1 = 0;
    double sum2 = 0;
    double sum3 = 0;
    int k = from;
    for (; k < to - 3; k += 4) {
      sum0 += (double) a[k] * b[k];
      sum1 += (double) a[k + 1] * b[k + 1];
      sum2 += (double) a[k + 2] * b[k + 2];
      sum3 += (double) a[k + 3] * b[k + 3];
    }
    for (; k < to; k++) {
      sum0 += (double) a[k] * b[k];
    }
    return sum0 + sum1 + sum2 + sum3;
  }

  private interface Range {
    void handle(int from, int to);
  }

  private static void inChunks(int length, Range range) {
    IntStream.range(0, (length + CHUNK - 1) / CHUNK)
        .parallel()
        .forEach(c -> range.handle(c * CHUNK, Math.min(length, (c + 1) * CHUNK)));
  }
}
