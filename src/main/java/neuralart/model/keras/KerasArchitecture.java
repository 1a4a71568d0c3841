package neuralart.model.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import neuralart.model.file.Json;
import neuralart.model.file.NetworkBuilder;
import neuralart.network.Preprocessing;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * The layers of a Keras network and what they read, from Keras' JSON: of sequential and of
 * functional networks, in the forms of Keras 1, 2 and 3.
 */
final class KerasArchitecture {
  private static final String SEQUENTIAL = "Sequential";
  private static final Set<String> MODELS = Set.of(SEQUENTIAL, "Model", "Functional");
  private static final Set<String> SCALING = Set.of("Rescaling", "Normalization");
  private static final String INPUT = "InputLayer";
  private static final String CHANNELS_FIRST = "channels_first";

  private final boolean sequential;
  private final JsonNode config;
  private final Dialect dialect;
  private final List<LayerConfig> layers = new ArrayList<>();
  private final List<String> inputs = new ArrayList<>();
  private final Uses uses = new Uses();

  private KerasArchitecture(String kind, JsonNode config, Dialect dialect) {
    this.config = config;
    this.dialect = dialect;
    this.sequential = kind.equals(SEQUENTIAL);
    NetworkBuilder.requireLayers(nodes().size());
    nodes().forEach(layer -> uses.add(name(layer), layer.path("inbound_nodes").size()));
    for (JsonNode layer : nodes()) {
      if (layer.path("class_name").asText().equals(INPUT)) {
        inputs.add(name(layer));
      } else if (sequential) {
        addInSequence(layer);
      } else {
        addCalled(layer);
      }
    }
  }

  private void addCalled(JsonNode layer) {
    if (Operations.isOne(layer)) {
      layers.add(Operations.asLayer(name(layer), path(layer), layer, uses));
      return;
    }
    JsonNode calls = layer.path("inbound_nodes");
    String kind = layer.path("class_name").asText();
    NetworkBuilder.requireLayers(layers.size() + calls.size());
    if (MODELS.contains(kind) && calls.size() > 1) {
      layers.add(layer(layer, kind + " used in several places", uses.read(calls), 0));
      return;
    }
    for (int use = 0; use < Math.max(1, calls.size()); use++) {
      layers.add(layer(layer, kind, uses.read(calls.path(use)), use));
    }
  }

  private void addInSequence(JsonNode layer) {
    if (layers.isEmpty() && inputs.isEmpty()) {
      inputs.add(INPUT);
    }
    String before = layers.isEmpty() ? inputs.get(0) : layers.get(layers.size() - 1).name();
    layers.add(layer(layer, layer.path("class_name").asText(), List.of(before), 0));
  }

  /** The layers in JSON; Keras before 2.2 kept nothing else of a sequential network. */
  private JsonNode nodes() {
    return config.isArray() ? config : config.path("layers");
  }

  private static String name(JsonNode layer) {
    return layer.path("config").path("name").asText(layer.path("name").asText(""));
  }

  private String path(JsonNode layer) {
    return name() + "/" + name(layer);
  }

  private LayerConfig layer(JsonNode layer, String kind, List<String> inputs, int use) {
    String name = name(layer);
    return new LayerConfig(
        Uses.name(name, use),
        name,
        Uses.name(path(layer), use),
        kind.isEmpty() ? "unknown" : kind,
        layer.path("config"),
        inputs,
        false);
  }

