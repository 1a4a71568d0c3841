package neuralart.batch;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Tables as text, as RFC 4180 describes them, also with tabs as separators. */
final class Csv {
  private static final char QUOTE = '"';

  private Csv() {}

  /** Returns a row as a line with its end. A line break in a cell becomes a space. */
  static String line(List<String> cells) {
    return cells.stream().map(Csv::cell).collect(Collectors.joining(",", "", "\n"));
  }

  private static String cell(String text) {
    String line = text.replaceAll("\\R", " ");
    return line.indexOf(',') < 0 && line.indexOf(QUOTE) < 0
        ? line
        : QUOTE + line.replace("\"", "\"\"") + QUOTE;
  }

  /**
   * Splits a text into rows of cells; empty lines are left out.
   *
   * @param separator a comma or a tab
   */
  static List<List<String>> parse(String text, char separator) {
    List<List<String>> rows = new ArrayList<>();
    List<String> row = new ArrayList<>();
    StringBuilder cell = new StringBuilder();
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == QUOTE && quoted && i + 1 < text.length() && text.charAt(i + 1) == QUOTE) {
        cell.append(text.charAt(++i));
      } else if (c == QUOTE && (quoted || cell.isEmpty())) {
        quoted = !quoted;
      } else if (c == separator && !quoted) {
        endCell(row, cell);
      } else if (c == '\n' && !quoted) {
        endCell(row, cell);
        endRow(rows, row);
      } else if (c != '\r' || quoted) {
        cell.append(c);
      }
    }
    endCell(row, cell);
    endRow(rows, row);
    return rows;
  }

  private static void endCell(List<String> row, StringBuilder cell) {
    row.add(cell.toString());
    cell.setLength(0);
  }

  private static void endRow(List<List<String>> rows, List<String> row) {
    if (!row.equals(List.of(""))) {
      rows.add(List.copyOf(row));
    }
    row.clear();
  }
}
