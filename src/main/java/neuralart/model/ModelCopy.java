package neuralart.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import neuralart.model.download.PartFile;
import neuralart.model.file.Folders;
import neuralart.model.file.Reasons;

/** Copies networks of the user's own to where models are looked for. */
final class ModelCopy {
  /** The file beside a network that tells of its pixels, and the one that names its classes. */
  private static final List<UnaryOperator<Path>> BESIDE =
      List.of(ModelProperties::file, ClassNames::file);

  private ModelCopy() {}

  /** Does what {@link ModelFolder#add} says. */
  static Path add(Path file) {
    Path network = Models.network(file);
    Model model = Models.of(network.toString());
    Path folder = Folders.target();
    Path copy = folder.resolve(network.getFileName());
    if (KnownModel.titles().contains(model.title()) || Files.exists(copy)) {
      throw new IllegalStateException(
          "There is already a " + copy.getFileName() + " in " + folder + ": remove it first");
    }
    try {
      PartFile.createFolder(folder);
      for (UnaryOperator<Path> beside : BESIDE) {
        checkBeside(network, copy, beside);
      }
      return copyAll(network, copy);
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
  private static void checkBeside(Path network, Path copy, UnaryOperator<Path> beside)
      throws IOException {
    Path given = beside.apply(network);
    Path there = beside.apply(copy);
    Optional<Path> other =
        Models.ownFiles().stream().filter(file -> beside.apply(file).equals(there)).findFirst();
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
    if (Files.exists(there)
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

  private static Path copyAll(Path network, Path copy) throws IOException {
    List<Path> made = new ArrayList<>();
    try {
      for (UnaryOperator<Path> beside : BESIDE) {
        Path given = beside.apply(network);
        if (Files.exists(given) && !Files.exists(beside.apply(copy))) {
          made.add(copy(given, beside.apply(copy)));
        }
      }
      return Files.isDirectory(network) ? copyFolder(network, copy) : copy(network, copy);
    } catch (IOException e) {
      for (Path file : made) {
        Files.deleteIfExists(file);
      }
      throw e;
    }
  }

  private static Path copy(Path source, Path target) throws IOException {
    Path part = Files.createTempFile(target.getParent(), target.getFileName().toString(), ".copy");
    try (InputStream in = Files.newInputStream(source)) {
      Files.copy(in, part, StandardCopyOption.REPLACE_EXISTING);
      return PartFile.move(part, target);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** The files of a package; links are left out. */
  private static Path copyFolder(Path source, Path target) throws IOException {
    List<Path> copied = new ArrayList<>();
    try (Stream<Path> files = Files.walk(source)) {
      for (Path file :
          files.filter(f -> Files.isRegularFile(f, LinkOption.NOFOLLOW_LINKS)).toList()) {
        Path copy = target.resolve(source.relativize(file));
        Files.createDirectories(copy.getParent());
        copied.add(copy);
        copy(file, copy);
      }
      return target;
    } catch (IOException e) {
      for (Path copy : copied) {
        Files.deleteIfExists(copy);
      }
      throw e;
    }
  }
}
