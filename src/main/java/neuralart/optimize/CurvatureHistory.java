package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import neuralart.network.node.Ops;
import org.nd4j.linalg.api.blas.Level1;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What L-BFGS remembers: the last steps {@code s} and the changes {@code y} of the gradient that
 * they made, as an approximation of the inverse of the Hessian (Nocedal 1980).
 *
 * <p>The two loops of the method run on coefficients and scalar products alone (Chen, Wang and Zhou
 * 2014, <i>Large-scale L-BFGS using MapReduce</i>): the vectors are read in few passes by matrix
 * products, since reading them is what takes the time.
 */
final class CurvatureHistory {
  /**
   * A step whose gradient changes at more than about a right angle to it is of no use: the
   * approximation of the Hessian would no longer be positive.
   */
  private static final double SMALLEST_COSINE = 1e-8;

  private final Level1 blas = Nd4j.getBlasWrapper().level1();
  private final int capacity;

  /** Row {@code 2 i} is the step of pair {@code i}, the next row its change of the gradient. */
  private INDArray rows;

  /** The scalar product of a row with the change of a pair, where the row isn't a later step. */
  private final double[][] products;

  /** Pairs that are remembered. */
  private int size;

  /** The pair that is overwritten next; once all are in use, the oldest. */
  private int next;

  /**
   * @param capacity how many steps are remembered
   */
  CurvatureHistory(int capacity) {
    this.capacity = capacity;
    products = new double[2 * capacity][capacity];
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Forgets everything, and gives the memory back. */
  void clear() {
    if (rows != null) {
      rows.close();
      rows = null;
    }
    size = 0;
    next = 0;
  }

  /**
   * Remembers a step, unless the gradient tells nothing of the curvature along it; forgets the
   * oldest where there are too many.
   *
   * @param step flat, copied
   * @param change of the gradient, flat, copied
   */
  void add(INDArray step, INDArray change) {
    double length = Math.sqrt(product(step, step) * product(change, change));
    if (!(product(step, change) > SMALLEST_COSINE * length)) {
      return;
    }
    if (rows == null) {
      rows = Nd4j.createUninitialized(DataType.FLOAT, 2L * capacity, step.length());
    }
    int pair = next;
    rows.getRow(2L * pair).assign(step);
    rows.getRow(2L * pair + 1).assign(change);
    next = (next + 1) % capacity;
    size = Math.min(size + 1, capacity);
    double[] changes = products(change);
    for (int row = 0; row < changes.length; row++) {
      products[row][pair] = changes[row];
    }
    for (int other = 0; other < size; other++) {
      products[2 * pair + 1][other] = changes[2 * other + 1];
    }
  }

  /**
   * Turns a gradient {@code g} into the direction of the next step, {@code -H g}, in place.
   *
   * @param gradient flat
   */
  void direct(INDArray gradient) {
    double[] slopes = products(gradient);
    double[] factors = new double[2 * size]; // the direction is that many of each row
    int[] pairs = IntStream.range(0, size).map(i -> (next + capacity - 1 - i) % capacity).toArray();
    for (int i = 0; i < size; i++) { // from the last pair to the first
      int pair = pairs[i];
      double alpha = slopes[2 * pair];
      for (int j = 0; j < i; j++) {
        alpha += factors[2 * pairs[j] + 1] * products[2 * pair][pairs[j]];
      }
      factors[2 * pair + 1] = -alpha / products[2 * pair][pair];
    }
    int last = pairs[0];
    double scale = products[2 * last][last] / products[2 * last + 1][last];
    for (int pair : pairs) {
      factors[2 * pair] = -factors[2 * pair + 1];
      factors[2 * pair + 1] *= scale;
    }
    for (int i = size - 1; i >= 0; i--) {
      int pair = pairs[i];
      double beta = scale * slopes[2 * pair + 1];
      for (int j = 0; j < size; j++) {
        beta += factors[2 * pairs[j] + 1] * products[2 * pairs[j] + 1][pair];
        beta += j > i ? factors[2 * pairs[j]] * products[2 * pairs[j]][pair] : 0;
      }
      factors[2 * pair] -= beta / products[2 * pair][pair];
    }
    combine(factors, scale, gradient);
  }

  /** {@code vector = -scale vector - sum(factors rows)}. */
  private void combine(double[] factors, double scale, INDArray vector) {
    float[] values = new float[factors.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) factors[i];
    }
    try (INDArray row = Nd4j.createFromArray(values)) {
      INDArray sum = vector.reshape(1, vector.length());
      Ops.matmul(row.reshape(1, values.length), false, used(), false, sum, -1, -scale).run();
    }
  }

  /** The scalar products of a vector with all rows that are in use. */
  private double[] products(INDArray vector) {
    double[] result = new double[2 * size];
    try (INDArray all = Nd4j.createUninitialized(DataType.FLOAT, 1, result.length)) {
      Ops.matmul(vector.reshape(1, vector.length()), false, used(), true, all, 1, 0).run();
      FloatBuffer values = Ops.values(all);
      for (int i = 0; i < result.length; i++) {
        result[i] = values.get(i);
      }
    }
    return result;
  }

  private INDArray used() {
    return size == capacity ? rows : rows.get(NDArrayIndex.interval(0, 2L * size));
  }

  /** The scalar product of two vectors. */
  double product(INDArray a, INDArray b) {
    return blas.dot(a.length(), 1, a, b);
  }
}
