package neuralart.plan;

import java.util.List;
import neuralart.network.node.Node;
import neuralart.network.node.Span;
import neuralart.step.Executor;
import neuralart.step.Shape;

/** How the rows of vertices lie to those of the image: {@code image rows / rows} as a fraction. */
final class Rows {
  /** Images aren't cut at such distances. */
  private static final long FAR = 1 << 20;

  private final long[] numerator;
  private final long[] denominator;
  private final int[] together;
  private final Span[] spans;

  Rows(Computation computation, Executor executor) {
    numerator = new long[computation.size()];
    denominator = new long[computation.size()];
    together = new int[computation.size()];
    spans = new Span[computation.size()];
    for (int i = 0; i < numerator.length; i++) {
      if (computation.usage().isActive(i)) {
        place(computation, i);
        together[i] = together(computation, i, executor);
      }
    }
  }

  private void place(Computation computation, int i) {
    Node node = computation.vertex(i).node();
    List<Integer> inputs = node.placing(computation.inputs(i));
    if (inputs.isEmpty()) {
      numerator[i] = 1;
      denominator[i] = 1;
      return;
    }
    int input = inputs.get(0);
    List<Shape> extents = inputs.stream().map(computation::shape).toList();
    spans[i] = node.reach(extents).rows();
    long up = numerator[input] * spans[i].step();
    long down = denominator[input] * spans[i].divisor();
    long divisor = greatestCommonDivisor(up, down);
    numerator[i] = Math.min(FAR, up / divisor);
    denominator[i] = Math.min(FAR, down / divisor);
  }

  private static int together(Computation computation, int i, Executor executor) {
    Node node = computation.vertex(i).node();
    if (!node.hasKernels()) {
      return 1;
    }
    Shape input = computation.shape(computation.inputs(i).get(0));
    Shape output = computation.shape(i);
    return Math.max(
        executor.rowsTogether(node.window(), input, output),
        executor.rowsTogether(node.window(), output, input));
  }

  /** The rows of its inputs that a row of a vertex is computed from, in the whole image. */
  Span span(int vertex) {
    return spans[vertex];
  }

  /** Rows of a vertex that are computed together, and of its input's gradient. */
  int together(int vertex) {
    return together[vertex];
  }

  /** Smallest number of rows of the image that is a whole number of rows of all these vertices. */
  long period(List<Integer> vertices) {
    long period = 1;
    for (int i : vertices) {
      period = Math.min(FAR, period / greatestCommonDivisor(period, numerator[i]) * numerator[i]);
    }
    return period;
  }

  /** Smallest multiple of a period with whole groups of rows that are computed together. */
  long grid(long period, List<Integer> vertices) {
    long grid = period;
    for (int i : vertices) {
      long rows = of(i, grid);
      grid = Math.min(FAR, grid * together[i] / greatestCommonDivisor(together[i], rows));
    }
    return grid;
  }

  /** Rows of a vertex for a multiple of its period of rows of the image. */
  long of(int vertex, long imageRows) {
    return imageRows / numerator[vertex] * denominator[vertex];
  }

  /** The most rows of the image for which a vertex has no more than some rows. */
  long inImage(int vertex, long rows) {
    return rows * numerator[vertex] / denominator[vertex];
  }

  private static long greatestCommonDivisor(long a, long b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
