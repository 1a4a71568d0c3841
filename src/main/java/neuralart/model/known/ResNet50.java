package neuralart.model.known;

import java.util.List;
import java.util.function.Supplier;
import neuralart.model.download.Checksum;
import neuralart.model.download.WeightsFile;
import neuralart.network.Preprocessing;
import neuralart.step.Window;
import neuralart.step.Window.Padding;

/**
 * ResNet50 (He et al. 2015), as Keras builds it: {@code conv2_block1_out} to {@code
 * conv5_block3_out} are the outputs of its blocks. The first convolution of a block halves the
 * size, not the second.
 */
public final class ResNet50 extends Architecture {
  private static final double EPSILON = 1.001e-5;

  /** A block makes as many times more channels than its convolutions inside. */
  private static final int EXPANSION = 4;

  private static final int CLASSES = 1000;

  /** Side of the images that it was trained on, in pixels. */
  private static final int TRAINED = 224;

  private static final List<String> SOURCES =
      List.of(
          Published.KERAS + "resnet/",
          "https://github.com/keras-team/keras-applications/releases/download/resnet/");

  private final String last;

  private ResNet50(int side) {
    super(side);
    String x = zeroPadding("conv1_pad", IMAGE, 3);
    x = relu("conv1_relu", unit("conv1", x, new Window(7, 7, 2, 2, Padding.VALID), 64));
    x = zeroPadding("pool1_pad", x, 1);
    x = maxPooling("pool1_pool", x, 3, 2);
    x = stage("conv2", x, 64, 3, 1);
    x = stage("conv3", x, 128, 4, 2);
    x = stage("conv4", x, 256, 6, 2);
    last = stage("conv5", x, 512, 3, 2);
  }

  private static ResNet50 withoutTop() {
    return new ResNet50(ANY_SIDE);
  }

  private static ResNet50 withTop() {
    ResNet50 network = new ResNet50(TRAINED);
    String mean = network.globalAveragePooling("avg_pool", network.last);
    network.denseAndSoftmax("predictions", mean, CLASSES);
    return network;
  }

  /** Blocks of residuals; the first projects what it adds them to. */
  private String stage(String name, String input, int filters, int blocks, int stride) {
    String first = name + "_block1";
    Window window = new Window(1, 1, stride, stride, Padding.VALID);
    String projected = unit(first + "_0", input, window, EXPANSION * filters);
    String x = block(first, input, projected, filters, window);
    for (int i = 2; i <= blocks; i++) {
      x = block(name + "_block" + i, x, x, filters, Window.POINT);
    }
    return x;
  }

  private String block(String name, String input, String added, int filters, Window window) {
    String x = relu(name + "_1_relu", unit(name + "_1", input, window, filters));
    Window square = new Window(3, 3, 1, 1, Padding.SAME);
    x = relu(name + "_2_relu", unit(name + "_2", x, square, filters));
    x = unit(name + "_3", x, Window.POINT, EXPANSION * filters);
    return relu(name + "_out", addition(name + "_add", added, x));
  }

  /** A convolution and its batch normalisation. */
  private String unit(String name, String input, Window window, int filters) {
    return batchNormalization(
        name + "_bn", convolution(name + "_conv", input, window, filters), EPSILON);
  }

  /** The network without its classifier. */
  public static Published published() {
    return published(
        new WeightsFile(
            "resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5",
            SOURCES,
            94_765_736,
            Checksum.md5("4d473c1dd8becc155b73f8504c6f6626")),
        "residual blocks, to compare",
        ResNet50::withoutTop);
  }

  /** The network with its classifier of the classes of ImageNet. */
  public static Published publishedWithTop() {
    return published(
        new WeightsFile(
            "resnet50_weights_tf_dim_ordering_tf_kernels.h5",
            SOURCES,
            102_967_424,
            Checksum.md5("2cb95161c43110f7111970584f804107")),
        "resnet50 with the 1000 classes of ImageNet",
        ResNet50::withTop);
  }

  private static Published published(
      WeightsFile file, String use, Supplier<Architecture> architecture) {
    return new Published(
        file,
        Preprocessing.IMAGENET_BGR,
        "MIT (Kaiming He)",
        use,
        List.of(
            "conv3_block4_out",
            "conv4_block1_out",
            "conv4_block2_out",
            "conv4_block3_out",
            "conv4_block4_out",
            "conv4_block6_out"),
        "conv4_block2_out=1, conv4_block6_out=0.5",
        new StyleLayers(
            List.of(
                "conv1_relu",
                "conv2_block3_out",
                "conv3_block4_out",
                "conv4_block3_out",
                "conv4_block6_out"),
            "conv3_block4_out",
            "conv4_block3_out"),
        architecture);
  }
}
