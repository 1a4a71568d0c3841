package neuralart.network;

import java.util.List;
import neuralart.network.node.Node;

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
}
