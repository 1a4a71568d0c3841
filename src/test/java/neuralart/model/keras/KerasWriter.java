package neuralart.model.keras;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jhdf.HdfFile;
import io.jhdf.WritableHdfFile;
import io.jhdf.api.WritableGroup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** A network in the HDF5 format of Keras. */
public final class KerasWriter {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final ObjectNode config = MAPPER.createObjectNode();
  private final Map<String, Map<String, Object>> weights = new LinkedHashMap<>();
  private final String kind;
  private String version = "2.11.0";

  private KerasWriter(String kind) {
    this.kind = kind;
    config.put("name", "net").putArray("layers");
  }

  public static KerasWriter sequential() {
    return new KerasWriter("Sequential");
  }

  public static KerasWriter functional() {
    return new KerasWriter("Functional");
  }

  public KerasWriter keras3() {
    version = "3.3.3";
    return this;
  }

  public KerasWriter version(String other) {
    version = other;
    return this;
  }

  /** Adds the image. */
  public KerasWriter image(int side, int channels) {
    return layer(
        "InputLayer",
        "image",
        "{'batch_input_shape': [null, %d, %d, %d]}".formatted(side, side, channels));
  }

  /**
   * Adds a layer.
   *
   * @param json its configuration, with single quotes
   * @param inputs what it reads, in a functional network
   */
  public KerasWriter layer(String kind, String name, String json, String... inputs) {
    ObjectNode layer = layers().addObject().put("class_name", kind).put("name", name);
    layer.set("config", ((ObjectNode) parse(json)).put("name", name));
    if (this.kind.equals("Functional")) {
      ArrayNode calls = layer.putArray("inbound_nodes");
      if (inputs.length > 0) {
        ArrayNode call = calls.addArray();
        for (String input : inputs) {
          call.addArray().add(input).add(0).add(0).addObject();
        }
      }
    }
    weights.put(name, new LinkedHashMap<>());
    return this;
  }

  /** Adds a convolution of 3 x 3. */
  public KerasWriter convolution(String name, int in, int out, String more, String... inputs) {
    layer(
        "Conv2D",
        name,
        "{'filters': %d, 'kernel_size': [3, 3], 'padding': 'same'%s}"
            .formatted(out, more.isEmpty() ? "" : ", " + more),
        inputs);
    float[][][][] kernel = new float[3][3][in][out];
    for (int i = 0; i < 9 * in * out; i++) {
      kernel[i / 3 % 3][i % 3][i / 9 % in][i / 9 / in] = (float) Math.sin(1 + i) / in;
    }
    return weight(name, "kernel:0", kernel).weight(name, "bias:0", new float[out]);
  }

  /** Adds a network inside, with the weights of its layers. */
  public KerasWriter network(String name, KerasWriter inner, String... inputs) {
    layer(inner.kind, name, inner.config.toString(), inputs);
    inner.weights.forEach(
        (layer, arrays) ->
            arrays.forEach((array, values) -> weight(name, layer + "/" + array, values)));
    return this;
  }

  /** Adds an array to a layer. */
  public KerasWriter weight(String layer, String array, Object values) {
    weights.get(layer).put(array, values);
    return this;
  }

  /** Sets the output of a functional network. */
  public KerasWriter output(String layer) {
    config.putArray("output_layers").addArray().add(layer).add(0).add(0);
    return this;
  }

  public ArrayNode layers() {
    return (ArrayNode) config.get("layers");
  }

  public Map<String, Map<String, Object>> weights() {
    return weights;
  }

  public ObjectNode architecture() {
    ObjectNode root = MAPPER.createObjectNode().put("class_name", kind);
    root.set("config", config);
    return root;
  }

  public Path write(Path file) {
    return write(file, architecture().toString());
  }

  /** Writes it with another architecture. */
  public Path write(Path file, String architecture) {
    try (WritableHdfFile hdf = HdfFile.write(file)) {
      if (!architecture.isEmpty()) {
        hdf.putAttribute("model_config", architecture);
      }
      hdf.putAttribute("keras_version", version);
      WritableGroup root = hdf.putGroup("model_weights");
      Map<String, Map<String, Object>> present = new LinkedHashMap<>(weights);
      present.values().removeIf(Map::isEmpty); // an empty list can't be written
      present.put("unused", Map.of("nothing", new float[1]));
      root.putAttribute("layer_names", present.keySet().toArray(String[]::new));
      present.forEach((layer, arrays) -> write(root.putGroup(layer), arrays));
    }
    return file;
  }

  /** The entries of the same network in the format .keras. */
  public Map<String, byte[]> archive(Path temporary) throws IOException {
    try (WritableHdfFile hdf = HdfFile.write(temporary)) {
      WritableGroup root = hdf.putGroup("layers");
      Map<String, Integer> numbers = new LinkedHashMap<>();
      for (JsonNode layer : layers()) {
        String kind = layer.path("class_name").asText().replaceAll("(?<=[a-z])(?=[A-Z])", "_");
        int number = numbers.merge(kind, 1, Integer::sum) - 1;
        String name = kind.toLowerCase(Locale.ROOT) + (number == 0 ? "" : "_" + number);
        WritableGroup variables = root.putGroup(name).putGroup("vars");
        int i = 0;
        for (Object values : weights.get(layer.path("name").asText()).values()) {
          variables.putDataset(String.valueOf(i++), values);
        }
      }
    }
    Map<String, byte[]> entries = new LinkedHashMap<>();
    entries.put("metadata.json", "{\"keras_version\": \"3.4.1\"}".getBytes(UTF_8));
    entries.put("config.json", architecture().toString().getBytes(UTF_8));
    entries.put("model.weights.h5", Files.readAllBytes(temporary));
    return entries;
  }

  private static void write(WritableGroup group, Map<String, Object> arrays) {
    group.putAttribute("weight_names", arrays.keySet().toArray(String[]::new));
    Map<String, WritableGroup> groups = new LinkedHashMap<>();
    arrays.forEach(
        (path, values) -> {
          int slash = path.indexOf('/');
          if (slash < 0) {
            group.putDataset(path, values);
          } else {
            groups
                .computeIfAbsent(path.substring(0, slash), group::putGroup)
                .putDataset(path.substring(slash + 1), values);
          }
        });
  }

  public static JsonNode parse(String json) {
    try {
      return MAPPER.readTree(json.replace('\'', '"'));
    } catch (IOException e) {
      throw new IllegalArgumentException(json, e);
    }
  }
}
