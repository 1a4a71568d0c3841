package neuralart.model.known;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/**
 * A known architecture under construction: each method adds a layer with its Keras name and returns
 * the name, as the input of the next.
 */
abstract class Architecture {
  static final String IMAGE = "input_1";

  private final GraphBuilder graph =
      new NeuralNetConfiguration.Builder()
          .weightInit(WeightInit.ZERO)
          .graphBuilder()
          .addInputs(IMAGE);

  /**
   * Finishes the graph.
   *
   * @param output name of its last layer
   * @return the graph with all weights zero
   */
  final ComputationGraph graph(String output) {
    ComputationGraph created =
        new ComputationGraph(graph.setOutputs(output).validateOutputLayerConfig(false).build());
    created.init();
    return created;
  }

  /** Adds a convolution, square or not; with a batch normalisation behind it, it has no bias. */
  final String convolution(
      String name,
      String input,
      int[] kernel,
      int stride,
      ConvolutionMode mode,
      int in,
      int out,
      Activation activation,
      boolean bias) {
    graph.addLayer(
        name,
        new ConvolutionLayer.Builder(kernel)
            .stride(stride, stride)
            .convolutionMode(mode)
            .nIn(in)
            .nOut(out)
            .activation(activation)
            .hasBias(bias)
            .build(),
        input);
    return name;
  }

  final String relu(String name, String input) {
    graph.addLayer(name, new ActivationLayer(Activation.RELU), input);
    return name;
  }

  final String batchNormalization(String name, String input, int channels, double epsilon) {
    graph.addLayer(
        name,
        new BatchNormalization.Builder()
            .nIn(channels)
            .nOut(channels)
            .eps(epsilon)
            .useLogStd(false)
            .build(),
        input);
    return name;
  }

  /** Adds a max pooling without padding. */
  final String maxPooling(String name, String input, int size, int stride) {
    return pooling(name, input, PoolingType.MAX, size, stride, ConvolutionMode.Truncate);
  }

  /** Adds an average pooling of stride 1 that keeps the size and doesn't count the padding. */
  final String averagePooling(String name, String input, int size) {
    return pooling(name, input, PoolingType.AVG, size, 1, ConvolutionMode.Same);
  }

  final String concatenation(String name, String... inputs) {
    graph.addVertex(name, new MergeVertex(), inputs);
    return name;
  }

  private String pooling(
      String name, String input, PoolingType type, int size, int stride, ConvolutionMode mode) {
    graph.addLayer(
        name,
        new SubsamplingLayer.Builder(type, new int[] {size, size})
            .stride(stride, stride)
            .convolutionMode(mode)
            .avgPoolIncludePadInDivisor(false)
            .build(),
        input);
    return name;
  }
}
