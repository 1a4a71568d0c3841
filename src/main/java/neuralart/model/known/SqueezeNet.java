package neuralart.model.known;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;

/**
 * SqueezeNet v1.1 without its classifier (Iandola et al. 2016), with the layer names, the valid
 * convolution and the valid poolings of its Keras port.
 */
public final class SqueezeNet extends Architecture {
  private SqueezeNet() {}

  /** The graph with all weights zero. */
  public static ComputationGraph create() {
    return new SqueezeNet().build();
  }

  private ComputationGraph build() {
    convolution("conv1", IMAGE, 3, 2, ConvolutionMode.Truncate, 3, 64);
    relu("relu_conv1", "conv1");
    maxPooling("pool1", "relu_conv1", 3, 2);
    fire("fire2", "pool1", 64, 16, 64);
    fire("fire3", "fire2/concat", 128, 16, 64);
    maxPooling("pool3", "fire3/concat", 3, 2);
    fire("fire4", "pool3", 128, 32, 128);
    fire("fire5", "fire4/concat", 256, 32, 128);
    maxPooling("pool5", "fire5/concat", 3, 2);
    fire("fire6", "pool5", 256, 48, 192);
    fire("fire7", "fire6/concat", 384, 48, 192);
    fire("fire8", "fire7/concat", 384, 64, 256);
    fire("fire9", "fire8/concat", 512, 64, 256);
    return graph("fire9/concat");
  }

  /** Squeezes to few channels, then expands by 1x1 and 3x3 kernels side by side. */
  private void fire(String name, String input, int in, int squeezed, int expanded) {
    pointwise(name, "squeeze1x1", input, in, squeezed);
    String squeeze = name + "/relu_squeeze1x1";
    pointwise(name, "expand1x1", squeeze, squeezed, expanded);
    convolution(name + "/expand3x3", squeeze, 3, 1, ConvolutionMode.Same, squeezed, expanded);
    relu(name + "/relu_expand3x3", name + "/expand3x3");
    concatenation(name + "/concat", name + "/relu_expand1x1", name + "/relu_expand3x3");
  }

  private void pointwise(String fire, String name, String input, int in, int out) {
    convolution(fire + "/" + name, input, 1, 1, ConvolutionMode.Truncate, in, out);
    relu(fire + "/relu_" + name, fire + "/" + name);
  }

  private void convolution(
      String name, String input, int kernel, int stride, ConvolutionMode mode, int in, int out) {
    int[] size = {kernel, kernel};
    convolution(name, input, size, stride, mode, in, out, Activation.IDENTITY, true);
  }
}
