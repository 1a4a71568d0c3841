package neuralart.network;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import neuralart.network.node.Image;
import neuralart.network.node.Node;
import neuralart.network.node.Reach;
import neuralart.network.node.Unsupported;
import neuralart.step.Shape;

/**
 * A trained convolutional network, as far as looking into it needs it: its layers by name, how it
 * wants its pixels, and its operations. Weights never change.
 */
public final class Network implements AutoCloseable {
  private static final int COLORS = 3;

  private final String name;
  private final Preprocessing preprocessing;
  private final List<String> outputs;
  private final Optional<NetworkDescription> description;
  private final List<Vertex> vertices;
  private final Map<String, Integer> index = new LinkedHashMap<>();
  private final List<Layer> layers;

  /**
   * @param name what the user calls it
   * @param preprocessing how it wants its pixels
   * @param vertices its operations in order of computation, the image first; the network closes
   *     them
   */
  public Network(String name, Preprocessing preprocessing, List<Vertex> vertices) {
    this(name, preprocessing, vertices, List.of());
  }

  /**
   * The same, of a network whose outputs are known.
   *
   * @param outputs names of the layers that are its outputs, the first output first
   */
  public Network(
      String name, Preprocessing preprocessing, List<Vertex> vertices, List<String> outputs) {
    this(name, preprocessing, vertices, outputs, Optional.empty());
  }

  private Network(
      String name,
      Preprocessing preprocessing,
      List<Vertex> vertices,
      List<String> outputs,
      Optional<NetworkDescription> description) {
    this.name = name;
    this.preprocessing = preprocessing;
    this.outputs = List.copyOf(outputs);
    this.description = description;
    this.vertices = PreActivations.name(vertices);
    for (int i = 0; i < vertices.size(); i++) {
      if (!this.vertices.get(i).name().isEmpty()) {
        index.put(this.vertices.get(i).name(), i);
      }
    }
    layers = Descriptions.of(vertices);
  }

  public String name() {
    return name;
  }

  /**
   * The name under which plans and objectives know what a layer's activation function is applied
   * to: where a ReLU gives zero, this tells how far below zero it is. The name of the layer itself
   * where it has no activation function.
   *
   * @throws IllegalArgumentException as {@link #layer} does
   */
  public String preActivation(String layer) {
    layer(layer);
    Vertex vertex = vertices.get(index.get(layer));
    return PreActivations.isActivation(vertex.node())
        ? vertices.get(vertex.inputs().get(0)).name()
        : layer;
  }

  /** Its operations in order of computation, the image first. */
  public List<Vertex> vertices() {
    return vertices;
  }

  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** The layers that are its outputs, the first output first: the last layer if nothing is said. */
  public List<String> outputs() {
    return outputs.isEmpty() ? List.of(layers.get(layers.size() - 1).name()) : outputs;
  }

  /** What it takes and gives in the units of images, if somebody has described that. */
  public Optional<NetworkDescription> description() {
    return description;
  }

  /** The same network, described; it shares the weights with this one, and is closed instead. */
  public Network withDescription(NetworkDescription described) {
    return new Network(
        name,
        preprocessing,
        PreActivations.withoutNames(vertices),
        outputs,
        Optional.of(described));
  }

  /**
   * The same network with another way to give it its pixels. It shares the weights with this one,
   * which alone is to be closed.
   */
  public Network withPreprocessing(Preprocessing other) {
    return new Network(name, other, PreActivations.withoutNames(vertices), outputs, description);
  }

  /** What objectives that look at the image itself, in units of the input, call their layer. */
  public String imageName() {
    return vertices.get(0).name();
  }

  /**
   * The same network with all its poolings of one kind. It shares the weights with this one, which
   * alone is to be closed.
   */
  public Network withPooling(Pooling pooling) {
    List<Vertex> pooled =
        PreActivations.withoutNames(vertices).stream()
            .map(v -> new Vertex(v.name(), pooling.replace(v.node()), v.inputs()))
            .toList();
    return new Network(name, preprocessing, pooled, outputs, description);
  }

  /**
   * The same network with other nodes in some places, which give the same extents. It shares the
   * others with this one, which alone is to be closed, and the new ones by themselves.
   *
   * @param others by their places in {@link #vertices}
   */
  public Network withNodes(Map<Integer, Node> others) {
    List<Vertex> plain = PreActivations.withoutNames(vertices);
    List<Vertex> changed =
        IntStream.range(0, plain.size())
            .mapToObj(
                i ->
                    new Vertex(
                        plain.get(i).name(),
                        others.getOrDefault(i, plain.get(i).node()),
                        plain.get(i).inputs()))
            .toList();
    return new Network(name, preprocessing, changed);
  }

