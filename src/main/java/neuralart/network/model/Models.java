package neuralart.network.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import neuralart.network.Nd4jSetup;
import neuralart.network.Network;

/**
 * Finds networks by name, and the weights that aren't in the jar by official file name in {@code
 * -Dneuralart.models}, else {@code $NEURALART_MODELS}, else {@code models/neural-art} of the
 * application, else {@code ~/.neural-art/models}, subfolders included.
 */
public final class Models {
  private static final int DEPTH = 8;

  private Models() {}

  /**
   * Loads a network.
   *
   * @param model name of a known model
   * @return the network, for the caller to close
   * @throws IllegalArgumentException if there is no such model, its weights are not found, or they
   *     don't fit; the message says what there is, where was looked and where to get it
   */
  public static Network load(String model) {
    Nd4jSetup.prepare();
    KnownModel known = KnownModel.of(model);
    return known.isBuiltin() ? known.loadBuiltin() : known.load(weights(known));
  }

  private static Path weights(KnownModel model) {
    Set<Path> folders = folders();
    return folders.stream()
        .map(folder -> find(folder, model.file().name()))
        .flatMap(Optional::stream)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    String.format(
                        "The weights of model '%s' were not found: looked for %s in %s. Get the"
                            + " file from %s, and put it there or set NEURALART_MODELS to its"
                            + " folder",
                        model.title(),
                        model.file().name(),
                        folders.stream().map(Path::toString).collect(Collectors.joining(", ")),
                        model.file().url())));
  }

  /** The folders where models are looked for, the first that is set first. */
  private static Set<Path> folders() {
    Set<Path> folders = new LinkedHashSet<>();
    addFolder(folders, System.getProperty("neuralart.models"));
    addFolder(folders, System.getenv("NEURALART_MODELS"));
    String application = System.getProperty("imagej.dir", System.getProperty("plugins.dir"));
    if (application != null) {
      folders.add(Path.of(application, "models", "neural-art"));
    }
    folders.add(Path.of(System.getProperty("user.home"), ".neural-art", "models"));
    return folders;
  }

  private static void addFolder(Set<Path> folders, String folder) {
    if (folder != null && !folder.isBlank()) {
      folders.add(Path.of(folder));
    }
  }

  private static Optional<Path> find(Path folder, String file) {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files =
        Files.find(folder, DEPTH, (path, attributes) -> path.endsWith(file))) {
      return files.findFirst();
    } catch (IOException e) {
      throw new UncheckedIOException("Can't look for models in " + folder, e);
    }
  }
}
