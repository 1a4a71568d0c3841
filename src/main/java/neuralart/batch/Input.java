package neuralart.batch;

import java.nio.file.Path;
import java.util.Map;

/**
 * An image file to work on.
 *
 * @param path of the file, absolute
 * @param name unique among the inputs: its relative path with slashes
 * @param values of the other columns, by their names
 */
record Input(Path path, String name, Map<String, String> values) {

  /** Puts the values of the columns into a text, in place of {@code {column}}. */
  String fill(String text) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("{" + value.getKey() + "}", value.getValue());
    }
    return filled;
  }
}
