package neuralart.model.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.databind.JsonNode;

/** The names of layers of which a network uses some several times: {@code relu}, {@code relu/2}. */
final class Uses {
  private final Map<String, Integer> counts = new HashMap<>();

  /** Notes how often a layer stands in the network. */
  void add(String layer, int count) {
    counts.put(layer, count);
  }

  /** The name of one of the uses of a layer, from 0. */
  static String name(String layer, int use) {
    return use == 0 ? layer : layer + "/" + (use + 1);
  }

  /** Whether a value in JSON refers to a layer: {@code [name, use, tensor, ..]}. */
  static boolean isReference(JsonNode value) {
    return value.isArray() && value.path(0).isTextual() && value.path(1).isInt();
  }

  /** The name of what is referred to. Old versions count the uses of networks from 1. */
  String name(JsonNode reference) {
    String layer = reference.path(0).asText();
    boolean shared = counts.getOrDefault(layer, 1) > 1;
    return name(layer, shared ? reference.path(1).asInt() : 0);
  }

  /**
   * The names of the layers that a call reads: references in Keras 2, objects that hold one in
   * Keras 3, in lists of any depth.
   */
  List<String> read(JsonNode call) {
    List<String> names = new ArrayList<>();
    addReferences(call, names);
    return names;
  }

  private void addReferences(JsonNode call, List<String> names) {
    if (isReference(call)) {
      names.add(name(call));
    } else if (call.isArray()) {
      call.forEach(part -> addReferences(part, names));
    } else if (call.isObject()) {
      addReferences(call.path("args"), names);
      addReferences(call.path("config").path("keras_history"), names);
    }
  }
}
