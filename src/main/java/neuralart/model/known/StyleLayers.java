package neuralart.model.known;

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
  /** The list is copied. */
  public StyleLayers {
    style = List.copyOf(style);
  }
}
