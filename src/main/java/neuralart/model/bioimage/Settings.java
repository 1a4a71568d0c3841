package neuralart.model.bioimage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.nd4j.shade.jackson.databind.JsonNode;

/** Reads values out of a description, in which all are texts. */
final class Settings {
  private static final int LONGEST_LIST = 10_000;
  private static final int LONGEST_TEXT = 500;

  private Settings() {}

  /** A text in one line, or nothing. */
  static String text(JsonNode node) {
    if (!node.isTextual()) {
      return "";
    }
    String line = node.asText().strip().replaceAll("[\\s\\p{Cntrl}]+", " ");
    return line.length() <= LONGEST_TEXT ? line : line.substring(0, LONGEST_TEXT) + "...";
  }

  /** The nodes of a list; none of something else. */
  static List<JsonNode> list(JsonNode node) {
    if (node.size() > LONGEST_LIST) {
      throw new IllegalArgumentException(
          "describes a list of " + node.size() + "; up to " + LONGEST_LIST + " are possible");
    }
    return node.isArray() ? StreamSupport.stream(node.spliterator(), false).toList() : List.of();
  }

  /**
   * A number, or several in a list.
   *
   * @return nothing if there is no such setting
   * @throws IllegalArgumentException if it is something else
   */
  static Optional<double[]> numbers(JsonNode settings, String key) {
    JsonNode node = settings.path(key);
    if (node.isMissingNode() || node.isNull()) {
      return Optional.empty();
    }
    List<JsonNode> nodes = node.isArray() ? list(node) : List.of(node);
    List<Double> numbers = new ArrayList<>();
    for (JsonNode one : nodes) {
      // a list in a list: [[[0.5]], [[0.6]]] stands for a number of each channel
      JsonNode inner = one;
      while (inner.isArray() && inner.size() == 1) {
        inner = inner.get(0);
      }
      numbers.add(number(inner, key));
    }
    if (numbers.isEmpty()) {
      throw new IllegalArgumentException("has an empty list of " + key);
    }
    return Optional.of(numbers.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** A number, or another where there is none. */
  static double number(JsonNode settings, String key, double otherwise) {
    JsonNode node = settings.path(key);
    return node.isMissingNode() || node.isNull() ? otherwise : number(node, key);
  }

  private static double number(JsonNode node, String key) {
    try {
      double number = Double.parseDouble(node.isTextual() ? node.asText() : "none");
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(node, key);
    }
    throw wrong(node, key);
  }

  private static IllegalArgumentException wrong(JsonNode node, String key) {
    String text = node.isContainerNode() ? "a list or a map" : "'" + text(node) + "'";
    return new IllegalArgumentException("says that " + key + " is " + text + ", not a number");
  }
}
