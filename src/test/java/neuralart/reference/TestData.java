package neuralart.reference;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

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

  /** The official Keras weights of SqueezeNet, of the test data or of {@code NEURALART_MODELS}. */
  public static Path squeezeNetWeights() {
    String name = "squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5";
    String models = System.getenv("NEURALART_MODELS");
    Path folder = models == null ? FOLDER.resolve("models") : Path.of(models);
    assumeTrue(Files.isDirectory(folder), "skipped: there is no folder " + folder);
    try (Stream<Path> files = Files.walk(folder)) {
      Path found = files.filter(path -> path.endsWith(name)).findFirst().orElse(null);
      assumeTrue(found != null, "skipped: there is no " + name + " in " + folder);
      return found.toAbsolutePath().normalize();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
