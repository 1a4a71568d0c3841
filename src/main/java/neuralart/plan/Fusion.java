package neuralart.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import neuralart.network.Vertex;
import neuralart.network.node.Activation;
import neuralart.network.node.Combination;
import neuralart.network.node.Combination.Operation;
import neuralart.network.node.Concatenation;
import neuralart.network.node.MaxPooling;
import neuralart.network.node.Node;
import neuralart.network.node.Relu;

/**
 * Rewrites of a network that compute the same with less work. Vertices stay at their indices; those
 * that are no longer needed are read by none. A vertex whose own activation is wanted, or that
 * another one reads too, stays as it is.
 */
final class Fusion {
  private final List<Vertex> vertices;
  private final Set<String> kept;
  private final int[] readers;

  private Fusion(List<Vertex> vertices, Set<String> kept) {
    this.vertices = new ArrayList<>(vertices);
    this.kept = kept;
    this.readers = new int[vertices.size()];
    vertices.forEach(vertex -> vertex.inputs().forEach(input -> readers[input]++));
  }

  /**
   * Rewrites a network.
   *
   * @param kept names of the layers that must be computed as they stand
   */
  static List<Vertex> apply(List<Vertex> vertices, Set<String> kept) {
    Fusion fusion = new Fusion(vertices, kept);
    for (int i = 0; i < vertices.size(); i++) {
      fusion.joinWithInput(i);
      fusion.moveRelusBehindConcatenation(i);
      fusion.moveReluBehindMaxPooling(i);
      fusion.joinSigmoidWithProduct(i);
    }
    return fusion.vertices;
  }

  /** Replaces a pair of vertices by one where the nodes know how, for instance a batch norm. */
  private void joinWithInput(int i) {
    Vertex vertex = vertices.get(i);
    if (vertex.inputs().size() == 1 && isInner(vertex.inputs().get(0))) {
      Vertex input = vertices.get(vertex.inputs().get(0));
      Optional<Node> both = input.node().followedBy(vertex.node());
      both.ifPresent(node -> vertices.set(i, new Vertex(vertex.name(), node, input.inputs())));
    }
  }

  /** One ReLU behind a concatenation is one pass over one array, instead of one for each branch. */
  private void moveRelusBehindConcatenation(int i) {
    Vertex vertex = vertices.get(i);
    boolean movable =
        vertex.node() instanceof Concatenation
            && vertex.inputs().stream()
                .allMatch(input -> vertices.get(input).node() instanceof Relu && isInner(input));
    if (movable) {
      List<Integer> inputs =
          vertex.inputs().stream().map(input -> vertices.get(input).inputs().get(0)).toList();
      vertices.set(i, new Vertex(vertex.name(), new Concatenation(true), inputs));
    }
  }

  /** The largest of rectified values is the largest value, rectified: there are fewer of these. */
  private void moveReluBehindMaxPooling(int i) {
    Vertex pooling = vertices.get(i);
    if (pooling.node() instanceof MaxPooling
        && vertices.get(pooling.inputs().get(0)).node() instanceof Relu
        && isInner(pooling.inputs().get(0))) {
      int before = pooling.inputs().get(0);
      Vertex relu = vertices.get(before);
      vertices.set(before, new Vertex("", pooling.node(), relu.inputs()));
      vertices.set(i, new Vertex(pooling.name(), relu.node(), List.of(before)));
    }
  }

  /** A value times its sigmoid is one function, which is known as swish and as SiLU. */
  private void joinSigmoidWithProduct(int i) {
    Vertex product = vertices.get(i);
    if (!product.node().equals(new Combination(Operation.MULTIPLY))
        || product.inputs().size() != 2) {
      return;
    }
    for (int gate : product.inputs()) {
      int value = product.inputs().get(product.inputs().get(0) == gate ? 1 : 0);
      Vertex sigmoid = vertices.get(gate);
      if (sigmoid.node().equals(Activation.sigmoid())
          && sigmoid.inputs().get(0) == value
          && isInner(gate)) {
        readers[value]--;
        vertices.set(i, new Vertex(product.name(), Activation.swish(), List.of(value)));
        return;
      }
    }
  }

  /** Whether a vertex has one reader, and no one asks for its activation. */
  private boolean isInner(int vertex) {
    return readers[vertex] == 1 && !kept.contains(vertices.get(vertex).name());
  }
}
