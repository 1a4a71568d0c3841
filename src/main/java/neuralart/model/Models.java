package neuralart.model;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import neuralart.device.Nd4jSetup;
import neuralart.network.Network;

/**
 * Finds networks: known ones by title, and those of users by path. Files are looked for by name in
 * {@code -Dneuralart.models}, else {@code $NEURALART_MODELS}, else {@code models/neural-art} of the
 * application, else {@code ~/.neural-art/models}, subfolders included.
 */
public final class Models {
  /** What helps where a folder can't be written to. */
  static final String OTHER_FOLDER =
      "set another folder by -Dneuralart.models or the environment variable NEURALART_MODELS";

  private static final int DEPTH = 8;
  private static final List<String> ENDINGS = List.of(".h5", ".hdf5", ".zip");

  private Models() {}

  /**
   * Loads a network.
   *
   * @param model as {@link #of} takes it
   * @return the network, for the caller to close
   * @throws IllegalArgumentException if there is no such model, its file is not found, or not
   *     usable; the message says what there is, where was looked and where to get it
   */
  public static Network load(String model) {
    return of(model).load();
  }

  /**
   * Does a job in which the reading of networks can be canceled; it then ends with a {@link
   * java.util.concurrent.CancellationException}.
   *
   * @param canceled is asked between layers, in the thread of the job
   */
  public static void cancelable(BooleanSupplier canceled, Runnable job) {
    Reading.cancelable(canceled, job);
  }

  /**
   * The model that a user means.
   *
   * @param model title of a known model, path of a network's file, or the name of such a file in
   *     one of the folders where models are looked for
   * @throws IllegalArgumentException if there is none, listing those there are; or if it is a file
   *     that has no network that can be used
   */
  public static Model of(String model) {
    Nd4jSetup.prepare();
    if (KnownModel.titles().contains(model)) {
      return KnownModel.of(model);
    }
    refuseFolder(model);
    return UserModel.of(
        file(model)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        String.format(
                            Locale.ROOT,
                            "There is no model '%s'. Models are: %s, or the path of a network's"
                                + " file",
                            model,
                            String.join(", ", titles())))));
  }

  /** Says of the folder of another program's network what it is. */
  private static void refuseFolder(String model) {
    Path folder;
    try {
      folder = Path.of(model);
    } catch (InvalidPathException e) {
      return;
    }
    ForeignFormat.ofFolder(folder)
        .ifPresent(
            e -> {
              throw new IllegalArgumentException(folder + " " + e.getMessage(), e);
            });
  }

  /** What {@link #of} gives, or nothing where it would throw. */
  public static Optional<Model> find(String model) {
    try {
      return Optional.of(of(model));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The titles of the known models, then the names of the files of users' own. */
  public static List<String> titles() {
    List<String> titles = new ArrayList<>(KnownModel.titles());
    ownFiles().stream().map(file -> file.getFileName().toString()).sorted().forEach(titles::add);
    return titles;
  }

  /** The networks in the folders that aren't known ones, of each name the first that is found. */
  static List<Path> ownFiles() {
    Set<String> names =
        Stream.of(KnownModel.values())
            .map(known -> known.file().name())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    List<Path> files = new ArrayList<>();
    for (Path folder : folders()) {
      for (Path file : find(folder, Models::isNetwork)) {
        if (names.add(file.getFileName().toString())) {
          files.add(file);
        }
      }
    }
    return files;
  }

  private static boolean isNetwork(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return ENDINGS.stream().anyMatch(name::endsWith);
  }

  private static Optional<Path> file(String model) {
    try {
      Path path = Path.of(model);
      if (!model.isBlank() && Files.isRegularFile(path)) {
        return Optional.of(path.toAbsolutePath().normalize());
      }
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
    return ownFiles().stream().filter(file -> file.endsWith(model)).findFirst();
  }

  /** The file of a known model, if it is there. */
  static Optional<Path> locate(KnownModel model) {
    return folders().stream()
        .flatMap(folder -> find(folder, path -> path.endsWith(model.file().name())).stream())
        .findFirst();
  }

  /** The file of a known model. */
  static Path require(KnownModel model) {
    return locate(model)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        Locale.ROOT,
                        "The weights of model '%s' were not found: looked for %s in %s. Get the"
                            + " file from %s, and put it there or set NEURALART_MODELS to its"
                            + " folder",
                        model.title(),
                        model.file().name(),
                        folders().stream().map(Path::toString).collect(Collectors.joining(", ")),
                        model.file().url())));
  }

  /** The folders where models are looked for, the first that is set first. */
  static Set<Path> folders() {
    Set<Path> folders = chosenFolders();
    applicationFolder().ifPresent(folders::add);
    folders.add(home());
    return folders;
  }

  /** Where new models go: where the user says, else to the application if it has such a folder. */
  static Path target() {
    return chosenFolders().stream()
        .findFirst()
        .or(() -> applicationFolder().filter(Files::isWritable))
        .orElseGet(Models::home);
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
