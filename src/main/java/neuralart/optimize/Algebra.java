package neuralart.optimize;

import neuralart.step.Tensor;

/** Vectors with what L-BFGS computes of them. */
interface Algebra extends Vectors {
  /** Takes memory for a vector, unset, which ends with this. */
  Tensor take();

  /** Takes memory for some vectors side by side. */
  Tensor take(int rows);

  /** {@code to =} the variables. */
  void readVariables(Tensor to);

  /** {@code to =} the gradient of the last evaluation. */
  void readGradient(Tensor to);

  /** {@code to = from}. */
  void copy(Tensor from, Tensor to);

  /** {@code x = factor x}. */
  void scale(Tensor x, double factor);

  /** {@code to = to + from}. */
  void add(Tensor from, Tensor to);

  /** {@code to = to - from}. */
  void subtract(Tensor from, Tensor to);

  /** The scalar product. */
  double product(Tensor a, Tensor b);

  /** Applies the preconditioner in place. */
  void precondition(Tensor x);

  /** Makes a vector one of some side by side. */
  void setRow(Tensor rows, int row, Tensor vector);

  /** The scalar products of a vector with the first of some. */
  double[] products(Tensor rows, int used, Tensor vector);

  /** {@code vector = factor vector - sum(factors rows)}, with the first rows. */
  void combine(Tensor vector, double factor, Tensor rows, double[] factors);
}
