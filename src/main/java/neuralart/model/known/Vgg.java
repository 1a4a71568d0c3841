package neuralart.model.known;

import java.util.List;
import neuralart.model.download.Checksum;
import neuralart.model.download.WeightsFile;
import neuralart.network.Preprocessing;
import neuralart.step.Window;
import neuralart.step.Window.Padding;

/**
 * VGG16, VGG19 and the built-in network, which has their shape, without classifiers (Simonyan and
 * Zisserman 2014), with the layer names of Keras: {@code block1_conv1} to {@code block5_pool}.
 */
public final class Vgg extends Architecture {
  private static final int[] CHANNELS = {64, 128, 256, 512, 512};
  private static final int[] BUILTIN_CHANNELS = {24, 48, 112, 160, 208};
  private static final StyleLayers STYLE_LAYERS =
      new StyleLayers(
          List.of("block1_conv1", "block2_conv1", "block3_conv1", "block4_conv1", "block5_conv1"),
          "block4_conv2",
          "block5_conv2");
  private static final Window WINDOW = new Window(3, 3, 1, 1, Padding.SAME);

  private Vgg(int[] channels, int... convolutions) {
    String last = IMAGE;
    for (int block = 0; block < channels.length; block++) {
      String name = "block" + (block + 1);
      for (int i = 1; i <= convolutions[block]; i++) {
        last = convolutionAndRelu(name + "_conv" + i, last, WINDOW, channels[block]);
      }
      last = maxPooling(name + "_pool", last, 2, 2);
    }
  }

  /** VGG16, with 13 convolutions. */
  public static Published vgg16() {
    return new Published(
        new WeightsFile(
            "vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5",
            List.of(Published.KERAS + "vgg16/", Published.CHOLLET + "v0.1/"),
            58_889_256,
            Checksum.md5("6d6bbae143d832006294945121d1f1fc")),
        Preprocessing.IMAGENET_BGR,
        "CC BY 4.0 (Visual Geometry Group, Oxford)",
        "filters and dreams",
        List.of(
            "block3_conv3",
            "block4_conv1",
            "block4_conv2",
            "block4_conv3",
            "block5_conv1",
            "block5_conv2"),
        "block4_conv3=1, block5_conv2=0.5",
        STYLE_LAYERS,
        () -> new Vgg(CHANNELS, 2, 2, 3, 3, 3));
  }

  /** VGG19, with 16 convolutions. */
  public static Published vgg19() {
    return new Published(
        new WeightsFile(
            "vgg19_weights_tf_dim_ordering_tf_kernels_notop.h5",
            List.of(Published.KERAS + "vgg19/", Published.CHOLLET + "v0.1/"),
            80_134_624,
            Checksum.md5("253f8cb515780f3b799900260a226db6")),
        Preprocessing.IMAGENET_BGR,
        "CC BY 4.0 (Visual Geometry Group, Oxford)",
        "styles",
        List.of(
            "block3_conv4",
            "block4_conv1",
            "block4_conv2",
            "block4_conv4",
            "block5_conv1",
            "block5_conv2"),
        "block4_conv3=1, block5_conv2=0.5",
        STYLE_LAYERS,
        () -> new Vgg(CHANNELS, 2, 2, 4, 4, 4));
  }

  /** This project's own, narrower network; its file is in the jar. */
  public static Published builtin() {
    return new Published(
        new WeightsFile("builtin.h5", List.of(), 0, Checksum.md5("")),
        new Preprocessing(false, new float[] {114.75f, 114.75f, 114.75f}, 1 / 63.75f),
        "BSD-2-Clause (this project)",
        "in the plugin, for everything",
        List.of(
            "block3_conv2",
            "block4_conv1",
            "block4_conv2",
            "block4_conv3",
            "block5_conv1",
            "block5_conv2"),
        "block5_conv2=1, block5_conv3=1",
        STYLE_LAYERS,
        () -> new Vgg(BUILTIN_CHANNELS, 2, 2, 2, 3, 3));
  }
}
