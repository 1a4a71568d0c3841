package neuralart.model;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongPredicate;
import neuralart.model.download.Checksum;
import neuralart.model.download.Download;
import neuralart.model.download.DownloadOptions;
import neuralart.model.download.WeightsFile;
import neuralart.model.file.Folders;
import neuralart.model.file.Json;
import neuralart.model.file.Reading;

/**
 * The 1000 classes of ImageNet, in the order of the networks trained on it, as Keras names them.
 */
public final class ImageNetClasses {
  /** How many there are. */
  public static final int COUNT = 1000;

  private static final WeightsFile FILE =
      new WeightsFile(
          "imagenet_class_index.json",
          List.of("https://storage.googleapis.com/download.tensorflow.org/data/"),
          35_363,
          Checksum.md5("c2c37ea517e94d9795004a39431a14cb"));

  private ImageNetClasses() {}

  /** The list that has them, and where it can be had. */
  public static WeightsFile file() {
    return FILE;
  }

  /** Whether their names are to be downloaded. */
  public static boolean areMissing() {
    return locate().isEmpty();
  }

  private static Optional<Path> locate() {
    return Folders.find(path -> path.endsWith(FILE.name())).stream().findFirst();
  }

  /**
   * Downloads their names.
   *
   * @param watcher is told how many bytes are there, and says whether to go on
   * @return nothing if the watcher has stopped it
   * @throws IllegalStateException if they can't be had, saying why
   */
  public static Optional<Path> download(LongPredicate watcher) {
    return new Download(FILE, Folders.target(), DownloadOptions.defaults()).run(watcher);
  }

  /**
   * Their names, or their numbers where the list isn't there.
   *
   * @throws IllegalArgumentException if the list is damaged
   */
  static List<String> names() {
    return locate()
        .map(file -> Reading.of(file.toString(), () -> read(file)))
        .orElseGet(() -> ClassNames.numbers(COUNT));
  }

  private static List<String> read(Path file) throws IOException {
    if (Files.size(file) > 1 << 20) {
      throw new IllegalArgumentException("is too large for the list of ImageNet's classes");
    }
    var index = Json.parse(Files.readString(file, StandardCharsets.UTF_8), "list of classes");
    List<String> names = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      String name = index.path(Integer.toString(i)).path(1).asText("");
      if (name.isBlank()) {
        throw new IllegalArgumentException("has no name for class " + i);
      }
      names.add(name);
    }
    return ClassNames.distinct(names);
  }
}
