package neuralart.model.known;

import java.util.List;
import java.util.function.Supplier;
import neuralart.model.download.WeightsFile;
import neuralart.network.Preprocessing;

/**
 * A network that has been published.
 *
 * @param file its weights
 * @param preprocessing how it wants its pixels
 * @param license of its weights
 * @param use what it is good for, in a few words
 * @param recipeLayers six layers at about the depths of {@code mixed2} to {@code mixed7} of
 *     InceptionV3
 * @param dreamLayers the layers that dream best in it, as {@code name=weight, name=weight}
 * @param styleLayers the layers that hold style and content
 * @param architecture its layers
 */
public record Published(
    WeightsFile file,
    Preprocessing preprocessing,
    String license,
    String use,
    List<String> recipeLayers,
    String dreamLayers,
    StyleLayers styleLayers,
    Supplier<Architecture> architecture) {
  /** Where Keras has the weights of its applications. */
  static final String KERAS = "https://storage.googleapis.com/tensorflow/keras-applications/";

  /** Where Keras had the same files before. */
  static final String CHOLLET =
      "https://github.com/fchollet/deep-learning-models/releases/download/";

  /** The list is copied. */
  public Published {
    recipeLayers = List.copyOf(recipeLayers);
  }
}
