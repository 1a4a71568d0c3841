package neuralart.model.known;

import java.util.List;
import java.util.function.Supplier;
import neuralart.model.download.Checksum;
import neuralart.model.download.WeightsFile;
import neuralart.network.Preprocessing;
import neuralart.step.Window;
import neuralart.step.Window.Padding;

/**
 * SqueezeNet v1.1 (Iandola et al. 2016), with the layer names, the valid convolution and the valid
 * poolings of its Keras port.
 */
public final class SqueezeNet extends Architecture {
  private static final List<String> SOURCES =
      List.of("https://github.com/rcmalli/keras-squeezenet/releases/download/v1.0/");

  private static final int CLASSES = 1000;

  private SqueezeNet() {
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

  private static SqueezeNet withTop() {
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

  /** The network without its classifier. */
  public static Published published() {
    return published(
        new WeightsFile(
            "squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5",
            SOURCES,
            3_002_560,
            Checksum.sha256("17154246284f555591549ac2c83e127abfbf4307dc4b0060fdaa2931d0fa38da")),
        "small and fast, weak at styles",
        SqueezeNet::new);
  }

  /** The network with its classifier of the classes of ImageNet; no checksum is published. */
  public static Published publishedWithTop() {
    return published(
        WeightsFile.unchecked("squeezenet_weights_tf_dim_ordering_tf_kernels.h5", SOURCES),
        "squeezenet with the 1000 classes of ImageNet",
        SqueezeNet::withTop);
  }

  private static Published published(
      WeightsFile file, String use, Supplier<Architecture> architecture) {
    return new Published(
        file,
        Preprocessing.IMAGENET_BGR,
        "MIT",
        use,
        List.of(
            "fire3/concat",
            "fire4/concat",
            "fire5/concat",
            "fire6/concat",
            "fire7/concat",
            "fire8/concat"),
        "fire3/concat=1, fire5/concat=0.3",
        new StyleLayers(
            List.of("relu_conv1", "fire2/concat", "fire3/concat", "fire5/concat", "fire7/concat"),
            "fire5/concat",
            "fire8/concat"),
        architecture);
  }
}
