package neuralart.model;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import neuralart.network.Layer;

/**
 * Layers of a network that nobody has looked into yet, at chosen depths. They are taken from those
 * that keep the image's rows and columns and end in a nonlinearity or join branches: what other
 * layers compute is seen better behind the activation function that follows.
 */
final class LayersByDepth {
  private static final Set<String> LINEAR =
      Set.of(
          "convolution",
          "depthwise convolution",
          "transposed convolution",
          "batch normalization",
          "average pooling",
          "max pooling",
          "dropout",
          "augmentation",
          "linear activation",
          "zero padding",
          "cropping",
          "up-sampling",
          "scaling",
          "shift");

  private final List<String> names;

  LayersByDepth(List<Layer> layers) {
    List<Layer> images = layers.stream().filter(layer -> layer.stride() > 0).toList();
    List<Layer> curved = images.stream().filter(LayersByDepth::isNonlinear).toList();
    names = (curved.isEmpty() ? images : curved).stream().map(Layer::name).toList();
  }

  private static boolean isNonlinear(Layer layer) {
    String kind = layer.kind();
    return !LINEAR.contains(kind.substring(kind.lastIndexOf("+ ") + 1).strip());
  }

  /** Whether no layer keeps rows and columns. */
  boolean isEmpty() {
    return names.isEmpty();
  }

  /**
   * The layer at a depth.
   *
   * @param depth from 0, the first, to 1, the last
   */
  String at(double depth) {
    return names.get((int) Math.round(depth * (names.size() - 1)));
  }

  /** Layers at even steps from one depth to another. */
  List<String> between(double first, double last, int n) {
    return IntStream.range(0, n)
        .mapToObj(i -> at(first + (last - first) * i / Math.max(1, n - 1)))
        .toList();
  }
}
