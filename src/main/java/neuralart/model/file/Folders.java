package neuralart.model.file;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The folders where files of models are looked for: {@code -Dneuralart.models}, else {@code
 * $NEURALART_MODELS}, else {@code models/neural-art} of the application, else {@code
 * ~/.neural-art/models}, subfolders included.
 */
public final class Folders {
  /** What helps where a folder can't be written to. */
  public static final String OTHER_FOLDER =
      "set another folder by -Dneuralart.models or the environment variable NEURALART_MODELS";

  private static final int DEPTH = 8;

  private Folders() {}

  /** The folders where models are looked for, the first that is set first. */
  public static Set<Path> all() {
    Set<Path> folders = chosenFolders();
    applicationFolder().ifPresent(folders::add);
    folders.add(home());
    return folders;
  }

  /** Where new models go: where the user says, else to the application if it has such a folder. */
  public static Path target() {
    return chosenFolders().stream()
        .findFirst()
        .or(() -> applicationFolder().filter(Files::isWritable))
        .orElseGet(Folders::home);
  }

  private static Set<Path> chosenFolders() {
    Set<Path> folders = new LinkedHashSet<>();
    addFolder(folders, System.getProperty("neuralart.models"));
    addFolder(folders, System.getenv("NEURALART_MODELS"));
    return folders;
  }

  private static Optional<Path> applicationFolder() {
    String application = System.getProperty("imagej.dir", System.getProperty("plugins.dir"));
    return Optional.ofNullable(application).map(dir -> Path.of(dir, "models", "neural-art"));
  }

  private static Path home() {
    return Path.of(System.getProperty("user.home"), ".neural-art", "models");
  }

  private static void addFolder(Set<Path> folders, String folder) {
    if (folder != null && !folder.isBlank()) {
      folders.add(Path.of(folder));
    }
  }

  /** The files in the folders that are wanted, of the first folder first. */
  public static List<Path> find(Predicate<Path> wanted) {
    return all().stream().flatMap(folder -> find(folder, wanted).stream()).toList();
  }

  /** Files in a folder and those inside it; one that can't be looked into is left out. */
  private static List<Path> find(Path folder, Predicate<Path> wanted) {
    List<Path> found = new ArrayList<>();
    try {
      Files.walkFileTree(
          folder,
          Set.of(),
          DEPTH,
          new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) {
              if (!attributes.isDirectory() && !attributes.isOther() && wanted.test(path)) {
                found.add(path);
              }
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path path, IOException e) {
              return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path path, IOException e) {
              return FileVisitResult.CONTINUE;
            }
          });
    } catch (IOException e) {
      throw unreadable(folder, e);
    }
    found.sort(null);
    return found;
  }

  private static IllegalStateException unreadable(Path folder, IOException e) {
    return new IllegalStateException(
        "Can't look for models in " + folder + ": " + Reasons.of(e), e);
  }
}
