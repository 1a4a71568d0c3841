package neuralart.model.keras;

import java.util.List;
import java.util.Map;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** Writes architectures of Keras 1 in the words of Keras 2. */
final class Keras1 {
  private static final String CLASS = "class_name";
  private static final String CONFIG = "config";
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** Words that only Keras 1 has. */
  private static final List<String> SIGNS =
      List.of("nb_filter", "border_mode", "dim_ordering", "output_dim");

  private static final Map<String, String> CLASSES =
      Map.of(
          "Convolution2D", "Conv2D",
          "AtrousConvolution2D", "Conv2D",
          "SeparableConvolution2D", "SeparableConv2D");

  private static final Map<String, String> MERGES =
      Map.of(
          "sum", "Add",
          "mul", "Multiply",
          "ave", "Average",
          "max", "Maximum",
          "concat", "Concatenate");

  private static final Map<String, String> SETTINGS =
      Map.of(
          "nb_filter", "filters",
          "border_mode", "padding",
          "subsample", "strides",
          "dim_ordering", "data_format",
          "bias", "use_bias",
          "output_dim", "units",
          "atrous_rate", "dilation_rate",
          "concat_axis", "axis");

  private Keras1() {}

  /**
   * Whether Keras 1 made an architecture.
   *
   * @param version that of the file; empty where it says none
   */
  static boolean made(JsonNode architecture, String version) {
    return version.startsWith("1")
        || version.isEmpty()
            && SIGNS.stream().anyMatch(word -> architecture.findValue(word) != null);
  }

  /** Rewrites an architecture, all layers in it included. */
  static void rewrite(JsonNode node) {
    node.forEach(Keras1::rewrite);
    if (node instanceof ObjectNode layer
        && layer.path(CLASS).isTextual()
        && layer.path(CONFIG) instanceof ObjectNode config) {
      String kind = layer.path(CLASS).asText();
      SETTINGS.forEach((old, name) -> rename(config, old, name));
      rewriteSettings(config);
      layer.put(CLASS, kind(kind, config));
    }
  }

  private static void rename(ObjectNode config, String old, String name) {
    if (config.has(old)) {
      config.set(name, config.remove(old));
    }
  }

  private static void rewriteSettings(ObjectNode config) {
    String order = config.path("data_format").asText();
    if (order.equals("th") || order.equals("tf")) {
      config.put("data_format", order.equals("th") ? "channels_first" : "channels_last");
    }
    if (config.has("nb_row") && config.has("nb_col")) {
      ArrayNode kernel = config.putArray("kernel_size");
      kernel.add(config.remove("nb_row")).add(config.remove("nb_col"));
    }
    JsonNode padding = config.path("padding");
    if (padding.size() == 4) { // top, bottom, left, right
      config.set("padding", pairs(padding.get(0), padding.get(1), padding.get(2), padding.get(3)));
    }
  }

  private static JsonNode pairs(JsonNode top, JsonNode bottom, JsonNode left, JsonNode right) {
    return JSON.arrayNode()
        .add(JSON.arrayNode().add(top).add(bottom))
        .add(JSON.arrayNode().add(left).add(right));
  }

  private static String kind(String kind, ObjectNode config) {
    String mode = config.path("mode").asText();
    if (kind.equals("Merge")) {
      return MERGES.getOrDefault(mode, "Merge of mode " + mode);
    }
    boolean unusual = kind.equals("BatchNormalization") && !mode.equals("0") && !mode.isEmpty();
    return unusual ? kind + " of mode " + mode : CLASSES.getOrDefault(kind, kind);
  }
}
