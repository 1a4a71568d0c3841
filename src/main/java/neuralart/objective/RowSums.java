package neuralart.objective;

import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Sums over the rows of an activation, in double precision, on all cores. */
final class RowSums {
  /** Values below which a second thread costs more than it saves. */
  private static final long WORTH_A_THREAD = 1 << 20;

  private RowSums() {}

  /**
   * Adds up what a function gives for each row. The rows of large arrays are computed in parallel
   * but added in their order, so that the same input gives the same sum.
   *
   * @param values how many values the rows have together
   */
  static double of(int from, int to, long values, IntToDoubleFunction row) {
    IntStream rows = IntStream.range(from, to);
    IntStream shared = values < WORTH_A_THREAD ? rows : rows.parallel();
    double[] sums = shared.mapToDouble(row).toArray();
    return DoubleStream.of(sums).sum();
  }
}
