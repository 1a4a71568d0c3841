package neuralart.network.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.Vertex;
import neuralart.network.node.Concatenation;
import neuralart.network.node.Convolution;
import neuralart.network.node.Image;
import neuralart.network.node.MaxPooling;
import neuralart.network.node.Node;
import neuralart.network.node.Relu;
import neuralart.network.node.Window;
import neuralart.network.node.Window.Padding;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads a DeepLearning4J graph into a {@link Network}: one vertex for each layer, two where a layer
 * has an activation function of its own. The weights are copied, so that the graph may be closed.
 */
public final class GraphReader {
  private final ComputationGraph graph;
  private final ComputationGraphConfiguration configuration;
  private final List<Vertex> vertices = new ArrayList<>();
  private final Map<String, Integer> index = new HashMap<>();

  private GraphReader(ComputationGraph graph) {
    this.graph = graph;
    this.configuration = graph.getConfiguration();
  }

  /**
   * Reads a graph.
   *
   * @param graph an initialised graph with one image as its input; not modified
   * @param name what the user calls it
   * @param preprocessing how it wants its pixels
   * @throws IllegalArgumentException naming the layer that can't be read
   */
  public static Network read(ComputationGraph graph, String name, Preprocessing preprocessing) {
    GraphReader reader = new GraphReader(graph);
    try {
      reader.readVertices();
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
    add(inputs.get(0), new Image(inputChannels(inputs.get(0))), List.of());
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
    if (vertex instanceof MergeVertex) {
      add(name, new Concatenation(false), inputs);
    } else if (vertex instanceof LayerVertex layerVertex && layerVertex.getPreProcessor() == null) {
      readLayer(name, layerVertex.getLayerConf().getLayer(), inputs);
    } else {
      throw unsupported(name, vertex);
    }
  }

  private void readLayer(String name, Layer layer, List<Integer> inputs) {
    if (layer.getClass() == ConvolutionLayer.class) {
      ConvolutionLayer convolution = (ConvolutionLayer) layer;
      addActivated(name, convolution(name, convolution), convolution.getActivationFn(), inputs);
    } else if (layer instanceof ActivationLayer activation) {
      addActivated(name, null, activation.getActivationFn(), inputs);
    } else if (layer.getClass() == SubsamplingLayer.class) {
      add(name, pooling(name, (SubsamplingLayer) layer), inputs);
    } else {
      throw unsupported(name, layer);
    }
  }

  /** Adds a node, then its activation function; the layer's output is that of the last of them. */
  private void addActivated(String name, Node node, IActivation activation, List<Integer> inputs) {
    boolean linear = activation instanceof ActivationIdentity;
    if (!linear && !(activation instanceof ActivationReLU)) {
      throw unsupported(name, activation);
    }
    if (node != null) {
      add(linear ? name : "", node, inputs);
    }
    if (!linear) {
      add(name, new Relu(), node == null ? inputs : List.of(vertices.size() - 1));
    } else if (node == null) {
      throw unsupported(name, activation);
    }
  }

  private Convolution convolution(String name, ConvolutionLayer layer) {
    int[] dilation = layer.getDilation();
    if (dilation[0] != 1 || dilation[1] != 1) {
      throw new IllegalArgumentException("layer '" + name + "' is dilated, which isn't supported");
    }
    Window window =
        window(
            name,
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getConvolutionMode());
    org.deeplearning4j.nn.api.Layer trained = graph.getLayer(name);
    INDArray kernel = trained.getParam("W").permute(2, 3, 1, 0).dup('c');
    INDArray bias =
        layer.hasBias()
            ? trained.getParam("b").dup('c').reshape(layer.getNOut())
            : Nd4j.zeros(DataType.FLOAT, layer.getNOut());
    return new Convolution(window, kernel, bias);
  }

  private static MaxPooling pooling(String name, SubsamplingLayer layer) {
    if (layer.getPoolingType() != org.deeplearning4j.nn.conf.layers.PoolingType.MAX) {
      throw unsupported(name, layer.getPoolingType());
    }
    return new MaxPooling(
        window(
            name,
            layer.getKernelSize(),
            layer.getStride(),
            layer.getPadding(),
            layer.getConvolutionMode()));
  }

  private static Window window(
      String name, int[] kernel, int[] stride, int[] padding, ConvolutionMode mode) {
    if (mode == ConvolutionMode.Causal) {
      throw unsupported(name, mode);
    }
    Padding border =
        mode == ConvolutionMode.Same ? Padding.SAME : Padding.explicit(padding[0], padding[1]);
    return new Window(kernel[0], kernel[1], stride[0], stride[1], border);
  }

  private int inputChannels(String input) {
    return configuration.getVertexInputs().entrySet().stream()
        .filter(entry -> entry.getValue().contains(input))
        .map(entry -> configuration.getVertices().get(entry.getKey()))
        .filter(LayerVertex.class::isInstance)
        .map(vertex -> ((LayerVertex) vertex).getLayerConf().getLayer())
        .filter(FeedForwardLayer.class::isInstance)
        .mapToInt(layer -> (int) ((FeedForwardLayer) layer).getNIn())
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("its first layer doesn't say how many channels"));
  }

  private void add(String name, Node node, List<Integer> inputs) {
    index.put(name, vertices.size());
    vertices.add(new Vertex(name, node, inputs));
  }

  private static IllegalArgumentException unsupported(String name, Object what) {
    String kind = what instanceof Enum<?> ? what.toString() : what.getClass().getSimpleName();
    return new IllegalArgumentException(
        "layer '" + name + "' (" + kind + ") is of a kind that isn't supported");
  }
}
