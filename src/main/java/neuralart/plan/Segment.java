package neuralart.plan;

import java.util.List;
import java.util.stream.IntStream;
import neuralart.network.node.Node;

/**
 * Consecutive vertices that run together, over the whole image or strip by strip. What they read of
 * earlier segments, and what later ones read of them, is there as a whole.
 */
final class Segment {
  private final Computation computation;
  private final int end;
  private final List<Integer> vertices;
  private final List<Integer> inputs;
  private final List<Integer> outputs;

  /**
   * @param first index of the first vertex, not that of the image
   * @param end index behind the last vertex
   */
  Segment(Computation computation, int first, int end) {
    this.computation = computation;
    this.end = end;
    vertices = IntStream.range(first, end).filter(computation.usage()::isActive).boxed().toList();
    inputs =
        vertices.stream()
            .flatMap(vertex -> computation.inputs(vertex).stream())
            .filter(input -> input < first)
            .distinct()
            .sorted()
            .toList();
    outputs = vertices.stream().filter(this::isOutput).toList();
  }

  private boolean isOutput(int vertex) {
    return computation.usage().isKept(vertex) || isReadLater(vertex);
  }

  /** Whether a later segment reads a vertex. */
  boolean isReadLater(int vertex) {
    return IntStream.range(end, computation.size())
        .anyMatch(i -> computation.usage().isActive(i) && computation.inputs(i).contains(vertex));
  }

  /** Those that run, in order. */
  List<Integer> vertices() {
    return vertices;
  }

  /** Vertices of earlier segments, or the image, that these read. */
  List<Integer> inputs() {
    return inputs;
  }

  /** Those of the vertices whose outputs must be there as a whole. */
  List<Integer> outputs() {
    return outputs;
  }

  /** For each vertex, whether a reverse pass over the segment reads its output. */
  boolean[] neededLater() {
    boolean[] needed = new boolean[computation.size()];
    for (int i : vertices) {
      if (computation.usage().isDifferentiable(i)) {
        Node node = computation.vertex(i).node();
        needed[i] |= node.backwardReadsOutput() || !computation.objectives(i, true).isEmpty();
        for (int input : computation.inputs(i)) {
          needed[input] |= node.backwardReadsInputs();
        }
      }
    }
    return needed;
  }

  Computation computation() {
    return computation;
  }
}
