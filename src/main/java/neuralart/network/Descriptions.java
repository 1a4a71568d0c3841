package neuralart.network;

import java.util.ArrayList;
import java.util.List;
import neuralart.network.node.Node;
import neuralart.network.node.Reach;
import neuralart.network.node.Span;
import neuralart.network.node.Unsupported;
import neuralart.step.Shape;

/** Walks the vertices of a network once, adding up strides, receptive fields and parameters. */
final class Descriptions {
  /** How far an operation reaches doesn't depend on the size of its input. */
  private static final Shape ANY_SIZE = new Shape(1, 1, 1);

  private final List<Vertex> vertices;
  private final boolean[] known;
  private final double[] stride;
  private final double[] field;
  private final boolean[] seesAll;
  private final boolean[] unknown;
  private final int[] channels;
  private final String[] kind;
  private final long[] parameters;
  private final List<Layer> layers = new ArrayList<>();

  private Descriptions(List<Vertex> vertices) {
    int n = vertices.size();
    this.vertices = vertices;
    this.known = new boolean[n];
    this.stride = new double[n];
    this.field = new double[n];
    this.seesAll = new boolean[n];
    this.unknown = new boolean[n];
    this.channels = new int[n];
    this.kind = new String[n];
    this.parameters = new long[n];
  }

  /** The layers that can be computed, in order. */
  static List<Layer> of(List<Vertex> vertices) {
    Descriptions descriptions = new Descriptions(vertices);
    for (int i = 0; i < vertices.size(); i++) {
      descriptions.describe(i);
    }
    return List.copyOf(descriptions.layers);
  }

  private void describe(int i) {
    Vertex vertex = vertices.get(i);
    Node node = vertex.node();
    known[i] = !(node instanceof Unsupported) && vertex.inputs().stream().allMatch(in -> known[in]);
    if (!known[i]) {
      return;
    }
    addUp(i);
    channels[i] = node.channels(vertex.inputs().stream().map(input -> channels[input]).toList());
    int inner = innerStep(vertex);
    kind[i] = inner < 0 ? node.kind() : kind[inner] + " + " + node.kind();
    parameters[i] = node.parameters() + (inner < 0 ? 0 : parameters[inner]);
    if (i > 0 && !vertex.name().isEmpty()) {
      layers.add(
          new Layer(
              vertex.name(),
              kind[i],
              channels[i],
              seesAll[i] ? 0 : (int) Math.max(1, Math.round(stride[i])),
              seesAll[i] || unknown[i] ? 0 : (int) Math.ceil(field[i]),
              parameters[i],
              node.role()));
    }
  }

  private void addUp(int i) {
    Vertex vertex = vertices.get(i);
    Node node = vertex.node();
    List<Integer> placing = node.placing(vertex.inputs());
    double inputStride = placing.stream().mapToDouble(in -> stride[in]).max().orElse(1);
    double inputField = placing.stream().mapToDouble(in -> field[in]).max().orElse(1);
    Reach reach = node.reach(ANY_SIZE);
    Span wider = reach.rows().extent() > reach.columns().extent() ? reach.rows() : reach.columns();
    double rows = (double) reach.rows().step() / reach.rows().divisor();
    double columns = (double) reach.columns().step() / reach.columns().divisor();
    field[i] = inputField + (wider.extent() - 1) * inputStride;
    stride[i] = inputStride * Math.max(rows, columns);
    // A pixel for the whole image that is resized to the extent of a layer gets that layer's
    // places.
    seesAll[i] =
        node.seesAll() || !placing.isEmpty() && placing.stream().allMatch(in -> seesAll[in]);
    unknown[i] = wider.isEverything() || vertex.inputs().stream().anyMatch(in -> unknown[in]);
  }

  /** The vertex before this one if both belong to the same layer, or -1. */
  private int innerStep(Vertex vertex) {
    boolean single = vertex.inputs().size() == 1;
    return single && vertices.get(vertex.inputs().get(0)).name().isEmpty()
        ? vertex.inputs().get(0)
        : -1;
  }
}
