package neuralart.model.dl4j;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** How a DeepLearning4J graph keeps its images, which only its layers know. */
final class GraphFormat {
  private final ComputationGraph graph;
  private final ComputationGraphConfiguration configuration;

  GraphFormat(ComputationGraph graph) {
    this.graph = graph;
    this.configuration = graph.getConfiguration();
  }

  /** The order of the dimensions of its activations. */
  CNN2DFormat activations() {
    Collection<GraphVertex> vertices = configuration.getVertices().values();
    boolean channelsLast =
        vertices.stream()
            .filter(LayerVertex.class::isInstance)
            .map(vertex -> layer((LayerVertex) vertex))
            .anyMatch(GraphFormat::isChannelsLast);
    return channelsLast ? CNN2DFormat.NHWC : CNN2DFormat.NCHW;
  }

  private static boolean isChannelsLast(Layer layer) {
    return layer instanceof ConvolutionLayer convolution
            && convolution.getCnn2dDataFormat() == CNN2DFormat.NHWC
        || layer instanceof SubsamplingLayer pooling
            && pooling.getCnn2dDataFormat() == CNN2DFormat.NHWC
        || layer instanceof BatchNormalization normalization
            && normalization.getCnn2DFormat() == CNN2DFormat.NHWC;
  }

  /** Channels of the image: what the first layer takes that says so, before any that changes it. */
  int inputChannels() {
    Set<String> sameChannels = new HashSet<>(configuration.getNetworkInputs());
    for (int i : graph.topologicalSortOrder()) {
      String name = graph.getVertices()[i].getVertexName();
      List<String> inputs = configuration.getVertexInputs().get(name);
      if (inputs != null && inputs.size() == 1 && sameChannels.contains(inputs.get(0))) {
        int channels = taken(configuration.getVertices().get(name));
        if (channels > 0) {
          return channels;
        }
        sameChannels.add(name);
      }
    }
    throw new IllegalArgumentException("doesn't say how many channels its first layer takes");
  }

  /** How many channels a vertex takes, or 0 where it doesn't say. */
  private static int taken(GraphVertex vertex) {
    if (!(vertex instanceof LayerVertex layerVertex)) {
      return 0;
    }
    InputPreProcessor preprocessor = layerVertex.getPreProcessor();
    if (preprocessor instanceof CnnToFeedForwardPreProcessor flattening) {
      return (int) flattening.getNumChannels();
    }
    return layer(layerVertex) instanceof FeedForwardLayer trained ? (int) trained.getNIn() : 0;
  }

  private static Layer layer(LayerVertex vertex) {
    return LayerReader.unwrap(vertex.getLayerConf().getLayer());
  }
}
