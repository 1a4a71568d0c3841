package neuralart.network.model;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;

/**
 * SqueezeNet v1.1 without its classifier (Iandola et al. 2016), with the layer names, the valid
 * convolution and the valid poolings of its Keras port.
 */
final class SqueezeNet {
  private final GraphBuilder graph =
      new NeuralNetConfiguration.Builder()
          .weightInit(WeightInit.ZERO)
          .graphBuilder()
          .addInputs("input_1");

  private SqueezeNet() {}

  /** The graph with all weights zero. */
  static ComputationGraph create() {
    SqueezeNet net = new SqueezeNet();
    net.convolution("conv1", "input_1", 3, 2, ConvolutionMode.Truncate, 3, 64);
    net.relu("relu_conv1", "conv1");
    net.pooling("pool1", "relu_conv1");
    net.fire("fire2", "pool1", 64, 16, 64);
    net.fire("fire3", "fire2/concat", 128, 16, 64);
    net.pooling("pool3", "fire3/concat");
    net.fire("fire4", "pool3", 128, 32, 128);
    net.fire("fire5", "fire4/concat", 256, 32, 128);
    net.pooling("pool5", "fire5/concat");
    net.fire("fire6", "pool5", 256, 48, 192);
    net.fire("fire7", "fire6/concat", 384, 48, 192);
    net.fire("fire8", "fire7/concat", 384, 64, 256);
    net.fire("fire9", "fire8/concat", 512, 64, 256);
    ComputationGraph created =
        new ComputationGraph(
            net.graph.setOutputs("fire9/concat").validateOutputLayerConfig(false).build());
    created.init();
    return created;
  }

  /** Squeezes to few channels, then expands by 1x1 and 3x3 kernels side by side. */
  private void fire(String name, String input, int in, int squeezed, int expanded) {
    pointwise(name, "squeeze1x1", input, in, squeezed);
    String squeeze = name + "/relu_squeeze1x1";
    pointwise(name, "expand1x1", squeeze, squeezed, expanded);
    convolution(name + "/expand3x3", squeeze, 3, 1, ConvolutionMode.Same, squeezed, expanded);
    relu(name + "/relu_expand3x3", name + "/expand3x3");
    graph.addVertex(
        name + "/concat", new MergeVertex(), name + "/relu_expand1x1", name + "/relu_expand3x3");
  }

  private void pointwise(String fire, String name, String input, int in, int out) {
    convolution(fire + "/" + name, input, 1, 1, ConvolutionMode.Truncate, in, out);
    relu(fire + "/relu_" + name, fire + "/" + name);
  }

  private void convolution(
      String name, String input, int kernel, int stride, ConvolutionMode mode, int in, int out) {
    graph.addLayer(
        name,
        new ConvolutionLayer.Builder(kernel, kernel)
            .stride(stride, stride)
            .convolutionMode(mode)
            .nIn(in)
            .nOut(out)
            .activation(Activation.IDENTITY)
            .build(),
        input);
  }

  private void relu(String name, String input) {
    graph.addLayer(name, new ActivationLayer(Activation.RELU), input);
  }

  private void pooling(String name, String input) {
    graph.addLayer(
        name,
        new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, new int[] {3, 3})
            .stride(2, 2)
            .convolutionMode(ConvolutionMode.Truncate)
            .build(),
        input);
  }
}
