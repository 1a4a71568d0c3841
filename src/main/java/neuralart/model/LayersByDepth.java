package neuralart.model;

import java.util.List;
import java.util.stream.IntStream;
import neuralart.network.Layer;
import neuralart.network.node.Role;

/**
 * Layers of a network that nobody has looked into yet, at chosen depths. They are taken from those
 * that keep the image's rows and columns and end in a nonlinearity or join branches: what other
 * layers compute is seen better behind the activation function that follows.
 */
final class LayersByDepth {
  private final List<String> names;

  LayersByDepth(List<Layer> layers) {
    List<Layer> images = layers.stream().filter(layer -> layer.stride() > 0).toList();
    List<Layer> curved = images.stream().filter(l -> l.role() != Role.LINEAR).toList();
    names = (curved.isEmpty() ? images : curved).stream().map(Layer::name).toList();
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
