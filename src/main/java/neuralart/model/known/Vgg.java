package neuralart.model.known;

import neuralart.step.Window;
import neuralart.step.Window.Padding;

/**
 * VGG16, VGG19 and the built-in network, which has their shape, without classifiers (Simonyan and
 * Zisserman 2014), with the layer names of Keras: {@code block1_conv1} to {@code block5_pool}.
 */
public final class Vgg extends Architecture {
  private static final int[] CHANNELS = {64, 128, 256, 512, 512};
  private static final int[] BUILTIN_CHANNELS = {24, 48, 112, 160, 208};
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
  public static Architecture vgg16() {
    return new Vgg(CHANNELS, 2, 2, 3, 3, 3);
  }

  /** VGG19, with 16 convolutions. */
  public static Architecture vgg19() {
    return new Vgg(CHANNELS, 2, 2, 4, 4, 4);
  }

  /** This project's own, narrower network. */
  public static Architecture builtin() {
    return new Vgg(BUILTIN_CHANNELS, 2, 2, 2, 3, 3);
  }
}
