package neuralart.model.bioimage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import neuralart.model.file.NetworkFormat;
import neuralart.model.file.Reading;

/**
 * The files of a package, in a folder or in a zip; nothing outside of it is read, and nothing is
 * written. A zip may hold the package in a folder.
 */
sealed interface PackageFiles extends AutoCloseable {
  /** How the names of descriptions end. */
  List<String> DESCRIPTIONS = List.of("rdf.yaml", "bioimageio.yaml", "rdf.yml", "bioimageio.yml");

  int MOST_ENTRIES = 10_000;

  /** Whether a file is a description, by its name. */
  static boolean isDescription(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    return DESCRIPTIONS.stream()
        .anyMatch(
            end -> lower.equals(end) || lower.endsWith("/" + end) || lower.endsWith("." + end));
  }

  /** The name of the description, nearest to the top. */
  Optional<String> description() throws IOException;

  /** Whether there is a file of this name, by its path from the description. */
  boolean has(String name) throws IOException;

  /**
   * Reads a file.
   *
   * @param most bytes that it may have
   * @throws IllegalArgumentException if there is no such file, or it is too large
   */
  byte[] read(String name, long most) throws IOException;

  @Override
  void close() throws IOException;

  /** Opens the package in a folder or in a zip, if that is one. */
  static Optional<PackageFiles> open(Path path) throws IOException {
    PackageFiles files;
    if (Files.isDirectory(path)) {
      files = new Folder(path);
    } else if (Files.isRegularFile(path) && NetworkFormat.isZip(path)) {
      files = Zip.open(path);
    } else {
      return Optional.empty();
    }
    if (files.description().isEmpty()) {
      files.close();
      return Optional.empty();
    }
    return Optional.of(files);
  }

  private static IllegalArgumentException missing(String name) {
    return new IllegalArgumentException("is incomplete: it has no file '" + name + "'");
  }

  private static byte[] read(InputStream stream, String name, long size, long most)
      throws IOException {
    long limit = Math.min(most, Integer.MAX_VALUE - Long.BYTES);
    if (size > limit) {
      throw new IllegalArgumentException(
          "can't be used: its " + name + " has more than " + limit + " bytes");
    }
    byte[] bytes = stream.readNBytes((int) size + 1);
    if (bytes.length != size) {
      throw new IllegalArgumentException("is damaged: its " + name + " hasn't " + size + " bytes");
    }
    return bytes;
  }

  /** A folder. */
  record Folder(Path path) implements PackageFiles {
    @Override
    public Optional<String> description() throws IOException {
      try (Stream<Path> files = Files.list(path)) {
        return files
            .filter(Files::isRegularFile)
            .map(file -> file.getFileName().toString())
            .filter(PackageFiles::isDescription)
            .min(Comparator.naturalOrder());
      }
    }

    @Override
    public boolean has(String name) throws IOException {
      return file(name).isPresent();
    }

    @Override
    public byte[] read(String name, long most) throws IOException {
      Path file = file(name).orElseThrow(() -> missing(name));
      try (InputStream stream = Files.newInputStream(file)) {
        return PackageFiles.read(stream, name, Files.size(file), most);
      }
    }

    /** A file inside the folder, where links don't lead out of it. */
    private Optional<Path> file(String name) throws IOException {
      Path file;
      try {
        file = path.resolve(name).normalize();
      } catch (InvalidPathException e) {
        return Optional.empty();
      }
      boolean inside = Files.isRegularFile(file) && file.toRealPath().startsWith(path.toRealPath());
      return inside ? Optional.of(file) : Optional.empty();
    }

    @Override
    public void close() {}
  }

  /**
   * A zip.
   *
   * @param prefix of the names of all files: the folder of the description, or nothing
   * @param size bytes of the zip
   */
  record Zip(ZipFile zip, String prefix, long size) implements PackageFiles {
    static Zip open(Path path) throws IOException {
      ZipFile zip = new ZipFile(path.toFile());
      if (zip.size() > MOST_ENTRIES) {
        zip.close();
        throw new IllegalArgumentException(
            "has " + zip.size() + " files; up to " + MOST_ENTRIES + " are possible");
      }
      String top = new Zip(zip, "", 0).description().orElse("");
      return new Zip(zip, top.substring(0, top.lastIndexOf('/') + 1), Files.size(path));
    }

    @Override
    public Optional<String> description() {
      return zip.stream()
          .map(ZipEntry::getName)
          .filter(name -> name.startsWith(prefix))
          .map(name -> name.substring(prefix.length()))
          .filter(PackageFiles::isDescription)
          .min(
              Comparator.comparingLong((String name) -> name.chars().filter(c -> c == '/').count())
                  .thenComparing(Comparator.naturalOrder()));
    }

    @Override
    public boolean has(String name) {
      return entry(name).isPresent();
    }

    @Override
    public byte[] read(String name, long most) throws IOException {
      ZipEntry entry = entry(name).orElseThrow(() -> missing(name));
      Reading.requirePlausible(entry.getSize(), size);
      try (InputStream stream = zip.getInputStream(entry)) {
        return PackageFiles.read(stream, name, entry.getSize(), most);
      }
    }

    private Optional<ZipEntry> entry(String name) {
      String plain = name.startsWith("./") ? name.substring(2) : name;
      return Optional.ofNullable(zip.getEntry(prefix + plain))
          .filter(entry -> !entry.isDirectory());
    }

    @Override
    public void close() throws IOException {
      zip.close();
    }
  }
}
