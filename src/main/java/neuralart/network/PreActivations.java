package neuralart.network;

import java.util.ArrayList;
import java.util.List;
import neuralart.network.node.Activation;
import neuralart.network.node.Node;
import neuralart.network.node.PiecewiseRelu;
import neuralart.network.node.Relu;

/** The steps inside layers whose output the layer's own activation function then changes. */
final class PreActivations {
  private static final String SUFFIX = "/pre-activation";

  private PreActivations() {}

  /** Gives these steps names of their own; other inner steps stay without one. */
  static List<Vertex> name(List<Vertex> vertices) {
    List<Vertex> named = new ArrayList<>(vertices);
    for (Vertex vertex : vertices) {
      if (isActivation(vertex.node())) {
        int input = vertex.inputs().get(0);
        Vertex before = vertices.get(input);
        if (before.name().isEmpty()) {
          named.set(input, new Vertex(vertex.name() + SUFFIX, before.node(), before.inputs()));
        }
      }
    }
    return List.copyOf(named);
  }

  /** Takes these names away again. */
  static List<Vertex> withoutNames(List<Vertex> vertices) {
    return vertices.stream()
        .map(v -> v.name().endsWith(SUFFIX) ? new Vertex("", v.node(), v.inputs()) : v)
        .toList();
  }

  static boolean isActivation(Node node) {
    return node instanceof Relu || node instanceof PiecewiseRelu || node instanceof Activation;
  }

  /** The layer that a vertex of this name belongs to. */
  static String owner(String name) {
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }
}
