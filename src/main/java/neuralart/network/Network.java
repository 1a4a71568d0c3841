package neuralart.network;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import neuralart.network.node.Image;
import neuralart.network.node.Shape;
import neuralart.network.node.Window;

/**
 * A trained convolutional network, as far as looking into it needs it: its layers by name, how it
 * wants its pixels, and plans that compute activations and image gradients. Weights never change.
 */
public final class Network implements AutoCloseable {
  private static final int LARGEST_SMALLEST_SIDE = 4096;

  private final String name;
  private final Preprocessing preprocessing;
  private final List<Vertex> vertices;
  private final Map<String, Integer> index = new LinkedHashMap<>();
  private final List<Layer> layers = new ArrayList<>();

  /**
   * @param name what the user calls it
   * @param preprocessing how it wants its pixels
   * @param vertices its operations in order of computation, the image first; the network closes
   *     them
   */
  public Network(String name, Preprocessing preprocessing, List<Vertex> vertices) {
    this.name = name;
    this.preprocessing = preprocessing;
    this.vertices = List.copyOf(vertices);
    for (int i = 0; i < vertices.size(); i++) {
      if (!vertices.get(i).name().isEmpty()) {
        index.put(vertices.get(i).name(), i);
      }
    }
    describeLayers();
  }

  public String name() {
    return name;
  }

  public Preprocessing preprocessing() {
    return preprocessing;
  }

  /** The layers in order of computation, without the input. */
  public List<Layer> layers() {
    return List.copyOf(layers);
  }

