package neuralart.batch;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image file to work on.
 *
 * @param path of the file, absolute
 * @param name unique among the inputs: its relative path with slashes
 * @param values of the other columns, by their names
 */
record Input(Path path, String name, Map<String, String> values) {
  private static final Pattern NAME = Pattern.compile("\\{([^{}]+)\\}");

  /** Puts the values of the columns into a text, in place of {@code {column}}. */
  String fill(String text) {
    String filled = text;
    for (Map.Entry<String, String> value : values.entrySet()) {
      filled = filled.replace("{" + value.getKey() + "}", value.getValue());
    }
    return filled;
  }

  /**
   * Looks for names in braces that are no columns.
   *
   * @throws IllegalArgumentException if there is one, listing the columns there are
   */
  void requireColumns(String text) {
    Matcher names = NAME.matcher(text);
    while (names.find()) {
      if (!values.containsKey(names.group(1))) {
        throw new IllegalArgumentException(
            values.isEmpty()
                ? "The options have " + names.group() + ", but only a table has columns"
                : "There is no column " + names.group() + ". Columns are: " + values.keySet());
      }
    }
  }
}
