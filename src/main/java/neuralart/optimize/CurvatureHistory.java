package neuralart.optimize;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.blas.Level1;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What L-BFGS remembers: the last steps {@code s} and the changes {@code y} of the gradient that
 * they made, as an approximation of the inverse of the Hessian (Nocedal 1980).
 */
final class CurvatureHistory {
  /**
   * A step whose gradient changes at more than about a right angle to it is of no use: the
   * approximation of the Hessian would no longer be positive.
   */
  private static final double SMALLEST_COSINE = 1e-8;

  /** A step with its change of the gradient, and their scalar product. */
  private record Pair(INDArray step, INDArray change, double product) {
    void close() {
      step.close();
      change.close();
    }
  }

  private final Level1 blas = Nd4j.getBlasWrapper().level1();
  private final int capacity;
  private final List<Pair> pairs = new ArrayList<>();

  /**
   * @param capacity how many steps are remembered
   */
  CurvatureHistory(int capacity) {
    this.capacity = capacity;
  }

  boolean isEmpty() {
    return pairs.isEmpty();
  }

  /** Forgets everything, and gives the memory back. */
  void clear() {
    pairs.forEach(Pair::close);
    pairs.clear();
  }

  /**
   * Remembers a step, unless the gradient tells nothing of the curvature along it; forgets the
   * oldest where there are too many.
   *
   * @param step flat; from now on this history's
   * @param change of the gradient; from now on this history's
   */
  void add(INDArray step, INDArray change) {
    Pair pair = new Pair(step, change, product(step, change));
    double length = Math.sqrt(product(step, step) * product(change, change));
    if (!(pair.product > SMALLEST_COSINE * length)) {
      pair.close();
      return;
    }
    if (pairs.size() == capacity) {
      pairs.remove(0).close();
    }
    pairs.add(pair);
  }

  /**
   * Turns a gradient {@code g} into the direction of the next step, {@code -H g}, in place, by the
   * two loops of the method.
   *
   * @param gradient flat
   */
  void direct(INDArray gradient) {
    double[] alpha = new double[pairs.size()];
    for (int i = alpha.length - 1; i >= 0; i--) {
      Pair pair = pairs.get(i);
      alpha[i] = product(pair.step, gradient) / pair.product;
      add(-alpha[i], pair.change, gradient);
    }
    Pair last = pairs.get(pairs.size() - 1);
    blas.scal(gradient.length(), -last.product / product(last.change, last.change), gradient);
    for (int i = 0; i < alpha.length; i++) {
      Pair pair = pairs.get(i);
      double beta = product(pair.change, gradient) / pair.product;
      add(-alpha[i] - beta, pair.step, gradient);
    }
  }

  /** The scalar product of two vectors. */
  double product(INDArray a, INDArray b) {
    return blas.dot(a.length(), 1, a, b);
  }

  /** {@code sum += factor vector}. */
  void add(double factor, INDArray vector, INDArray sum) {
    blas.axpy(vector.length(), factor, vector, sum);
  }
}
