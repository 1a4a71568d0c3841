package neuralart.network.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.Vertex;
import neuralart.network.node.Image;
import neuralart.network.node.Node;
import neuralart.network.node.Unsupported;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Reads a DeepLearning4J graph into a {@link Network}: one vertex for each layer, more where a
 * layer computes several things, such as an activation function of its own. The weights are copied,
 * so that the graph may be closed. A layer that takes an image to an image in a way not known here
 * is left to DeepLearning4J; any other that isn't known can't be used, nor can those that read it.
 */
public final class GraphReader {
  private static final int UNKNOWN = -1;

  private final ComputationGraph graph;
  private final ComputationGraphConfiguration configuration;
  private final GraphFormat format;
  private final List<Vertex> vertices = new ArrayList<>();
  private final List<Integer> channels = new ArrayList<>();
  private final Map<String, Integer> index = new HashMap<>();

  private GraphReader(ComputationGraph graph) {
    this.graph = graph;
    this.configuration = graph.getConfiguration();
    this.format = new GraphFormat(graph);
  }

  /**
   * Reads a graph.
   *
   * @param graph an initialised graph with one image as its input; not modified
   * @param name what the user calls it
   * @param preprocessing how it wants its pixels
   * @throws IllegalArgumentException if it has several inputs or layers that don't fit together, or
   *     if no layer can be computed, naming the first that can't
   */
  public static Network read(ComputationGraph graph, String name, Preprocessing preprocessing) {
    GraphReader reader = new GraphReader(graph);
    try {
      reader.readVertices();
      reader.requireLayers();
    } catch (IllegalArgumentException e) {
      reader.vertices.forEach(vertex -> vertex.node().close());
      throw new IllegalArgumentException("Network '" + name + "': " + e.getMessage(), e);
    }
    return new Network(name, preprocessing, reader.vertices);
  }

  private void readVertices() {
    List<String> inputs = configuration.getNetworkInputs();
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("it has " + inputs.size() + " inputs, not one image");
    }
    add(inputs.get(0), new Image(format.inputChannels()), List.of());
    for (int i : graph.topologicalSortOrder()) {
      String vertex = graph.getVertices()[i].getVertexName();
      if (!vertex.equals(inputs.get(0))) {
        readVertex(vertex, configuration.getVertices().get(vertex));
      }
    }
  }

  private void readVertex(String name, GraphVertex vertex) {
    List<Integer> inputs =
        configuration.getVertexInputs().get(name).stream().map(index::get).toList();
    try {
      List<Node> nodes =
          vertex instanceof LayerVertex layer
              ? readLayer(name, layer, inputs)
              : List.of(VertexReader.read(vertex, format.activations()));
      List<Integer> sources = inputs;
      for (int i = 0; i < nodes.size(); i++) {
        add(i == nodes.size() - 1 ? name : "", nodes.get(i), sources);
        sources = List.of(vertices.size() - 1);
      }
    } catch (UnsupportedLayerException e) {
      String reason =
          "layer '" + name + "' (" + e.getMessage() + ") is of a kind that isn't supported";
      add(name, new Unsupported(e.getMessage(), reason), inputs);
    }
  }

  private List<Node> readLayer(String name, LayerVertex vertex, List<Integer> inputs)
      throws UnsupportedLayerException {
    List<Node> nodes = new ArrayList<>();
    boolean readsImage = inputs.equals(List.of(0));
    VertexReader.preprocessor(vertex.getPreProcessor(), readsImage).ifPresent(nodes::add);
    org.deeplearning4j.nn.api.Layer trained = graph.getLayer(name);
    try {
      nodes.addAll(
          LayerReader.read(vertex.getLayerConf().getLayer(), trained, format.activations()));
    } catch (UnsupportedLayerException e) {
      int inputChannels = channels.get(inputs.get(0));
      if (inputChannels == UNKNOWN || !nodes.isEmpty()) {
        throw e;
      }
      nodes.add(foreign(trained, inputChannels, e));
    }
    return nodes;
  }

  private Node foreign(
      org.deeplearning4j.nn.api.Layer trained, int inputChannels, UnsupportedLayerException reason)
      throws UnsupportedLayerException {
    try {
      return new ForeignLayer(trained, inputChannels, format.activations());
    } catch (UnsupportedLayerException e) {
      throw reason;
    }
  }

  private void add(String name, Node node, List<Integer> inputs) {
    index.put(name, vertices.size());
    vertices.add(new Vertex(name, node, inputs));
    List<Integer> before = inputs.stream().map(channels::get).toList();
    boolean known = !(node instanceof Unsupported) && !before.contains(UNKNOWN);
    try {
      channels.add(known ? node.channels(before) : UNKNOWN);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("layer '" + name + "' " + e.getMessage(), e);
    }
  }

  private void requireLayers() {
    boolean none = channels.stream().skip(1).allMatch(c -> c == UNKNOWN);
    if (none && vertices.size() > 1) {
      throw vertices.stream()
          .map(Vertex::node)
          .filter(Unsupported.class::isInstance)
          .map(node -> new IllegalArgumentException(((Unsupported) node).reason()))
          .findFirst()
          .orElseThrow();
    }
  }
}