  /**
   * Reads an architecture.
   *
   * @param version of Keras; empty where the file says none
   * @param backend what computed for it; empty where the file says none
   * @throws IllegalArgumentException if it is none, or hasn't one image as its input
   */
  static KerasArchitecture parse(String json, String version, String backend) {
    JsonNode root = Json.parse(json, "architecture");
    boolean first = Keras1.made(root, version);
    if (first) {
      Keras1.rewrite(root);
    }
    String kind = root.path("class_name").asText("network of no kind");
    if (!MODELS.contains(kind)) {
      throw new IllegalArgumentException(
          "is a '" + kind + "', not one of " + new TreeSet<>(MODELS));
    }
    Dialect dialect =
        new Dialect(
            first ? 1 : version.startsWith("3") ? 3 : 2,
            root.findValuesAsText("data_format").contains(CHANNELS_FIRST),
            backend.equals("theano"));
    KerasArchitecture architecture = new KerasArchitecture(kind, root.path("config"), dialect);
    if (architecture.inputs.size() != 1) {
      throw new IllegalArgumentException(
          "has " + architecture.inputs.size() + " inputs, not one image");
    }
    return architecture;
  }

  /** What its settings mean. */
  Dialect dialect() {
    return dialect;
  }

  /** The layers in the order of the file. */
  List<LayerConfig> layers() {
    return layers;
  }

  /**
   * The layers, each behind those that it reads; in the order of the file where that is possible.
   *
   * @throws IllegalArgumentException if there is no such order, or two layers have one name
   */
  List<LayerConfig> inOrder() {
    return LayerOrder.of(layers, inputs);
  }

  /** The names that stand for what the network is given. */
  List<String> inputs() {
    return inputs;
  }

  /** The name of its last layer, or of the first of several outputs. */
  String output() {
    if (sequential) {
      return layers.isEmpty() ? inputs.get(0) : layers.get(layers.size() - 1).name();
    }
    List<String> outputs = uses.read(config.path("output_layers"));
    if (outputs.isEmpty()) {
      throw new IllegalArgumentException("has no output");
    }
    return outputs.get(0);
  }

  /**
   * The image that it takes.
   *
   * @throws IllegalArgumentException if the network takes no image with a number of channels
   */
  InputShape imageShape() {
    return InputShape.of(givenShape(), dialect);
  }

  private JsonNode givenShape() {
    JsonNode first = nodes().path(0);
    for (JsonNode layer : nodes()) {
      if (layer.path("class_name").asText().equals(INPUT)) {
        first = layer;
      }
    }
    JsonNode made = first.path("config");
    if (made.has("batch_input_shape") || made.has("batch_shape")) {
      return made.path(made.has("batch_input_shape") ? "batch_input_shape" : "batch_shape");
    }
    String kind = first.path("class_name").asText();
    return MODELS.contains(kind)
        ? new KerasArchitecture(kind, made, dialect).givenShape()
        : config.path("build_input_shape");
  }

  /**
   * How it conventionally wants its pixels: as the network of Keras of that name does, else from 0
   * to 255 where it scales them itself, else from 0 to 1.
   */
  Preprocessing preprocessing() {
    int channels = imageShape().channels();
    return Stream.concat(Stream.of(this), inside())
        .flatMap(model -> ConventionalPixels.of(model.name(), channels).stream())
        .findFirst()
        .orElseGet(() -> Preprocessing.range(channels, 0, scales() ? Preprocessing.WHITE : 1));
  }

  private String name() {
    return config.path("name").asText("");
  }

  /** The networks that are layers of it. */
  private Stream<KerasArchitecture> inside() {
    return layers.stream().flatMap(layer -> inside(layer).stream());
  }

  /** Whether it scales the pixels before it does anything else to them. */
  private boolean scales() {
    return kinds()
        .filter(kind -> !KerasLayers.leavesValues(kind))
        .findFirst()
        .filter(SCALING::contains)
        .isPresent();
  }

  /** The network that a layer is. */
  Optional<KerasArchitecture> inside(LayerConfig layer) {
    return MODELS.contains(layer.kind())
        ? Optional.of(new KerasArchitecture(layer.kind(), layer.config(), dialect))
        : Optional.empty();
  }

  /** The kinds of its layers, of networks inside those of their layers. */
  private Stream<String> kinds() {
    return layers.stream()
        .flatMap(
            layer ->
                inside(layer)
                    .map(KerasArchitecture::kinds)
                    .orElseGet(() -> Stream.of(layer.kind())));
  }
}
