package neuralart.model.dl4j;

import java.util.ArrayList;
import java.util.List;
import neuralart.model.file.NetworkBuilder;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.node.Image;
import neuralart.network.node.Node;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Reads a DeepLearning4J graph into a {@link Network}. The weights are copied, so that the graph
 * may be closed. A layer that takes an image to an image in a way not known here is left to
 * DeepLearning4J; any other that isn't known can't be used, nor can those that read it.
 */
public final class GraphReader {
  private final ComputationGraph graph;
  private final ComputationGraphConfiguration configuration;
  private final GraphFormat format;
  private final NetworkBuilder builder = new NetworkBuilder();

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
      return reader.builder.build(name, preprocessing);
    } catch (RuntimeException | Error e) {
      reader.builder.close();
      throw e;
    }
  }

  private void readVertices() {
    List<String> inputs = configuration.getNetworkInputs();
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("has " + inputs.size() + " inputs, not one image");
    }
    builder.addImage(inputs.get(0), new Image(format.inputChannels()));
    for (int i : graph.topologicalSortOrder()) {
      String vertex = graph.getVertices()[i].getVertexName();
      if (!vertex.equals(inputs.get(0))) {
        readVertex(vertex, configuration.getVertices().get(vertex));
      }
    }
  }

  private void readVertex(String name, GraphVertex vertex) {
    List<Integer> inputs =
        configuration.getVertexInputs().get(name).stream().map(builder::index).toList();
    try {
      List<Node> nodes =
          vertex instanceof LayerVertex layer
              ? readLayer(name, layer, inputs)
              : List.of(VertexReader.read(vertex, format.activations()));
      builder.addLayer(name, nodes, inputs);
    } catch (UnsupportedLayerException e) {
      builder.addUnsupported(name, e, inputs);
    } catch (IllegalArgumentException e) {
      throw NetworkBuilder.ofLayer(name, e);
    }
  }

  private List<Node> readLayer(String name, LayerVertex vertex, List<Integer> inputs)
      throws UnsupportedLayerException {
    List<Node> nodes = new ArrayList<>();
    boolean readsImage = inputs.equals(List.of(0));
    VertexReader.preprocessor(vertex.getPreProcessor(), readsImage).ifPresent(nodes::add);
    org.deeplearning4j.nn.api.Layer trained = graph.getLayer(name);
    requireFinite(trained);
    try {
      nodes.addAll(
          LayerReader.read(vertex.getLayerConf().getLayer(), trained, format.activations()));
    } catch (UnsupportedLayerException e) {
      int inputChannels = builder.channels(inputs.get(0));
      if (inputChannels == NetworkBuilder.UNKNOWN || !nodes.isEmpty()) {
        throw e;
      }
      nodes.add(foreign(trained, inputChannels, e));
    }
    return nodes;
  }

  private static void requireFinite(org.deeplearning4j.nn.api.Layer trained) {
    trained
        .paramTable()
        .forEach(
            (key, values) -> {
              if (!Double.isFinite(values.norm1Number().doubleValue())) {
                throw new IllegalArgumentException("has weights '" + key + "' that are not finite");
              }
            });
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
}
