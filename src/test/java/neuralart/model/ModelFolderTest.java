package neuralart.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import neuralart.reference.PyTorch;
import neuralart.reference.TestData;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;

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
    Path left = Files.writeString(folder.resolve(copy.getFileName() + ".part"), "left over");
    assertEquals(Optional.of(copy), ModelFolder.download("squeezenet", done -> true));
    assertFalse(Files.exists(left));
    byte[] bytes = Files.readAllBytes(copy);
    Files.write(copy, Arrays.copyOf(bytes, 1000));
    assertEquals("damaged: 1000 of 3002560 bytes", status("squeezenet"));
    bytes[2_000_000]++;
    Files.write(copy, bytes);
    assertTrue(status("squeezenet").startsWith("damaged: its SHA-256"), status("squeezenet"));
    assertThrows(
        IllegalArgumentException.class, () -> ModelFolder.download("builtin", done -> true));
  }

  @Tag("slow")
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

  /** A small network of DeepLearning4J, and what is said of it. */
  private Path network(String license) throws IOException {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
                .layer(new OutputLayer.Builder().nOut(2).activation(Activation.SOFTMAX).build())
                .setInputType(InputType.convolutional(9, 9, 1))
                .build());
    network.init();
    Path file = Files.createDirectories(folder.resolve("elsewhere")).resolve("cells.zip");
    network.save(file.toFile());
    network.close();
    if (!license.isEmpty()) {
      Files.writeString(file.resolveSibling("cells.properties"), "license = " + license);
    }
    return file;
  }

  private Path models() throws IOException {
    Path models = Files.createDirectories(folder.resolve("models"));
    System.setProperty(PROPERTY, models.toString());
    return models;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "cells.h5 | CC0 | MIT | cells.zip and cells.h5 in",
        "cells.h5 | CC0 | '' | cells.zip and cells.h5 in",
        "cells.h5 | '' | MIT | cells.zip and cells.h5 in",
        "other.h5 | CC0 | MIT | There is already another cells.properties in",
      })
  void anotherNetworksPropertiesAreLeftAlone(
      String other, String there, String given, String reason) throws IOException {
    Path network = network(given);
    Path models = models();
    Files.writeString(models.resolve(other), "another network");
    Path properties = models.resolve("cells.properties");
    if (!there.isEmpty()) {
      Files.writeString(properties, "license = " + there);
    }
    String message =
        assertThrows(IllegalStateException.class, () -> ModelFolder.add(network)).getMessage();
    assertTrue(message.startsWith(reason) && message.contains(network.toString()), message);
    assertEquals(!there.isEmpty(), Files.exists(properties));
    assertTrue(there.isEmpty() || Files.readString(properties).equals("license = " + there));
    assertFalse(Files.exists(models.resolve("cells.zip")));
  }

  @ParameterizedTest
  @CsvSource({"cells.h5, '', ''", "other.h5, CC0, CC0", "other.h5, CC0, ''", "other.h5, '', CC0"})
  void otherFilesDoNotHinder(String other, String there, String given) throws IOException {
    Path network = network(given);
    Path models = models();
    Files.writeString(models.resolve(other), "another network");
    if (!there.isEmpty()) {
      Files.writeString(models.resolve("cells.properties"), "license = " + there);
    }
    assertEquals(models.resolve("cells.zip"), ModelFolder.add(network));
    String license = there.isEmpty() && given.isEmpty() ? "not stated" : "CC0";
    assertEquals(license, Models.of("cells.zip").license());
    try (Stream<Path> files = Files.list(models)) {
      assertTrue(files.noneMatch(file -> file.toString().endsWith(".copy")));
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamedWithTheReason() throws IOException {
    Path network = network("");
    Path file = Files.writeString(folder.resolve("file"), "no folder");
    System.setProperty(PROPERTY, file.toString());
    String message =
        assertThrows(IllegalStateException.class, () -> ModelFolder.add(network)).getMessage();
    assertEquals(
        network
            + " can't be copied to "
            + file
            + ": "
            + file
            + " is a file, not a folder. Change that, or set another folder by -Dneuralart.models"
            + " or the environment variable NEURALART_MODELS",
        message);
  }

  private static String status(String model) {
    return ModelFolder.entries().stream()
        .filter(entry -> entry.model().equals(model))
        .findFirst()
        .orElseThrow()
        .status();
  }
}
