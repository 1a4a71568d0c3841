package neuralart.reference;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import neuralart.model.KnownModel;

/** Models and images that are too large, or not free enough, for the repository. */
public final class TestData {
  /** A folder beside the checkout, or wherever {@code NEURALART_TEST_DATA} says. */
  private static final Path FOLDER =
      Path.of(System.getenv().getOrDefault("NEURALART_TEST_DATA", "../shared/data"));

  private TestData() {}

  /** A file of the test data; the test that asks for it is skipped where it isn't there. */
  public static Path file(String name) {
    Path path = FOLDER.resolve(name);
    assumeTrue(Files.exists(path), "skipped: there is no " + path);
    return path.toAbsolutePath().normalize();
  }

  /** The official Keras weights of SqueezeNet. */
  public static Path squeezeNetWeights() {
    return weights(KnownModel.SQUEEZENET);
  }

  /**
   * The official weights of a model, as their checksum tells: of the test data, of {@code
   * NEURALART_MODELS}, or where users have them.
   */
  public static Path weights(KnownModel model) {
    String models = System.getenv("NEURALART_MODELS");
    List<Path> folders =
        List.of(
            models == null ? FOLDER.resolve("models") : Path.of(models),
            Path.of(System.getProperty("user.home"), ".neural-art", "models"));
    Optional<Path> found =
        folders.stream()
            .filter(Files::isDirectory)
            .flatMap(TestData::walk)
            .filter(path -> path.endsWith(model.file().name()))
            .filter(path -> isOfficial(path, model))
            .findFirst();
    assumeTrue(
        found.isPresent(),
        "skipped: there is no official " + model.file().name() + " in " + folders);
    return found.get().toAbsolutePath().normalize();
  }

  private static Stream<Path> walk(Path folder) {
    try {
      return Files.walk(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOfficial(Path file, KnownModel model) {
    try {
      return model.file().checksum().fits(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
