package neuralart.art.style;

import java.util.List;
import neuralart.model.KnownModel;
import neuralart.model.Model;
import neuralart.model.UserModel;

/**
 * The layers of a network at about the depths of those that the published recipes take of VGG19.
 *
 * @param style in place of {@code block1_conv1} to {@code block5_conv1}
 * @param content in place of {@code block4_conv2}
 * @param deepContent in place of {@code block5_conv2}
 */
record StyleLayers(List<String> style, String content, String deepContent) {
  /** Depths of the first and the last of VGG19's layers for style, 0..1. */
  private static final double FIRST_DEPTH = 0.05;

  private static final double LAST_DEPTH = 0.85;

  private static final StyleLayers VGG =
      new StyleLayers(
          List.of("block1_conv1", "block2_conv1", "block3_conv1", "block4_conv1", "block5_conv1"),
          "block4_conv2",
          "block5_conv2");

  private static final StyleLayers SQUEEZENET =
      new StyleLayers(
          List.of("relu_conv1", "fire2/concat", "fire3/concat", "fire5/concat", "fire7/concat"),
          "fire5/concat",
          "fire8/concat");

  private static final StyleLayers INCEPTION =
      new StyleLayers(
          List.of("activation_1", "activation_3", "activation_5", "mixed1", "mixed4"),
          "mixed2",
          "mixed5");

  /** The layers of a known network, or those at such depths of a user's. */
  static StyleLayers of(Model model) {
    if (model instanceof UserModel user) {
      List<String> layers = user.layersBetween(FIRST_DEPTH, LAST_DEPTH, VGG.style.size());
      return new StyleLayers(layers, layers.get(3), layers.get(4));
    }
    return switch ((KnownModel) model) {
      case SQUEEZENET -> SQUEEZENET;
      case INCEPTIONV3 -> INCEPTION;
      default -> VGG;
    };
  }
}
