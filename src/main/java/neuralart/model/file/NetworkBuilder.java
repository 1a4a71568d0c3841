package neuralart.model.file;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.Vertex;
import neuralart.network.node.Image;
import neuralart.network.node.Node;
import neuralart.network.node.Unsupported;

/**
 * A network under construction: one vertex for each layer, more where a layer computes several
 * things, such as an activation function of its own. A layer that can't be computed stays in the
 * network as such, and is in the way of those that read it.
 */
public final class NetworkBuilder {
  /** Channels that a layer can't tell because it or one before it can't be computed. */
  public static final int UNKNOWN = -1;

  /** Far more than any network has: EfficientNet-L2, a large one, has about 1,500. */
  private static final int MOST_LAYERS = 10_000;

  private static final int MOST_CHANNELS = 1 << 24;

  private final List<Vertex> vertices = new ArrayList<>();
  private final List<Integer> channels = new ArrayList<>();
  private final Map<String, Integer> index = new HashMap<>();

  /**
   * Checks a number of layers.
   *
   * @throws IllegalArgumentException if it is too large
   */
  public static void requireLayers(int n) {
    if (n > MOST_LAYERS) {
      throw new IllegalArgumentException(
          "has " + n + " layers; up to " + MOST_LAYERS + " are possible");
    }
  }

  /** Says which layer something is wrong with, unless that is said. */
  public static IllegalArgumentException ofLayer(String name, IllegalArgumentException e) {
    String message = String.valueOf(e.getMessage());
    return message.startsWith("layer '")
        ? e
        : new IllegalArgumentException("layer '" + name + "' " + message, e);
  }

  /** Begins a network with its image. */
  public void addImage(String name, Image image) {
    add(name, image, List.of());
  }

  /** Adds a layer that computes one thing after the other; returns the index of its output. */
  public int addLayer(String name, List<Node> nodes, List<Integer> inputs) {
    Reading.requireNotCanceled();
    requireLayers(vertices.size());
    List<Integer> sources = inputs;
    for (int i = 0; i < nodes.size(); i++) {
      try {
        add(i == nodes.size() - 1 ? name : "", nodes.get(i), sources);
      } catch (IllegalArgumentException e) {
        throw ofLayer(name, e);
      }
      sources = List.of(vertices.size() - 1);
    }
    return vertices.size() - 1;
  }

  /** Adds a layer that can't be computed; returns the index of its output. */
  public int addUnsupported(String name, UnsupportedLayerException e, List<Integer> inputs) {
    String reason =
        "layer '" + name + "' (" + e.getMessage() + ") is of a kind that isn't supported";
    return addLayer(name, List.of(new Unsupported(e.getMessage(), reason)), inputs);
  }

  /** The index of a layer's output. */
  public int index(String layer) {
    return index.get(layer);
  }

  /** Channels of an output, or {@link #UNKNOWN}. */
  public int channels(int vertex) {
    return channels.get(vertex);
  }

  private void add(String name, Node node, List<Integer> inputs) {
    index.put(name, vertices.size());
    vertices.add(new Vertex(name, node, inputs));
    List<Integer> before = inputs.stream().map(channels::get).toList();
    boolean known = !(node instanceof Unsupported) && !before.contains(UNKNOWN);
    channels.add(known ? checkedChannels(node, before) : UNKNOWN);
  }

  private static int checkedChannels(Node node, List<Integer> before) {
    long read = before.stream().mapToLong(Integer::longValue).sum();
    int made = read > MOST_CHANNELS ? 0 : node.channels(before);
    if (made < 1 || made > MOST_CHANNELS) {
      throw new IllegalArgumentException(
          "has no channels, or more than the " + MOST_CHANNELS + " that are possible");
    }
    return made;
  }

  /**
   * The network, which closes the nodes.
   *
   * @throws IllegalArgumentException if no layer can be computed, naming the first that can't
   */
  public Network build(String name, Preprocessing preprocessing) {
    return build(name, preprocessing, List.of());
  }

  /**
   * The same, of a network whose outputs are known.
   *
   * @param outputs indices of the layers that are its outputs; those of the image are left out
   */
  public Network build(String name, Preprocessing preprocessing, List<Integer> outputs) {
    boolean none = channels.stream().skip(1).allMatch(c -> c == UNKNOWN);
    if (none && vertices.size() > 1) {
      throw vertices.stream()
          .map(Vertex::node)
          .filter(Unsupported.class::isInstance)
          .map(node -> new IllegalArgumentException(((Unsupported) node).reason()))
          .findFirst()
          .orElseThrow();
    }
    List<String> layers =
        outputs.stream()
            .filter(output -> output > 0)
            .map(output -> vertices.get(output).name())
            .filter(layer -> !layer.isEmpty())
            .toList();
    return new Network(name, preprocessing, vertices, layers);
  }

  /** Closes the nodes of a network that is not to be. */
  public void close() {
    vertices.forEach(vertex -> vertex.node().close());
  }
}
