package neuralart.batch;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds the inputs of a batch: in a folder and those in it, in a list, or in a table. */
final class Inputs {
  private static final String COLUMN = "input";

  private static final Pattern IMAGE =
      Pattern.compile("(?i).*\\.(tiff?|png|jpe?g|gif|bmp|dcm|fits|pgm|ppm|zip)");

  private final Path root;
  private final Map<String, Input> found = new LinkedHashMap<>();

  private Inputs(Path root) {
    this.root = root;
  }

  /**
   * Returns all inputs in their order.
   *
   * @param source a folder, a text file with a path a line, or a table with a column {@code input};
   *     relative paths begin at its folder
   * @param root what names are relative to; the folder of the source if nothing is given. Of a file
   *     elsewhere the name is its absolute path
   * @param left a folder that is left out
   * @throws IllegalArgumentException if there is no such source, it has no inputs, it is an image,
   *     no text in UTF-8, or a folder that is left out, or a list has an input twice
   * @throws IOException if it can't be read
   */
  static List<Input> of(Path source, Optional<Path> root, Path left) throws IOException {
    boolean isFolder = Files.isDirectory(source);
    require(isFolder || Files.isRegularFile(source), "There is no folder or file " + source);
    require(
        !isFolder || !source.startsWith(left),
        "The output folder " + left + " has the inputs in it: choose another one");
    require(
        isFolder || !IMAGE.matcher(source.toString()).matches(),
        source + " is an image: give its folder, or a text file with its path");
    Path home = isFolder ? source : source.getParent();
    Inputs inputs = new Inputs(root.orElse(home));
    String file = source.getFileName().toString();
    if (isFolder) {
      inputs.folder(source, left);
    } else if (file.endsWith(".csv") || file.endsWith(".tsv")) {
      inputs.table(source, file.endsWith(".csv") ? ',' : '\t');
    } else {
      text(source)
          .lines()
          .filter(line -> !line.isBlank())
          .forEach(line -> inputs.add(path(home, line.strip()), Map.of()));
    }
    require(!inputs.found.isEmpty(), "There are no images in " + source);
    return List.copyOf(inputs.found.values());
  }

  /**
   * Returns one of the parts of a list: every n-th, so that what stands together is shared out.
   *
   * @param part 1..{@code parts}
   */
  static List<Input> part(List<Input> all, int part, int parts) {
    return IntStream.range(0, all.size())
        .filter(i -> i % parts == part - 1)
        .mapToObj(all::get)
        .toList();
  }

  private void folder(Path folder, Path left) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      files
          .filter(file -> !file.startsWith(left) && IMAGE.matcher(file.toString()).matches())
          .filter(file -> !folder.relativize(file).toString().matches("(.*[/\\\\])?\\..*"))
          .filter(Files::isRegularFile)
          .sorted()
          .forEach(file -> add(file, Map.of()));
    }
  }

  private void table(Path file, char separator) throws IOException {
    List<List<String>> rows = Csv.parse(text(file), separator);
    List<String> columns = rows.isEmpty() ? List.of() : rows.get(0);
    require(
        columns.contains(COLUMN),
        "The table " + file + " has no column " + COLUMN + "; its columns are: " + columns);
    for (int i = 1; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      require(
          row.size() == columns.size(),
          "Row " + i + " of " + file + " has " + row.size() + " cells, not " + columns.size());
      Map<String, String> values =
          IntStream.range(0, row.size())
              .boxed()
              .collect(
                  Collectors.toMap(
                      columns::get, row::get, (first, second) -> second, LinkedHashMap::new));
      add(path(file.getParent(), values.get(COLUMN)), values);
    }
  }

  /** The text of a list or a table, without a byte order mark. */
  private static String text(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).replaceFirst("^\uFEFF", "");
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException(file + " is no text in UTF-8: save it as such", e);
    }
  }

  private static Path path(Path home, String text) {
    try {
      return home.resolve(text);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(text + " is no path", e);
    }
  }

  /** Adds an input, or another row of one. */
  private void add(Path file, Map<String, String> values) {
    Path path = file.toAbsolutePath().normalize();
    Path relative = path.startsWith(root) ? root.relativize(path) : path.getRoot().relativize(path);
    String name = relative.toString().replace('\\', '/');
    List<Map<String, String>> rows = new ArrayList<>();
    if (found.containsKey(name)) {
      require(!values.isEmpty(), "The input " + name + " is given twice");
      rows.addAll(found.get(name).rows());
    }
    rows.add(values);
    found.put(name, new Input(path, name, List.copyOf(rows)));
  }

  private static void require(boolean condition, String problem) {
    if (!condition) {
      throw new IllegalArgumentException(problem);
    }
  }
}
