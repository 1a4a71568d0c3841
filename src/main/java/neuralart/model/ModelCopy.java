package neuralart.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import neuralart.model.download.PartFile;
import neuralart.model.file.Folders;
import neuralart.model.file.Reasons;

/** Copies networks of the user's own to where models are looked for. */
final class ModelCopy {
  /** The file beside a network that tells of its pixels, and the one that names its classes. */
  static final List<UnaryOperator<Path>> BESIDE = List.of(ModelProperties::file, ClassNames::file);

  private ModelCopy() {}

  /** Does what {@link ModelFolder#add} says. */
  static Path add(Path file, boolean replace) {
    Path network = Models.network(file);
    Model model = Models.of(network.toString());
    Path folder = Folders.target();
    Path copy = folder.resolve(network.getFileName());
    if (KnownModel.titles().contains(model.title()) || Files.exists(copy) && !replace) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "There is already a %s in %s: remove it first, or add with replace=true",
              copy.getFileName(),
              folder));
    }
    try {
      PartFile.createFolder(folder);
      for (UnaryOperator<Path> beside : BESIDE) {
        checkBeside(network, copy, beside, replace);
      }
      return copyAll(network, copy, replace);
    } catch (IOException e) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s can't be copied to %s: %s. Change that, or %s",
              network,
              folder,
              Reasons.of(e),
              Folders.OTHER_FOLDER),
          e);
    }
  }

  /** Two networks that differ in their ending only would read the same file beside them. */
  private static void checkBeside(
      Path network, Path copy, UnaryOperator<Path> beside, boolean replace) throws IOException {
    Path given = beside.apply(network);
    Path there = beside.apply(copy);
    Optional<Path> other =
        Models.ownFiles().stream()
            .filter(file -> beside.apply(file).equals(there) && !file.equals(copy))
            .findFirst();
    if (other.isPresent() && (Files.exists(there) || Files.exists(given))) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s and %s in %s would share %s: rename %s",
              copy.getFileName(),
              other.get().getFileName(),
              copy.getParent(),
              there.getFileName(),
              network));
    }
    if (!replace
        && Files.exists(there)
        && Files.exists(given)
        && !Arrays.equals(Files.readAllBytes(given), Files.readAllBytes(there))) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "There is already another %s in %s: remove it first, or rename %s and the file beside"
                  + " it",
              there.getFileName(),
              copy.getParent(),
              network));
    }
  }

  /** Gives the files their names when all of them are copied. */
  private static Path copyAll(Path network, Path copy, boolean replace) throws IOException {
    Map<Path, Path> parts = new LinkedHashMap<>();
    try {
      for (UnaryOperator<Path> beside : BESIDE) {
        Path given = beside.apply(network);
        Path there = beside.apply(copy);
        if (Files.exists(given) && (replace || !Files.exists(there))) {
          copy(given, part(there, parts));
        }
      }
      if (Files.isDirectory(network)) {
        copyFolder(network, part(copy, parts));
      } else {
        copy(network, part(copy, parts));
      }
      for (Map.Entry<Path, Path> part : parts.entrySet()) {
        place(part.getKey(), part.getValue());
      }
      return copy;
    } finally {
      for (Path part : parts.keySet()) {
        delete(part.getParent());
      }
    }
  }

  /** Where a file is copied to first, in a folder of its own. */
  private static Path part(Path target, Map<Path, Path> parts) throws IOException {
    String name = target.getFileName().toString();
    Path part = Files.createTempDirectory(target.getParent(), name + ".copy").resolve("part");
    parts.put(part, target);
    return part;
  }

  /** A file takes the place of another in one step, a folder in two. */
  private static void place(Path part, Path target) throws IOException {
    if (!Files.isDirectory(target)) {
      PartFile.move(part, target);
      return;
    }
    Path before = part.resolveSibling("before");
    Files.move(target, before);
    try {
      Files.move(part, target);
    } catch (IOException e) {
      Files.move(before, target);
      throw e;
    }
  }

  private static void copy(Path source, Path target) throws IOException {
    try (InputStream in = Files.newInputStream(source)) {
      Files.copy(in, target);
    }
  }

  /** The files of a package; links are left out. */
  private static void copyFolder(Path source, Path target) throws IOException {
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file :
          files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).toList()) {
        Path copy = target.resolve(source.relativize(file));
        Files.createDirectories(copy.getParent());
        copy(file, copy);
      }
    }
  }

  /** Deletes a file, or a folder with all that is in it; of a link, the link. */
  static void delete(Path whole) throws IOException {
    try (Stream<Path> files = Files.walk(whole)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
