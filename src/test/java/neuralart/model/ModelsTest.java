package neuralart.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.network.node.Role;
import neuralart.plan.Draft;
import neuralart.reference.TestData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsTest {
  private static final String PROPERTY = "neuralart.models";
  private final String before = System.getProperty(PROPERTY);

  @TempDir Path folder;

  @BeforeEach
  void lookInTheTemporaryFolder() {
    System.setProperty(PROPERTY, folder.toString());
  }

  @AfterEach
  void lookWhereItWas() {
    if (before == null) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, before);
    }
  }

  @Test
  void unknownModelListsTheKnownOnes() {
    String message = message(() -> Models.load("resnet"));
    assertTrue(message.contains("resnet") && message.contains("squeezenet"), message);
  }

  @Test
  void absentWeightsSayWhereToPutThemAndWhereToGetThem() {
    // The folders that every machine has come last; only the first is this test's.
    String message = message(() -> KnownModel.SQUEEZENET.load(folder.resolve("none.h5")));
    assertTrue(message.contains("none.h5"), message);
  }

  @Test
  void weightsAreFoundInSubfolders() throws Exception {
    Path weights = TestData.squeezeNetWeights();
    Path copy =
        Files.createDirectories(folder.resolve("a/b")).resolve(KnownModel.SQUEEZENET.file().name());
    Files.copy(weights, copy);
    try (Network network = Models.load("squeezenet")) {
      assertEquals(722_496, network.layers().stream().mapToLong(Layer::parameters).sum());
      assertEquals(
          new Layer("fire5/concat", "concatenation", 256, 8, 63, 0, Role.JOIN),
          network.layer("fire5/concat"));
      assertEquals(
          new Layer("conv1", "convolution", 64, 2, 3, 1792, Role.LINEAR), network.layer("conv1"));
      String message = message(() -> network.layer("fire12/concat"));
      assertTrue(message.contains("fire12/concat") && message.contains("fire9/concat"), message);
      message =
          message(() -> Draft.of(network, 30, 40, List.of(), Set.of("fire9/concat")).allocate());
      assertTrue(message.contains("40 x 30") && message.contains("31 x 31"), message);
      Draft.of(network, 31, 31, List.of(), Set.of("fire9/concat")).allocate().close();
    }
  }

  @Test
  void truncatedWeightsAreNamed() throws Exception {
    byte[] bytes = Files.readAllBytes(TestData.squeezeNetWeights());
    Path copy = folder.resolve(KnownModel.SQUEEZENET.file().name());
    for (int length : new int[] {0, 100, 5000, 70_000, 1_500_000, bytes.length - 1}) {
      Files.write(copy, Arrays.copyOf(bytes, length));
      String message = message(() -> Models.load("squeezenet"));
      assertTrue(message.contains(copy.getFileName().toString()), length + ": " + message);
    }
  }

  @Test
  void anotherFileIsNamed() throws Exception {
    Path copy = folder.resolve(KnownModel.SQUEEZENET.file().name());
    Files.writeString(copy, "<html>404 Not Found</html>".repeat(1000));
    String message = message(() -> Models.load("squeezenet"));
    assertTrue(message.contains(copy.getFileName().toString()), message);
  }

  private static String message(org.junit.jupiter.api.function.Executable executable) {
    String message = assertThrows(IllegalArgumentException.class, executable).getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }
}
