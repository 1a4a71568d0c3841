package neuralart.model;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
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
import neuralart.model.bioimage.BioimageFormat;
import neuralart.model.file.Folders;
import neuralart.model.file.ForeignFormat;
import neuralart.model.file.Reading;
import neuralart.network.Network;

/**
 * Finds networks: known ones by title, and those of users by path, or by name in the {@linkplain
 * Folders folders} where they are looked for.
 */
public final class Models {

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
   * @param model title of a known model, the name of a network's file or package in one of the
   *     folders where models are looked for, or the path of such
   * @throws IllegalArgumentException if there is none, listing those there are; or if it is a file
   *     that has no network that can be used
   */
  public static Model of(String model) {
    Nd4jSetup.prepare();
    if (KnownModel.titles().contains(model)) {
      return KnownModel.of(model);
    }
    return UserModel.of(requireOwn(model));
  }

  /** The file or the package that a user means. */
  static Path requireOwn(String model) {
    Optional<Path> file = file(model);
    if (file.isEmpty()) {
      refuseFolder(model);
    }
    return file.orElseThrow(
        () ->
            new IllegalArgumentException(
                String.format(
                    Locale.ROOT,
                    "There is no model '%s'. Models are: %s, or the path of a network's" + " file",
                    model,
                    String.join(", ", titles()))));
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

  /**
   * The titles of the known models that have classes, then the names of those files of users' own.
   * Reads each file the first time, to see whether its network ends with classes.
   */
  public static List<String> classifiers() {
    Stream<String> known =
        Stream.of(KnownModel.values()).filter(KnownModel::hasClasses).map(KnownModel::title);
    Stream<String> own = names(Models::hasClasses).stream();
    return Stream.concat(known, own).toList();
  }

  private static boolean hasClasses(Path file) {
    return find(file.toString()).filter(model -> !model.classes().isEmpty()).isPresent();
  }

  /**
   * The networks in the folders that aren't known ones, of each name the first that is found: files
   * and folders of packages, of which the files inside are none.
   */
  static List<Path> ownFiles() {
    Set<String> names =
        Stream.of(KnownModel.values())
            .map(known -> known.file().name())
            .collect(Collectors.toCollection(LinkedHashSet::new));
    List<Path> found = Folders.find(NetworkFile::isNamedSo);
    Set<Path> folders = Folders.all();
    List<Path> packages =
        found.stream()
            .filter(BioimageFormat::isDescription)
            .map(Path::getParent)
            .filter(parent -> !folders.contains(parent))
            .toList();
    List<Path> files = new ArrayList<>();
    for (Path file : found) {
      Path network = packages.stream().filter(file::startsWith).findFirst().orElse(file);
      if (names.add(network.getFileName().toString())) {
        files.add(network);
      }
    }
    return files;
  }

  /** The names of the packages of bioimage.io in the folders where models are looked for. */
  public static List<String> packages() {
    return names(NetworkFile::isPackage);
  }

  /** The names of the files of users' own in these folders, without packages. */
  public static List<String> files() {
    return names(file -> !NetworkFile.isPackage(file));
  }

  private static List<String> names(Predicate<Path> wanted) {
    return ownFiles().stream()
        .filter(wanted)
        .map(file -> file.getFileName().toString())
        .sorted()
        .toList();
  }

  /** What a user means by a path: of a package's description, the package. */
  static Path network(Path path) {
    Path whole = path.toAbsolutePath().normalize();
    return BioimageFormat.isDescription(whole) ? whole.getParent() : whole;
  }

  /** A bare name means a network that was added before it means a file of the working folder. */
  private static Optional<Path> file(String model) {
    Path path;
    try {
      path = Path.of(model);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
    if (model.isBlank()) {
      return Optional.empty();
    }
    boolean isBare = path.getNameCount() == 1 && !path.isAbsolute();
    Optional<Path> there =
        Optional.of(path)
            .filter(file -> Files.isRegularFile(file) || NetworkFile.isPackage(file))
            .map(Models::network);
    Optional<Path> added = isBare || there.isEmpty() ? added(path) : Optional.empty();
    return added.or(() -> there);
  }

  private static Optional<Path> added(Path path) {
    return ownFiles().stream().filter(file -> file.endsWith(path)).findFirst();
  }

  /**
   * Whether a user who names a network means the one of a file.
   *
   * @param model its name or path
   * @param file the network, or the description in a package
   */
  public static boolean isMeant(String model, Path file) {
    try {
      Path network = network(file);
      Path path = Path.of(model);
      return path.equals(network.getFileName()) || network(path).equals(network);
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