  /**
   * The same network, whose first convolution sees the edge of the image repeated around it instead
   * of zeros, if it pads the image. It shares the weights with this one, which alone is to be
   * closed.
   */
  public Network withRepeatedEdges() {
    return new Network(
        name,
        preprocessing,
        EdgeReplication.apply(PreActivations.withoutNames(vertices)),
        outputs,
        description);
  }

  /**
   * The layers in order of computation, without the input and without those that can't be computed
   * because they are, or read, one of a kind that isn't supported.
   */
  public List<Layer> layers() {
    return layers;
  }

  /** Which layers can't be computed, and why, in one line; nothing if all can. */
  public Optional<String> leftOut() {
    Set<String> known = layers.stream().map(Layer::name).collect(Collectors.toSet());
    List<String> others =
        index.keySet().stream()
            .filter(
                layer -> !layer.equals(imageName()) && !known.contains(PreActivations.owner(layer)))
            .toList();
    return others.stream()
        .findFirst()
        .flatMap(this::refusal)
        .map(
            reason ->
                String.format(
                    Locale.ROOT,
                    "Network '%s' has %d more layers, which can't be computed: %s",
                    name,
                    others.size(),
                    reason));
  }

  /**
   * A layer by its name.
   *
   * @throws IllegalArgumentException if there is none, listing the layers there are, or if it can't
   *     be computed, naming the layer that is at fault
   */
  public Layer layer(String layer) {
    return layers.stream()
        .filter(l -> l.name().equals(layer))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException(whyMissing(layer)));
  }

  private void requireLayer(String name) {
    layer(index.containsKey(name) ? PreActivations.owner(name) : name);
  }

  private String whyMissing(String layer) {
    Optional<String> refusal = index.containsKey(layer) ? refusal(layer) : Optional.empty();
    String network = "Network '" + name + "' ";
    return refusal
        .map(reason -> network + "can't compute its layer '" + layer + "': " + reason)
        .orElseGet(
            () ->
                network
                    + "has no layer '"
                    + layer
                    + "'. "
                    + LikelyNames.of("layers", layers.stream().map(Layer::name).toList(), layer));
  }

  /** Why a layer can't be computed, if it can't. */
  private Optional<String> refusal(String layer) {
    boolean[] needed = new Shapes(name, vertices).needed(Set.of(index.get(layer)));
    return IntStream.range(0, needed.length)
        .filter(vertex -> needed[vertex])
        .mapToObj(vertex -> vertices.get(vertex).node())
        .filter(Unsupported.class::isInstance)
        .map(node -> ((Unsupported) node).reason())
        .findFirst();
  }

  /**
   * The extent of a layer's activation for an image of a given size.
   *
   * @throws IllegalArgumentException if the image is too small for the layer
   */
  public Shape shape(String layer, int height, int width) {
    return shapes(height, width, Set.of(layer))[index.get(layer)];
  }

  /** Channels of the image that it takes. */
  public int channels() {
    return ((Image) vertices.get(0).node()).channels();
  }

  /**
   * Checks that its images can be shown.
   *
   * @throws IllegalArgumentException if they are neither grey nor colour images
   */
  public void requireVisibleImages() {
    if (channels() != 1 && channels() != COLORS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Network '%s' takes images of %d channels; only those of 1 or 3 can be shown",
              name,
              channels()));
    }
  }

  /**
   * Where the values of a layer lie in an image of a given size, and what they see.
   *
   * @throws IllegalArgumentException if the image is too small for the layer, or if the layer has
   *     no spatial extent
   */
  public ReceptiveField receptiveField(String layer, int height, int width) {
    if (layer(layer).stride() == 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Layer '%s' of network '%s' has no spatial extent: each of its values sees the whole"
                  + " image",
              layer,
              name));
    }
    Shape[] shapes = shapes(height, width, Set.of(layer));
    int vertex = index.get(layer);
    return new ReceptiveField(
        new FieldAxis(vertices, vertex, shapes, Reach::rows, Shape::height),
        new FieldAxis(vertices, vertex, shapes, Reach::columns, Shape::width));
  }

  /**
   * Extents of the activations for an image of a given size.
   *
   * @param names of layers, or of the image
   * @return for each of {@link #vertices} its extent, or null where none of the layers depends on
   *     it
   * @throws IllegalArgumentException if a layer doesn't exist or the image is too small for it
   */
  public Shape[] shapes(int height, int width, Collection<String> names) {
    names.stream().filter(named -> !named.equals(imageName())).forEach(this::requireLayer);
    return new Shapes(name, vertices).of(height, width, indexes(names));
  }

  private Set<Integer> indexes(Collection<String> names) {
    return names.stream().map(index::get).collect(Collectors.toSet());
  }

  /** The layer that a vertex is, or is an inner step of. */
  public String nameAt(int vertex) {
    return new Shapes(name, vertices).nameAt(vertex);
  }

  @Override
  public void close() {
    vertices.forEach(vertex -> vertex.node().close());
  }
}
