package neuralart.batch;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image file to work on.
 *
 * @param path of the file, absolute
 * @param name unique among the inputs: its relative path with slashes
 * @param rows of a table, with the values of all columns by their names; a single empty one for an
 *     input of a folder or a list
 */
record Input(Path path, String name, List<Map<String, String>> rows) {
  private static final Pattern NAME = Pattern.compile("\\{([^{}]+)\\}");

  /**
   * Puts the values of each row into a text, in place of {@code {column}}.
   *
   * @throws IllegalArgumentException if two rows ask for the same
   */
  List<Variant> variants(String text) {
    List<Variant> variants = rows.stream().map(row -> fill(text, row)).toList();
    if (variants.stream().map(Variant::label).distinct().count() < rows.size()) {
      throw new IllegalArgumentException(
          "The input "
              + name
              + " is given twice with the same options: its rows must differ in a column that the"
              + " options name");
    }
    return variants;
  }

  private static Variant fill(String text, Map<String, String> row) {
    String filled = text;
    Map<String, String> used = new LinkedHashMap<>();
    for (Map.Entry<String, String> value : row.entrySet()) {
      String place = "{" + value.getKey() + "}";
      if (text.contains(place)) {
        filled = filled.replace(place, value.getValue());
        used.put(value.getKey(), value.getValue());
      }
    }
    return new Variant(filled, used);
  }

  /**
   * Looks for names in braces that are no columns.
   *
   * @throws IllegalArgumentException if there is one, listing the columns there are
   */
  void requireColumns(String text) {
    Map<String, String> values = rows.get(0);
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
