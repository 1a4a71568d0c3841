package neuralart.model;

import java.util.List;

/**
 * The layers of a network at about the depths of those that the published recipes of style transfer
 * take of VGG19.
 *
 * @param style in place of {@code block1_conv1} to {@code block5_conv1}
 * @param content in place of {@code block4_conv2}
 * @param deepContent in place of {@code block5_conv2}
 */
public record StyleLayers(List<String> style, String content, String deepContent) {
  static final StyleLayers VGG =
      new StyleLayers(
          List.of("block1_conv1", "block2_conv1", "block3_conv1", "block4_conv1", "block5_conv1"),
          "block4_conv2",
          "block5_conv2");

  /** The list is copied. */
  public StyleLayers {
    style = List.copyOf(style);
  }
}
