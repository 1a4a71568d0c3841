package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import neuralart.plan.cpu.Ops;
import neuralart.step.HostCopy;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What L-BFGS remembers: the last steps {@code s} and the changes {@code y} of the gradient that
 * they made, as an approximation of the inverse of the Hessian (Nocedal 1980).
 *
 * <p>The two loops of the method run on coefficients and scalar products alone: reading the vectors
 * is what takes the time, and matrix products read all of them in one pass.
 */
final class CurvatureHistory {
  /**
   * A step whose gradient changes at more than about a right angle to it is of no use: the
   * approximation of the Hessian would no longer be positive.
   */
  private static final double SMALLEST_COSINE = 1e-8;

  private final int capacity;
  private final Preconditioner preconditioner;

  /** The steps and the changes of the gradient, a row each. */
  private INDArray steps;

  private INDArray changes;

  /** The scalar product of a step with a change, where the step isn't the later one. */
  private final double[][] products;

  /** What the preconditioner is multiplied by, so that it fits the curvature met last. */
  private double scale;

  /** Pairs that are remembered. */
  private int size;

  /** The pair that is overwritten next; once all are in use, the oldest. */
  private int next;

  /**
   * @param capacity how many steps are remembered
   * @param preconditioner what stands for the inverse of the Hessian where nothing is remembered
   */
  CurvatureHistory(int capacity, Preconditioner preconditioner) {
    this.capacity = capacity;
    this.preconditioner = preconditioner;
    products = new double[capacity][capacity];
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Forgets everything, and gives the memory back. */
  void clear() {
    if (steps != null) {
      steps.close();
      changes.close();
      steps = null;
      changes = null;
    }
    size = 0;
    next = 0;
  }

  /**
   * Remembers a step, unless the gradient tells nothing of the curvature along it; forgets the
   * oldest where there are too many.
   *
   * @param step flat, overwritten
   * @param change of the gradient, flat
   */
  void add(INDArray step, INDArray change) {
    double curvature = product(step, change);
    double length = Math.sqrt(product(step, step) * product(change, change));
    if (!(curvature > SMALLEST_COSINE * length)) {
      return;
    }
    if (steps == null) {
      steps = Nd4j.createUninitialized(DataType.FLOAT, capacity, step.length());
      changes = Nd4j.createUninitialized(DataType.FLOAT, capacity, step.length());
    }
    int pair = next;
    steps.getRow(pair).assign(step);
    changes.getRow(pair).assign(change);
    next = (next + 1) % capacity;
    size = Math.min(size + 1, capacity);
    double[] along = products(steps, change);
    for (int i = 0; i < size; i++) {
      products[i][pair] = along[i];
    }
    precondition(step.assign(change), preconditioner);
    scale = curvature / product(change, step);
  }

  /**
   * Turns a gradient {@code g} into the direction of the next step, {@code -H g}, in place.
   *
   * @param gradient flat
   */
  void direct(INDArray gradient) {
    int[] pairs = IntStream.range(0, size).map(i -> (next + capacity - 1 - i) % capacity).toArray();
    double[] alphas = products(steps, gradient);
    for (int i = 0; i < size; i++) { // from the last pair to the first
      int pair = pairs[i];
      for (int j = 0; j < i; j++) {
        alphas[pair] -= alphas[pairs[j]] * products[pair][pairs[j]];
      }
      alphas[pair] /= products[pair][pair];
    }
    combine(gradient, 1, changes, alphas);
    precondition(gradient, preconditioner);
    double[] betas = products(changes, gradient);
    for (int i = size - 1; i >= 0; i--) {
      int pair = pairs[i];
      betas[pair] *= scale;
      for (int j = size - 1; j > i; j--) {
        betas[pair] += (alphas[pairs[j]] - betas[pairs[j]]) * products[pairs[j]][pair];
      }
      betas[pair] /= products[pair][pair];
    }
    for (int i = 0; i < size; i++) {
      alphas[i] -= betas[i];
    }
    combine(gradient, -scale, steps, alphas);
  }

  /** Lets a preconditioner have a vector, which isn't a view. */
  static void precondition(INDArray vector, Preconditioner preconditioner) {
    preconditioner.apply(HostCopy.values(vector));
    HostCopy.write(vector);
  }

  /** {@code vector = factor vector - sum(factors rows)}. */
  private void combine(INDArray vector, double factor, INDArray rows, double[] factors) {
    float[] values = new float[factors.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) factors[i];
    }
    try (INDArray row = Nd4j.createFromArray(values)) {
      INDArray sum = vector.reshape(1, vector.length());
      INDArray left = row.reshape(1, values.length);
      Ops.matmul(left, false, used(rows), false, sum, -1, factor).run();
    }
  }

  /** The scalar products of a vector with the rows that are in use. */
  private double[] products(INDArray rows, INDArray vector) {
    double[] result = new double[size];
    try (INDArray all = Nd4j.createUninitialized(DataType.FLOAT, 1, size)) {
      INDArray left = vector.reshape(1, vector.length());
      Ops.matmul(left, false, used(rows), true, all, 1, 0).run();
      FloatBuffer values = HostCopy.values(all);
      for (int i = 0; i < size; i++) {
        result[i] = values.get(i);
      }
    }
    return result;
  }

  private INDArray used(INDArray rows) {
    return size == capacity ? rows : rows.get(NDArrayIndex.interval(0, size));
  }

  /** The scalar product of two vectors, which aren't views. */
  static double product(INDArray a, INDArray b) {
    FloatBuffer left = HostCopy.values(a);
    FloatBuffer right = HostCopy.values(b);
    double sum = 0;
    for (int i = 0; i < left.limit(); i++) {
      sum += (double) left.get(i) * right.get(i);
    }
    return sum;
  }
}
