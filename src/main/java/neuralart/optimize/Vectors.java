package neuralart.optimize;

import java.util.List;
import java.util.function.Supplier;
import neuralart.plan.Plan;
import neuralart.step.DeviceException;
import neuralart.step.Step;
import neuralart.step.Tensor;

/**
 * The variables of a loss, its gradient and what an optimiser knows of them; in the computer's
 * memory, or on the device where a plan computes the gradient.
 */
public interface Vectors extends AutoCloseable {
  /** Sums of values, of absolutes and of squares. */
  int TOTALS = 3;

  /** The variables; on a device, those of a plan's image are {@code [1, H, W, C]}. */
  Tensor variables();

  /** The gradient of the last evaluation, of the same extent. */
  Tensor gradient();

  /**
   * The same memory with the variables of a function inside of this one.
   *
   * @return the same each time
   */
  Vectors inside(Variables function);

  /** Computes the loss of the plan whose image the variables are, and its gradient. */
  double evaluate(Plan plan);

  /**
   * Computes something.
   *
   * @param key of what is computed
   * @param steps the same for a key each time: steps of either kind, of which the processor runs
   *     the loops; asked for once
   */
  void run(Object key, Supplier<List<Step>> steps);

  /** Sets numbers that steps of a device read; loops know them otherwise. */
  void set(Tensor numbers, double... values);

  /**
   * Sums over a vector.
   *
   * @param sum of the values
   * @param absolutes sum of their absolutes
   * @param squares sum of their squares
   * @param count how many values there are
   */
  record Totals(double sum, double absolutes, double squares, long count) {}

  /** Adds up the values of a vector. */
  Totals totals(Tensor x);

  /**
   * Takes memory for a vector that begins with some values. They become the vector's again whenever
   * the variables come back from a device, and at the end of a descent.
   */
  Tensor take(float[] values);

  /** Makes a vector the variables. */
  void writeVariables(Tensor from);

  /** Takes the variables to where these vectors are, before a descent. */
  void begin();

  /** Whether the variables have come back from a device since this was asked last. */
  boolean haveComeBack();

  /** Brings all back from a device, at the end of a descent. */
  void bringBack();

  /** Leaves a device that failed: the variables are those that came back last. */
  void leave(DeviceException failure);

  @Override
  void close();
}
