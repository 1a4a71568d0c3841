package neuralart.network;

import java.util.ArrayList;
import java.util.List;
import neuralart.network.node.Node;
import neuralart.network.node.Unsupported;
import neuralart.network.node.Window;

/** Walks the vertices of a network once, adding up strides, receptive fields and parameters. */
final class Descriptions {
  private final List<Vertex> vertices;
  private final boolean[] known;
  private final double[] stride;
  private final double[] field;
  private final boolean[] seesAll;
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
              seesAll[i] ? 0 : (int) Math.ceil(field[i]),
              parameters[i]));
    }
  }

  private void addUp(int i) {
    Vertex vertex = vertices.get(i);
    Node node = vertex.node();
    Window window = node.window();
    double inputStride = vertex.inputs().stream().mapToDouble(in -> stride[in]).max().orElse(1);
    double inputField = vertex.inputs().stream().mapToDouble(in -> field[in]).max().orElse(1);
    int extent = Math.max(window.extentHeight(), window.extentWidth());
    int step = Math.max(window.strideHeight(), window.strideWidth());
    field[i] = inputField + (extent - 1) * inputStride;
    stride[i] = inputStride * step / node.magnification();
    seesAll[i] = node.seesAll() || vertex.inputs().stream().anyMatch(in -> seesAll[in]);
  }

  /** The vertex before this one if both belong to the same layer, or -1. */
  private int innerStep(Vertex vertex) {
    boolean single = vertex.inputs().size() == 1;
    return single && vertices.get(vertex.inputs().get(0)).name().isEmpty()
        ? vertex.inputs().get(0)
        : -1;
  }
}
