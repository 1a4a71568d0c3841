package neuralart.batch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files of an input's variants. Each makes them in a folder of its own; at the end pictures
 * have the variant in their names, and tables of the same name are one, with the variant in its
 * first columns.
 */
final class VariantFiles {
  private static final String TABLE = ".csv";

  private final Path stem;

  /** Rows of each table, by the name of its file; each has its cells by the names of columns. */
  private final Map<String, List<Map<String, String>>> tables = new LinkedHashMap<>();

  /**
   * @param stem the path that the names of the files begin with in the end
   */
  VariantFiles(Path stem) {
    this.stem = stem;
  }

  /** The path that the names of the next variant's files begin with. */
  Path next() throws IOException {
    return Files.createTempDirectory(stem.getParent(), "").resolve(stem.getFileName());
  }

  /** Takes the files that a variant has made. */
  void take(Variant variant, Path made) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.list(made.getParent())) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      if (name.endsWith(TABLE)) {
        read(variant, file, tables.computeIfAbsent(name, key -> new ArrayList<>()));
      } else {
        Files.move(file, stem.resolveSibling(labelled(name, variant)));
      }
    }
  }

  private String labelled(String name, Variant variant) {
    String start = stem.getFileName().toString();
    return name.startsWith(start)
        ? start + "." + variant.label() + name.substring(start.length())
        : variant.label() + "." + name;
  }

  private static void read(Variant variant, Path file, List<Map<String, String>> rows)
      throws IOException {
    List<List<String>> cells = Csv.parse(Files.readString(file), ',');
    for (List<String> line : cells.subList(Math.min(1, cells.size()), cells.size())) {
      Map<String, String> row = new LinkedHashMap<>(variant.values());
      for (int i = 0; i < Math.min(line.size(), cells.get(0).size()); i++) {
        row.putIfAbsent(cells.get(0).get(i), line.get(i));
      }
      rows.add(row);
    }
  }

  /** Writes the tables. A column that only some variants have is empty for the others. */
  void writeTables() throws IOException {
    for (Map.Entry<String, List<Map<String, String>>> table : tables.entrySet()) {
      Set<String> columns = new LinkedHashSet<>();
      table.getValue().forEach(row -> columns.addAll(row.keySet()));
      StringBuilder text = new StringBuilder(Csv.line(List.copyOf(columns)));
      for (Map<String, String> row : table.getValue()) {
        text.append(Csv.line(columns.stream().map(name -> row.getOrDefault(name, "")).toList()));
      }
      Files.writeString(stem.resolveSibling(table.getKey()), text);
    }
  }
}