  /**
   * A layer by its name.
   *
   * @throws IllegalArgumentException if there is none; lists the layers there are
   */
  public Layer layer(String layer) {
    return layers.stream()
        .filter(l -> l.name().equals(layer))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Network '"
                        + name
                        + "' has no layer '"
                        + layer
                        + "'. Its layers are: "
                        + layers.stream().map(Layer::name).collect(Collectors.joining(", "))));
  }

  /**
   * The extent of a layer's activation for an image of a given size.
   *
   * @throws IllegalArgumentException if the image is too small for the layer
   */
  public Shape shape(String layer, int height, int width) {
    layer(layer);
    return shapes(height, width, Set.of(layer))[index.get(layer)];
  }

  /**
   * Checks that a plan could be made, so that a long job doesn't fail half-way.
   *
   * @throws IllegalArgumentException if a layer doesn't exist or the image is too small for it
   * @throws IllegalStateException if the plan needs more memory than there is
   */
  public void check(int height, int width, List<Objective> objectives, Set<String> kept) {
    Memory.require(
        planBytes(height, width, objectives, kept),
        "network '" + name + "' on an image of " + width + " x " + height + " pixels");
  }

  /** Bytes of native memory that {@link #plan} would take. */
  public long planBytes(int height, int width, List<Objective> objectives, Set<String> kept) {
    Shape[] shapes = checkedShapes(height, width, objectives, kept);
    return new PlanLayout(vertices, shapes, objectives, kept, evaluation -> null).bytes();
  }

  /**
   * Compiles this network for an image size, as far as the deepest layer asked for.
   *
   * @param height rows of the image
   * @param width columns of the image
   * @param objectives terms of the loss; with none, the plan computes activations alone
   * @param kept names of further layers whose activations are wanted
   * @throws IllegalArgumentException if a layer doesn't exist or the image is too small for it
   * @throws IllegalStateException if the plan needs more memory than there is
   */
  public Plan plan(int height, int width, List<Objective> objectives, Set<String> kept) {
    check(height, width, objectives, kept);
    Shape[] shapes = checkedShapes(height, width, objectives, kept);
    return new Plan(vertices, shapes, index, objectives, kept);
  }

  private Shape[] checkedShapes(
      int height, int width, List<Objective> objectives, Set<String> kept) {
    List<String> names = new ArrayList<>(kept);
    objectives.forEach(objective -> names.add(objective.layer()));
    names.forEach(this::layer);
    return shapes(height, width, names);
  }

  /** Extents of all vertices up to the named layers; null beyond. */
  private Shape[] shapes(int height, int width, Collection<String> names) {
    int last = names.stream().mapToInt(index::get).max().orElse(0);
    Shape[] shapes = new Shape[vertices.size()];
    int tooSmall = computeShapes(shapes, height, width, last);
    if (tooSmall >= 0) {
      throw new IllegalArgumentException(
          String.format(
              "An image of %d x %d pixels is too small for layer '%s' of network '%s', which needs"
                  + " at least %d x %d",
              width, height, nameAt(tooSmall), name, smallestSide(last), smallestSide(last)));
    }
    return shapes;
  }

  /** Fills in the extents; returns the first vertex with an empty output, or -1. */
  private int computeShapes(Shape[] shapes, int height, int width, int last) {
    for (int i = 0; i <= last; i++) {
      Vertex vertex = vertices.get(i);
      List<Shape> inputs =
          vertex.node() instanceof Image image
              ? List.of(new Shape(height, width, image.channels()))
              : vertex.inputs().stream().map(input -> shapes[input]).toList();
      shapes[i] = vertex.node().output(inputs);
      if (shapes[i].height() < 1 || shapes[i].width() < 1) {
        return i;
      }
    }
    return -1;
  }

  private int smallestSide(int last) {
    int side = 1;
    while (side < LARGEST_SMALLEST_SIDE
        && computeShapes(new Shape[vertices.size()], side, side, last) >= 0) {
      side++;
    }
    return side;
  }

  /** The layer that a vertex is, or is an inner step of. */
  private String nameAt(int vertex) {
    int i = vertex;
    while (i < vertices.size() - 1 && vertices.get(i).name().isEmpty()) {
      i++;
    }
    return vertices.get(i).name();
  }

  /** Walks the vertices once, adding up strides, receptive fields and parameters. */
  private void describeLayers() {
    int n = vertices.size();
    int[] stride = new int[n];
    int[] field = new int[n];
    int[] channels = new int[n];
    String[] innerKind = new String[n];
    long[] innerParameters = new long[n];
    for (int i = 0; i < n; i++) {
      Vertex vertex = vertices.get(i);
      Window window = vertex.node().window();
      int inputStride = vertex.inputs().stream().mapToInt(in -> stride[in]).max().orElse(1);
      int inputField = vertex.inputs().stream().mapToInt(in -> field[in]).max().orElse(1);
      int kernel = Math.max(window.kernelHeight(), window.kernelWidth());
      field[i] = inputField + (kernel - 1) * inputStride;
      stride[i] = inputStride * Math.max(window.strideHeight(), window.strideWidth());
      channels[i] = outputChannels(vertex, channels);
      int inner = innerStep(vertex);
      String kind = vertex.node().kind();
      innerKind[i] = inner < 0 ? kind : innerKind[inner] + " + " + kind;
      innerParameters[i] = vertex.node().parameters() + (inner < 0 ? 0 : innerParameters[inner]);
      if (i > 0 && !vertex.name().isEmpty()) {
        layers.add(
            new Layer(
                vertex.name(), innerKind[i], channels[i], stride[i], field[i], innerParameters[i]));
      }
    }
  }

  /** The vertex before this one if both belong to the same layer, or -1. */
  private int innerStep(Vertex vertex) {
    boolean single = vertex.inputs().size() == 1;
    return single && vertices.get(vertex.inputs().get(0)).name().isEmpty()
        ? vertex.inputs().get(0)
        : -1;
  }

  private static int outputChannels(Vertex vertex, int[] channels) {
    if (vertex.node() instanceof Image image) {
      return image.channels();
    }
    // The size is no matter for the number of channels: any that is equal for all inputs will do.
    int side =
        Math.max(vertex.node().window().kernelHeight(), vertex.node().window().kernelWidth());
    List<Shape> inputs =
        vertex.inputs().stream().map(input -> new Shape(side, side, channels[input])).toList();
    return vertex.node().output(inputs).channels();
  }

  @Override
  public void close() {
    vertices.forEach(vertex -> vertex.node().close());
  }
}
