package neuralart.model.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.DoubleNode;
import org.nd4j.shade.jackson.databind.node.JsonNodeFactory;
import org.nd4j.shade.jackson.databind.node.ObjectNode;
import org.nd4j.shade.jackson.databind.node.TextNode;

/**
 * Functions that stand between layers, such as {@code x * 2} in Python, as the layers that do the
 * same: those of TensorFlow in Keras 2, and those of Keras 3.
 */
final class Operations {
  private static final String OF_TENSORFLOW = "TFOpLambda";

  /** Stands in the place of a layer that is read. */
  private static final String CONSTANT = "_CONSTANT_VALUE";

  private static final Map<String, String> JOINS =
      Map.of("add", "Add", "subtract", "Subtract", "multiply", "Multiply", "maximum", "Maximum");

  private static final Map<String, String> SYNONYMS =
      Map.of("sub", "subtract", "mul", "multiply", "truediv", "divide", "truedivide", "divide");

  private static final Set<String> ACTIVATIONS =
      Set.of("relu", "relu6", "sigmoid", "silu", "swish", "tanh", "softplus", "elu", "selu");

  private Operations() {}

  /** Whether a layer of the architecture is such a function. */
  static boolean isOne(JsonNode layer) {
    String module = layer.path("module").asText();
    return layer.path("class_name").asText().equals(OF_TENSORFLOW)
        || module.startsWith("keras.src.ops")
        || module.startsWith("keras.ops");
  }

  /**
   * The layer that does what a function does; one of a kind that isn't known where there's none.
   */
  static LayerConfig asLayer(String name, String path, JsonNode layer, Uses uses) {
    String function =
        layer.path("config").path("function").asText(layer.path("class_name").asText());
    List<JsonNode> operands = operands(layer.path("inbound_nodes").path(0), uses);
    List<String> read =
        operands.stream().filter(JsonNode::isTextual).map(JsonNode::asText).toList();
    String last = function.substring(function.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    String operation = SYNONYMS.getOrDefault(last, last);
    ObjectNode config = JsonNodeFactory.instance.objectNode();
    String kind = function;
    if (read.size() == 1 && operands.size() == 1 && ACTIVATIONS.contains(operation)) {
      config.put("activation", operation);
      kind = "Activation";
    } else if (read.size() == 2 && operands.size() == 2) {
      kind = JOINS.getOrDefault(operation, function);
    } else if (operands.size() == 2 && rescales(operation, operands, config)) {
      kind = "Rescaling";
    }
    return new LayerConfig(name, name, path, kind, config, read, true);
  }

  /** What a function is called with: the names of layers, and numbers. */
  private static List<JsonNode> operands(JsonNode call, Uses uses) {
    List<JsonNode> operands = new ArrayList<>();
    if (call.isObject()) {
      call.path("args").forEach(argument -> operands.add(operand(argument, uses)));
      return operands;
    }
    JsonNode first = call.path(0).isArray() ? call.path(0) : call;
    operands.add(first.path(0).asText().equals(CONSTANT) ? first.path(2) : operand(first, uses));
    if (first.path(3).has("y")) {
      operands.add(operand(first.path(3).path("y"), uses));
    }
    return operands;
  }

  private static JsonNode operand(JsonNode argument, Uses uses) {
    JsonNode history = argument.path("config").path("keras_history");
    JsonNode reference = history.isArray() ? history : argument;
    JsonNode number = argument.path("config").path("value");
    return Uses.isReference(reference)
        ? TextNode.valueOf(uses.name(reference))
        : number.isMissingNode() ? argument : number;
  }

  /** Writes a function of a layer and a number as {@code scale x + offset}, if it is one. */
  private static boolean rescales(String operation, List<JsonNode> operands, ObjectNode config) {
    boolean first = operands.get(0).isTextual();
    JsonNode number = operands.get(first ? 1 : 0);
    switch (operation) {
      case "add" -> config.set("offset", number);
      case "multiply" -> config.set("scale", number);
      case "subtract" -> {
        config.set("offset", first ? mapped(number, x -> -x) : number);
        config.put("scale", first ? 1 : -1);
      }
      case "divide" -> config.set("scale", mapped(number, x -> 1 / x));
      default -> {
        return false;
      }
    }
    return first || !operation.equals("divide");
  }

  private static JsonNode mapped(JsonNode numbers, DoubleUnaryOperator function) {
    if (numbers.isNumber()) {
      return DoubleNode.valueOf(function.applyAsDouble(numbers.asDouble()));
    }
    ArrayNode mapped = JsonNodeFactory.instance.arrayNode();
    numbers.forEach(number -> mapped.add(mapped(number, function)));
    return mapped;
  }
}
