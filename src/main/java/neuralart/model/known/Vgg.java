package neuralart.model.known;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;

/**
 * VGG16, VGG19 and the built-in network, which has their shape, without classifiers (Simonyan and
 * Zisserman 2014), with the layer names of Keras: {@code block1_conv1} to {@code block5_pool}.
 */
public final class Vgg extends Architecture {
  private static final int[] CHANNELS = {64, 128, 256, 512, 512};
  private static final int[] BUILTIN_CHANNELS = {24, 48, 112, 160, 208};
  private static final int[] KERNEL = {3, 3};

  private Vgg() {}

  /** The graph of VGG16 with all weights zero. */
  public static ComputationGraph create16() {
    return new Vgg().build(CHANNELS, 2, 2, 3, 3, 3);
  }

  /** The graph of VGG19 with all weights zero. */
  public static ComputationGraph create19() {
    return new Vgg().build(CHANNELS, 2, 2, 4, 4, 4);
  }

  /** The graph of this project's own, narrower network with all weights zero. */
  public static ComputationGraph createBuiltin() {
    return new Vgg().build(BUILTIN_CHANNELS, 2, 2, 2, 3, 3);
  }

  private ComputationGraph build(int[] channels, int... convolutions) {
    String last = IMAGE;
    int in = 3;
    for (int block = 0; block < channels.length; block++) {
      String name = "block" + (block + 1);
      int out = channels[block];
      for (int i = 1; i <= convolutions[block]; i++) {
        last =
            convolution(
                name + "_conv" + i,
                last,
                KERNEL,
                1,
                ConvolutionMode.Same,
                in,
                out,
                Activation.RELU,
                true);
        in = out;
      }
      last = maxPooling(name + "_pool", last, 2, 2);
    }
    return graph(last);
  }
}
