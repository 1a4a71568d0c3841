package neuralart.batch;

import java.util.Map;

/**
 * What is done with an input, once for each of its rows in a table.
 *
 * @param options with the values of the row
 * @param values of the columns that the options name
 */
record Variant(String options, Map<String, String> values) {

  /** The values, as a part of the name of a file. */
  String label() {
    return String.join("-", values.values()).replaceAll("[^\\p{L}\\p{N}_.=+-]+", "_");
  }
}
