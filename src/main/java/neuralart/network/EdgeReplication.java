package neuralart.network;

import java.util.ArrayList;
import java.util.List;
import neuralart.network.node.Convolution;
import neuralart.network.node.Cropping;
import neuralart.network.node.EdgePadding;
import neuralart.network.node.Margins;
import neuralart.step.Window;

/**
 * Lets the convolutions that read the image see its edge repeated where they were trained with
 * zeros: the image gets margins, and what the convolution makes of these is cut off. Convolutions
 * that change the size of the image stay as they are.
 */
final class EdgeReplication {
  private final List<Vertex> rewritten = new ArrayList<>();

  private EdgeReplication() {}

  static List<Vertex> apply(List<Vertex> vertices) {
    EdgeReplication replication = new EdgeReplication();
    List<Integer> places = new ArrayList<>();
    for (Vertex vertex : vertices) {
      List<Integer> inputs = vertex.inputs().stream().map(places::get).toList();
      places.add(replication.add(new Vertex(vertex.name(), vertex.node(), inputs)));
    }
    return replication.rewritten;
  }

  /** Adds a vertex; returns the index of its output. */
  private int add(Vertex vertex) {
    Window window = vertex.node().window();
    boolean padded =
        vertex.node() instanceof Convolution
            && vertex.inputs().equals(List.of(0))
            && window.keepsSize()
            && window.extentHeight() * window.extentWidth() > 1;
    if (padded) {
      int rows = window.extentHeight() / 2;
      int columns = window.extentWidth() / 2;
      Margins margins = new Margins(rows, rows, columns, columns);
      append(new Vertex("", new EdgePadding(margins), List.of(0)));
      append(new Vertex("", vertex.node(), List.of(rewritten.size() - 1)));
      return append(
          new Vertex(vertex.name(), new Cropping(margins), List.of(rewritten.size() - 1)));
    }
    return append(vertex);
  }

  private int append(Vertex vertex) {
    rewritten.add(vertex);
    return rewritten.size() - 1;
  }
}
