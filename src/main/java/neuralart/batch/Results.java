package neuralart.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of the results. They are made in a folder of the worker's own and moved to their
 * places, then a record says that they are there: a result with a record is whole.
 */
final class Results implements AutoCloseable {
  private static final String OWN = ".neural-art";

  private final Path folder;
  private final Path workspace;

  /** Opens or makes a folder of results, and removes what killed workers of this computer left. */
  Results(Path folder) throws IOException {
    this.folder = folder;
    Path workspaces = Files.createDirectories(folder.resolve(OWN).resolve("tmp"));
    String host = host();
    try (Stream<Path> old = Files.list(workspaces)) {
      old.filter(path -> isLeft(path, host)).forEach(Results::deleteIfThere);
    }
    workspace =
        Files.createDirectories(workspaces.resolve(host + "-" + ProcessHandle.current().pid()));
  }

  private static String host() throws IOException {
    return InetAddress.getLocalHost().getHostName();
  }

  private static boolean isLeft(Path workspace, String host) {
    String name = workspace.getFileName().toString();
    return name.matches(Pattern.quote(host) + "-\\d+")
        && ProcessHandle.of(Long.parseLong(name.substring(host.length() + 1))).isEmpty();
  }

  /** The record of an input, if its results are there. */
  Optional<Row> done(Input input) throws IOException {
    return Row.readOne(record(input))
        .filter(row -> outputs(row).stream().allMatch(Files::isRegularFile));
  }

  /** A new path that the names of an input's results begin with, until they are finished. */
  Path stem(Input input) throws IOException {
    Path file = Path.of(input.name()).getFileName();
    return Files.createTempDirectory(workspace, "").resolve(file);
  }

  /**
   * Moves the results of an input to their places.
   *
   * @return their paths relative to the output folder, separated by {@code |}
   * @throws FailedInputException if there are none
   */
  String publish(Input input, Path stem) throws IOException, FailedInputException {
    Path place = folder.resolve(input.name()).getParent();
    Files.createDirectories(place);
    StringBuilder names = new StringBuilder();
    for (Path file : files(stem.getParent())) {
      Path target = place.resolve(file.getFileName());
      move(file, target);
      names.append(names.isEmpty() ? "" : "|").append(folder.relativize(target));
    }
    if (names.isEmpty()) {
      throw new FailedInputException("The macro saved nothing under the name that it was given");
    }
    return names.toString().replace('\\', '/');
  }

  /** Records that an input is done, and removes the results of an earlier record. */
  void record(Input input, Row row) throws IOException {
    Path record = record(input);
    List<Path> kept = outputs(row);
    for (Path old : Row.readOne(record).map(this::outputs).orElse(List.of())) {
      if (!kept.contains(old)) {
        Files.deleteIfExists(old);
      }
    }
    write(Row.head() + row.line(), record);
  }

  /**
   * Keeps what settings mean in a readable file, unless it is there.
   *
   * @param hash of the settings
   */
  void keepSettings(String hash, Supplier<String> settings) throws IOException {
    Path file = folder.resolve(OWN).resolve("settings").resolve(hash + ".txt");
    if (!Files.exists(file)) {
      write(settings.get(), file);
    }
  }

  private void write(String text, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Path temporary = Files.createTempFile(workspace, "", "");
    Files.writeString(temporary, text);
    move(temporary, file);
  }

  /** Removes what a failed or finished input left. */
  void forget(Path stem) throws IOException {
    delete(stem.getParent());
  }

  private Path record(Input input) {
    return folder.resolve(OWN).resolve("records").resolve(input.name() + ".csv");
  }

  private List<Path> outputs(Row row) {
    return Arrays.stream(row.outputs().split("\\|")).map(folder::resolve).toList();
  }

  private static void move(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  /** Other workers that start at the same time may delete it too. */
  private static void deleteIfThere(Path folder) {
    try {
      delete(folder);
    } catch (IOException | UncheckedIOException e) {
      // what is left is found by the next worker
    }
  }

  private static void delete(Path folder) throws IOException {
    List<Path> contents;
    try (Stream<Path> all = Files.walk(folder)) {
      contents = all.sorted((a, b) -> b.compareTo(a)).toList();
    }
    for (Path path : contents) {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public void close() throws IOException {
    delete(workspace);
  }
}
