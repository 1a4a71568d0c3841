package neuralart.command;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import neuralart.model.KnownModel;
import neuralart.network.Layer;
import neuralart.network.Network;

/** The outputs of networks that make images of images. */
final class NetworkOutputs {
  private static final String ELSEWHERE =
      "; Saliency... and Feature Maps... show what such a network sees";

  private NetworkOutputs() {}

  /**
   * The layer whose values are wanted: the one that the user named, or the last.
   *
   * @throws IllegalArgumentException if it has no rows and columns, or the network isn't one from
   *     images to images
   */
  static Layer of(Network network, String model, String layer) {
    boolean named = !layer.isBlank();
    String subject = "Network '" + network.name() + "' ";
    if (!named && KnownModel.titles().contains(model)) {
      throw new IllegalArgumentException(
          subject
              + "was made to recognize images: choose a network of your own, or a layer"
              + ELSEWHERE);
    }
    if (!named && network.leftOut().isPresent()) {
      throw new IllegalArgumentException(network.leftOut().get() + ". Choose a layer before them");
    }
    List<Layer> layers = network.layers();
    Layer output = named ? network.layer(layer.strip()) : layers.get(layers.size() - 1);
    if (output.stride() == 0) {
      throw new IllegalArgumentException(
          subject
              + "gives one value per image, not an image (layer '"
              + output.name()
              + "')"
              + ELSEWHERE);
    }
    return output;
  }

  /** The layers that no other one reads, but for one of them. */
  static List<String> others(Network network, Layer output) {
    Set<String> read = new HashSet<>();
    for (int i = 0; i < network.vertices().size(); i++) {
      for (int input : network.vertices().get(i).inputs()) {
        if (!network.nameAt(input).equals(network.nameAt(i))) {
          read.add(network.nameAt(input));
        }
      }
    }
    return network.layers().stream()
        .map(Layer::name)
        .filter(name -> !read.contains(name) && !name.equals(output.name()))
        .toList();
  }
}
