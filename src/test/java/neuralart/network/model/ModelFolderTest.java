package neuralart.network.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import neuralart.reference.PyTorch;
import neuralart.reference.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The list of models, and networks of the user's own. */
class ModelFolderTest {
  private static final String PROPERTY = "neuralart.models";
  private final String before = System.getProperty(PROPERTY);

  @TempDir Path folder;

  @BeforeEach
  void start() {
    System.setProperty(PROPERTY, folder.toString());
  }

  @AfterEach
  void stop() {
    if (before == null) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, before);
    }
  }

  @Test
  void theListTellsReadyFromDamaged() throws IOException {
    Path weights = TestData.squeezeNetWeights();
    Path copy = folder.resolve(KnownModel.SQUEEZENET.file().name());
    Files.copy(weights, copy);
    assertEquals("ready", status("squeezenet"));
    assertEquals("ready", status("builtin"));
    byte[] bytes = Files.readAllBytes(copy);
    Files.write(copy, Arrays.copyOf(bytes, 1000));
    assertEquals("damaged: 1000 of 3002560 bytes", status("squeezenet"));
    bytes[2_000_000]++;
    Files.write(copy, bytes);
    assertTrue(status("squeezenet").startsWith("damaged: its SHA-256"), status("squeezenet"));
    assertThrows(
        IllegalArgumentException.class, () -> ModelFolder.download("builtin", done -> true));
  }

  @Test
  void ownNetworksAreAddedWithWhatIsSaidOfThem() throws Exception {
    PyTorch.assumeAvailable();
    Path elsewhere = Files.createDirectories(folder.resolve("elsewhere"));
    Path file = elsewhere.resolve("mine.h5");
    PyTorch.run(
        "make_keras_network.py", List.of("--kind", "sequential", "--keras", 2, "--output", file));
    Files.writeString(elsewhere.resolve("mine.properties"), "license = CC0");
    Path models = folder.resolve("models");
    System.setProperty(PROPERTY, models.toString());
    assertEquals(models.resolve("mine.h5"), ModelFolder.add(file));
    assertEquals("ready", status("mine.h5"));
    assertEquals("CC0", Models.of("mine.h5").license());
    assertTrue(Models.titles().contains("mine.h5"));
    Models.load("mine.h5").close();
    assertThrows(IllegalStateException.class, () -> ModelFolder.add(file));
    Path other = elsewhere.resolve("other.h5");
    Files.writeString(other, "nothing");
    assertThrows(IllegalArgumentException.class, () -> ModelFolder.add(other));
    Files.copy(other, models.resolve("other.h5"));
    assertTrue(status("other.h5").startsWith("damaged: "), status("other.h5"));
  }

  private static String status(String model) {
    return ModelFolder.entries().stream()
        .filter(entry -> entry.model().equals(model))
        .findFirst()
        .orElseThrow()
        .status();
  }
}
