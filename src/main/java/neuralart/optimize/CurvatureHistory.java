package neuralart.optimize;

import java.util.stream.IntStream;
import neuralart.step.Tensor;

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
  private final Algebra vectors;

  /** The steps and the changes of the gradient, a row each. */
  private final Tensor steps;

  private final Tensor changes;

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
   * @param vectors where they are, with the preconditioner, which stands for the inverse of the
   *     Hessian where nothing is remembered
   */
  CurvatureHistory(int capacity, Algebra vectors) {
    this.capacity = capacity;
    this.vectors = vectors;
    steps = vectors.take(capacity);
    changes = vectors.take(capacity);
    products = new double[capacity][capacity];
  }

  boolean isEmpty() {
    return size == 0;
  }

  /** Forgets everything. */
  void clear() {
    size = 0;
    next = 0;
  }

  /**
   * Remembers a step, unless the gradient tells nothing of the curvature along it; forgets the
   * oldest where there are too many.
   *
   * @param step overwritten
   * @param change of the gradient
   */
  void add(Tensor step, Tensor change) {
    double curvature = vectors.product(step, change);
    double length = Math.sqrt(vectors.product(step, step) * vectors.product(change, change));
    if (!(curvature > SMALLEST_COSINE * length)) {
      return;
    }
    int pair = next;
    vectors.setRow(steps, pair, step);
    vectors.setRow(changes, pair, change);
    next = (next + 1) % capacity;
    size = Math.min(size + 1, capacity);
    double[] along = vectors.products(steps, size, change);
    for (int i = 0; i < size; i++) {
      products[i][pair] = along[i];
    }
    vectors.copy(change, step);
    vectors.precondition(step);
    scale = curvature / vectors.product(change, step);
  }

  /**
   * Turns a gradient {@code g} into the direction of the next step, {@code -H g}, in place.
   *
   * @param gradient overwritten
   */
  void direct(Tensor gradient) {
    int[] pairs = IntStream.range(0, size).map(i -> (next + capacity - 1 - i) % capacity).toArray();
    double[] alphas = vectors.products(steps, size, gradient);
    for (int i = 0; i < size; i++) { // from the last pair to the first
      int pair = pairs[i];
      for (int j = 0; j < i; j++) {
        alphas[pair] -= alphas[pairs[j]] * products[pair][pairs[j]];
      }
      alphas[pair] /= products[pair][pair];
    }
    vectors.combine(gradient, 1, changes, alphas);
    vectors.precondition(gradient);
    double[] betas = vectors.products(changes, size, gradient);
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
    vectors.combine(gradient, -scale, steps, alphas);
  }
}
