package neuralart.model.known;

import java.util.List;
import neuralart.model.download.Checksum;
import neuralart.model.download.WeightsFile;
import neuralart.network.Preprocessing;
import neuralart.step.Window;
import neuralart.step.Window.Padding;

/**
 * Xception without its classifier (Chollet 2016), as Keras builds it: layers without names of their
 * own are numbered in the order of their creation, of which {@code add_1} to {@code add_12} are the
 * outputs of the blocks 2 to 13.
 */
public final class Xception extends Architecture {
  private static final double EPSILON = 1e-3;
  private static final int MIDDLE = 728;

  private Xception() {
    String x = convolved("block1_conv1", IMAGE, 2, 32);
    x = convolved("block1_conv2", x, 1, 64);
    x = reduction(2, 1, x, 128, 128);
    x = reduction(3, 2, x, 256, 256);
    x = reduction(4, 3, x, MIDDLE, MIDDLE);
    for (int block = 5; block <= 12; block++) {
      String y = x;
      for (int i = 1; i <= 3; i++) {
        y = rectifiedUnit("block" + block + "_sepconv" + i, y, MIDDLE);
      }
      x = addition("add_" + (block - 1), y, x);
    }
    x = reduction(13, 4, x, MIDDLE, 1024);
    x = unitAndRelu("block14_sepconv1", x, 1536);
    unitAndRelu("block14_sepconv2", x, 2048);
  }

  private String convolved(String name, String input, int stride, int filters) {
    Window window = new Window(3, 3, stride, stride, Padding.VALID);
    String convolution = plainConvolution(name, input, window, filters);
    return relu(name + "_act", batchNormalization(name + "_bn", convolution, EPSILON));
  }

  /**
   * A block that halves the size.
   *
   * @param number of the convolution that goes past it
   */
  private String reduction(int block, int number, String input, int between, int filters) {
    Window window = new Window(1, 1, 2, 2, Padding.SAME);
    String past = plainConvolution("conv2d_" + number, input, window, filters);
    past = batchNormalization("batch_normalization_" + number, past, EPSILON);
    String first = "block" + block + "_sepconv1";
    String x = block == 2 ? unit(first, input, between) : rectifiedUnit(first, input, between);
    x = rectifiedUnit("block" + block + "_sepconv2", x, filters);
    x = maxPooling("block" + block + "_pool", x, new Window(3, 3, 2, 2, Padding.SAME));
    return addition("add_" + (block - 1), x, past);
  }

  /** A separable convolution and its batch normalisation. */
  private String unit(String name, String input, int filters) {
    return batchNormalization(name + "_bn", separableConvolution(name, input, filters), EPSILON);
  }

  private String rectifiedUnit(String name, String input, int filters) {
    return unit(name, relu(name + "_act", input), filters);
  }

  private String unitAndRelu(String name, String input, int filters) {
    return relu(name + "_act", unit(name, input, filters));
  }

  /** Xception. */
  public static Published published() {
    return new Published(
        new WeightsFile(
            "xception_weights_tf_dim_ordering_tf_kernels_notop.h5",
            List.of(Published.KERAS + "xception/", Published.CHOLLET + "v0.4/"),
            83_683_744,
            Checksum.md5("b0042744bf5b25fce3cb969f33bebb97")),
        Preprocessing.SYMMETRIC_RGB,
        "MIT (Keras)",
        "separable convolutions, to compare",
        List.of("add_2", "add_3", "add_5", "add_7", "add_9", "add_11"),
        "add_5=1, add_9=1",
        new StyleLayers(
            List.of("block1_conv1_act", "block1_conv2_act", "add_1", "add_2", "add_5"),
            "add_2",
            "add_5"),
        Xception::new);
  }
}
