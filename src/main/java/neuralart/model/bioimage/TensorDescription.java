package neuralart.model.bioimage;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * What a description says of an input or an output, in the forms of the specification 0.4 and 0.5.
 *
 * @param name what the author calls it
 * @param axes a letter each: b, i, t, c, z, y, x
 * @param channels names of its channels; empty if they have none
 * @param operations pre- or postprocessing, as the description has it
 * @param test its array for tests, if there is one
 */
record TensorDescription(
    String name,
    String axes,
    List<String> channels,
    JsonNode operations,
    Optional<FileEntry> test) {

  /**
   * Reads it.
   *
   * @param node one of the list {@code inputs} or {@code outputs}
   * @param test where the specification 0.4 has the array for tests
   * @throws IllegalArgumentException if it has axes that aren't ones
   */
  static TensorDescription of(JsonNode node, JsonNode test) {
    String name = Settings.text(node.path(node.has("id") ? "id" : "name"));
    JsonNode axes = node.path("axes");
    String letters = axes.isTextual() ? Settings.text(axes) : letters(axes);
    if (!letters.matches("[bitczyx]{1,6}")
        || letters.chars().distinct().count() < letters.length()) {
      throw new IllegalArgumentException(
          "describes '" + name + "' with the axes '" + letters + "', which can't be");
    }
    String key = node.has("preprocessing") ? "preprocessing" : "postprocessing";
    JsonNode own = node.path("test_tensor");
    return new TensorDescription(
        name,
        letters,
        channels(axes),
        node.path(key),
        FileEntry.of(own.isMissingNode() ? test : own));
  }

  private static String letters(JsonNode axes) {
    StringBuilder letters = new StringBuilder();
    for (JsonNode axis : Settings.list(axes)) {
      String type = Settings.text(axis.path("type"));
      String id = Settings.text(axis.path("id"));
      // of an axis in space, x is what the specification takes where there is no id
      letters.append(type.equals("space") ? id.isEmpty() ? "x" : id : letter(type));
    }
    return letters.toString();
  }

  private static String letter(String type) {
    return List.of("batch", "channel", "index", "time").contains(type)
        ? type.substring(0, 1)
        : "?" + type;
  }

  private static List<String> channels(JsonNode axes) {
    List<String> names = new ArrayList<>();
    for (JsonNode axis : Settings.list(axes)) {
      if (Settings.text(axis.path("type")).equals("channel")) {
        Settings.list(axis.path("channel_names")).forEach(name -> names.add(Settings.text(name)));
      }
    }
    return names;
  }

  /**
   * Checks that it is one image.
   *
   * @throws IllegalArgumentException if it has planes or time points, or no rows and columns
   */
  void requireImage() {
    for (char axis : new char[] {'z', 't', 'i'}) {
      if (axes.indexOf(axis) >= 0) {
        throw new IllegalArgumentException(
            "takes images with the axes '" + axes + "', of which only b, c, y and x are supported");
      }
    }
    if (axes.indexOf('y') < 0 || axes.indexOf('x') < 0) {
      throw new IllegalArgumentException(
          "takes '" + name + "' with the axes '" + axes + "', no image");
    }
  }
}
