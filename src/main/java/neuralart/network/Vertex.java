package neuralart.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import neuralart.network.node.Concatenation;
import neuralart.network.node.Node;
import neuralart.network.node.Relu;

/**
 * A node in its place in a network.
 *
 * @param name name of the layer whose output this is, or empty for an inner step of a layer
 * @param node what it computes
 * @param inputs indices of the vertices that it reads, all smaller than its own
 */
public record Vertex(String name, Node node, List<Integer> inputs) {
  public Vertex {
    inputs = List.copyOf(inputs);
  }

  /**
   * Moves ReLUs behind the concatenation that alone reads them, where it costs one pass over one
   * array, and the inputs' own activations need not be kept. The result is the same.
   *
   * @param vertices of a network
   * @param kept names of the layers that must be computed as they stand
   * @return vertices at the same indices; those of the moved ReLUs are read by none
   */
  static List<Vertex> moveRelusBehindConcatenations(List<Vertex> vertices, Set<String> kept) {
    List<Vertex> moved = new ArrayList<>(vertices);
    int[] readers = new int[vertices.size()];
    vertices.forEach(vertex -> vertex.inputs.forEach(input -> readers[input]++));
    for (int i = 0; i < vertices.size(); i++) {
      Vertex vertex = vertices.get(i);
      boolean movable =
          vertex.node instanceof Concatenation
              && vertex.inputs.stream()
                  .allMatch(
                      input ->
                          vertices.get(input).node instanceof Relu
                              && readers[input] == 1
                              && !kept.contains(vertices.get(input).name));
      if (movable) {
        List<Integer> inputs =
            vertex.inputs.stream().map(input -> vertices.get(input).inputs.get(0)).toList();
        moved.set(i, new Vertex(vertex.name, new Concatenation(true), inputs));
      }
    }
    return moved;
  }
}
