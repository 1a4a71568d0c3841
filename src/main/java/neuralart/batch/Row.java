package neuralart.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What became of an input: a row of the summary.
 *
 * @param input its path
 * @param outputs the files of its results, relative to the output folder, separated by {@code |}
 * @param command what was done, in readable words; of several variants separated by {@code |}
 * @param settings the hash of what the result depends on beside the input
 * @param content the hash of the input; empty if it can't be read
 * @param seconds that it took
 * @param loss that was reached; of several variants separated by {@code |}, empty if there is none
 * @param error why there is no result, in one line; empty if there is one
 */
record Row(
    String input,
    String outputs,
    String command,
    String settings,
    String content,
    String seconds,
    String loss,
    String error) {
  private static final List<String> COLUMNS =
      List.of("input", "output", "command", "settings", "content", "seconds", "loss", "error");

  /** The head of a summary. */
  static String head() {
    return Csv.line(COLUMNS);
  }

  /** The row as a line of text. */
  String line() {
    return Csv.line(List.of(input, outputs, command, settings, content, seconds, loss, error));
  }

  /** The same of an input whose content is known. */
  Row withContent(String hash) {
    return new Row(input, outputs, command, settings, hash, seconds, loss, error);
  }

  /** The same with a result. */
  Row withResult(String files, String time, String reached) {
    return new Row(input, files, command, settings, content, time, reached, "");
  }

  /** The same without a result. */
  Row withError(String time, String problem) {
    return new Row(input, "", command, settings, content, time, "", problem);
  }

  /** Whether it is about the same content with the same settings. */
  boolean isSameWork(Row other) {
    return settings.equals(other.settings) && content.equals(other.content);
  }

  /** Whether it tells of the same work with the same end. */
  boolean isLike(Row other) {
    return input.equals(other.input) && isSameWork(other) && error.equals(other.error);
  }

  /** The rows of a file; a line that was cut off, and the head, are left out. */
  static List<Row> read(Path file) throws IOException {
    if (!Files.exists(file)) {
      return List.of();
    }
    String text = Files.readString(file);
    return Csv.parse(text.substring(0, text.lastIndexOf('\n') + 1), ',').stream()
        .filter(cells -> cells.size() == COLUMNS.size() && !cells.equals(COLUMNS))
        .map(Row::of)
        .toList();
  }

  /** The first row of a file, if there is one. */
  static Optional<Row> readOne(Path file) throws IOException {
    return read(file).stream().findFirst();
  }

  private static Row of(List<String> cells) {
    return new Row(
        cells.get(0),
        cells.get(1),
        cells.get(2),
        cells.get(3),
        cells.get(4),
        cells.get(5),
        cells.get(6),
        cells.get(7));
  }
}
