package neuralart.model.known;

import neuralart.step.Window;
import neuralart.step.Window.Padding;

/**
 * SqueezeNet v1.1 (Iandola et al. 2016), with the layer names, the valid convolution and the valid
 * poolings of its Keras port.
 */
public final class SqueezeNet extends Architecture {
  private static final int CLASSES = 1000;

  /** The network without its classifier. */
  public SqueezeNet() {
    convolution("conv1", IMAGE, new Window(3, 3, 2, 2, Padding.VALID), 64);
    relu("relu_conv1", "conv1");
    maxPooling("pool1", "relu_conv1", 3, 2);
    fire("fire2", "pool1", 16, 64);
    fire("fire3", "fire2/concat", 16, 64);
    maxPooling("pool3", "fire3/concat", 3, 2);
    fire("fire4", "pool3", 32, 128);
    fire("fire5", "fire4/concat", 32, 128);
    maxPooling("pool5", "fire5/concat", 3, 2);
    fire("fire6", "pool5", 48, 192);
    fire("fire7", "fire6/concat", 48, 192);
    fire("fire8", "fire7/concat", 64, 256);
    fire("fire9", "fire8/concat", 64, 256);
  }

  /** The network with its classifier of the 1000 classes of ImageNet. */
  public static SqueezeNet withTop() {
    SqueezeNet network = new SqueezeNet();
    String last = network.convolution("conv10", "fire9/concat", Window.POINT, CLASSES);
    String rectified = network.relu("relu_conv10", last);
    String mean = network.globalAveragePooling("global_average_pooling2d_1", rectified);
    network.softmax("loss", mean);
    return network;
  }

  /** Squeezes to few channels, then expands by 1x1 and 3x3 kernels side by side. */
  private void fire(String name, String input, int squeezed, int expanded) {
    String squeeze = convolutionAndRelu(name, "squeeze1x1", input, Window.POINT, squeezed);
    Window window = new Window(3, 3, 1, 1, Padding.SAME);
    concatenation(
        name + "/concat",
        convolutionAndRelu(name, "expand1x1", squeeze, Window.POINT, expanded),
        convolutionAndRelu(name, "expand3x3", squeeze, window, expanded));
  }

  private String convolutionAndRelu(
      String fire, String name, String input, Window window, int filters) {
    String convolution = convolution(fire + "/" + name, input, window, filters);
    return relu(fire + "/relu_" + name, convolution);
  }
}
