package neuralart.model.dl4j;

import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.UniformDistribution;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A graph before its size and format are known. */
public record GraphDefinition(String name, boolean channelsLast, Consumer<Vertices> layers) {
  /** Whether DeepLearning4J itself can compute it in this format. */
  boolean exists(CNN2DFormat format) {
    return channelsLast || format == CNN2DFormat.NCHW;
  }

  ComputationGraph build(int height, int width, CNN2DFormat format, DataType type) {
    Vertices vertices =
        new Vertices(
            new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .weightInit(new UniformDistribution(-0.4, 0.4))
                .biasInit(0.3)
                .graphBuilder()
                .addInputs("image")
                .setOutputs("out"),
            format);
    layers.accept(vertices);
    ComputationGraph graph =
        new ComputationGraph(
            vertices
                .graph
                .setInputTypes(InputType.convolutional(height, width, 3, format))
                .validateOutputLayerConfig(false)
                .build());
    graph.init();
    randomizeStatistics(graph);
    return graph;
  }

  private static void randomizeStatistics(ComputationGraph graph) {
    Nd4j.getRandom().setSeed(5);
    for (org.deeplearning4j.nn.api.Layer layer : graph.getLayers()) {
      for (String key : List.of("gamma", "beta", "mean", "var", "log10stdev")) {
        INDArray values = layer.paramTable() == null ? null : layer.paramTable().get(key);
        if (values != null) {
          values.assign(
              Nd4j.rand(DataType.FLOAT, values.shape()).addi(0.3).castTo(values.dataType()));
        }
      }
    }
  }

  long parameters(ComputationGraph graph) {
    return graph.numParams();
  }

  @Override
  public String toString() {
    return name;
  }

  /** A graph under construction. */
  record Vertices(GraphBuilder graph, CNN2DFormat format) {
    void layer(String name, Layer layer, String input) {
      graph.addLayer(name, layer, input);
    }

    void conv(String name, String input, int channels) {
      layer(
          name,
          SmallGraphs.convolution(channels, Activation.IDENTITY.getActivationFunction()),
          input);
    }
  }
}
