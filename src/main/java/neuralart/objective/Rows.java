package neuralart.objective;

import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Sums over the rows of an activation, in double precision, on all cores. */
final class Rows {
  private Rows() {}

  /**
   * Adds up what a function gives for each row. The rows are computed in parallel but added in
   * their order, so that the same input gives the same sum.
   */
  static double sum(int from, int to, IntToDoubleFunction row) {
    double[] sums = IntStream.range(from, to).parallel().mapToDouble(row).toArray();
    return DoubleStream.of(sums).sum();
  }
}
