package neuralart.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import neuralart.model.keras.KerasWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of classes beside networks. */
class ClassNamesTest {
  @TempDir Path folder;

  private Path network(String name, boolean classifier) {
    KerasWriter writer = KerasWriter.sequential().image(8, 3).convolution("conv", 3, 3, "");
    return classifier
        ? writer
            .layer("GlobalAveragePooling2D", "mean", "{}")
            .layer("Activation", "classes", "{'activation': 'softmax'}")
            .write(folder.resolve(name))
        : writer.write(folder.resolve(name));
  }

  @Test
  void areNumbersWithoutAFile() {
    assertEquals(
        List.of("class 0", "class 1", "class 2"),
        Models.of(network("cells.h5", true).toString()).classes());
    assertEquals(List.of(), Models.of(network("trunk.h5", false).toString()).classes());
  }

  @Test
  void standInAFileBesideTheNetwork() throws Exception {
    Path network = network("cells.h5", true);
    Files.writeString(folder.resolve("labels.txt"), "a\nb\nc\n");
    assertEquals(List.of("a", "b", "c"), Models.of(network.toString()).classes());
    Files.writeString(folder.resolve("cells.classes.txt"), "\uFEFFround\r\n\nlong cell\nround\n");
    assertEquals(
        List.of("round", "long cell", "round (2)"), Models.of(network.toString()).classes());
    Files.writeString(folder.resolve("labels.txt"), "only one\n");
    assertEquals(
        List.of("class 0", "class 1", "class 2"),
        Models.of(network("other.h5", true).toString()).classes());
  }

  @Test
  void mustBeAsManyAsTheClasses() throws Exception {
    Path network = network("cells.h5", true);
    Path names = Files.writeString(folder.resolve("cells.classes.txt"), "round\nlong\n");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Models.of(network.toString()))
            .getMessage();
    assertEquals(names + " has 2 names, but the network has 3 classes", message);
  }

  @ParameterizedTest
  @CsvSource({"tabby, 1", "TABBY, 1", "tiger cat, 0", "Tiger_Cat, 0", "2, 2", "class 2, 2", "7, 3"})
  void areFoundAsUsersWriteThem(String text, int index) {
    assertEquals(index, ClassNames.index(List.of("tiger_cat", "tabby", "zebra", "7"), text));
  }

  @ParameterizedTest
  @CsvSource({"zebr", "4", "-1", "''"})
  void othersAreRefusedWithThoseThereAre(String text) {
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> ClassNames.index(List.of("tabby", "zebra"), text))
            .getMessage();
    assertTrue(
        message.equals("The network has no class '" + text + "'. Its classes are: tabby, zebra"),
        message);
  }

  @Test
  void ofImageNetComeFromTheListOfKeras() throws Exception {
    StringBuilder json = new StringBuilder("{");
    for (int i = 0; i < ImageNetClasses.COUNT; i++) {
      json.append(i == 0 ? "" : ", ")
          .append("\"" + i + "\": [\"n" + i + "\", \"thing_" + i + "\"]");
    }
    String before = System.getProperty("neuralart.models", "");
    System.setProperty("neuralart.models", folder.toString());
    try {
      Files.writeString(folder.resolve("imagenet_class_index.json"), json + "}");
      assertEquals("thing_281", KnownModel.SQUEEZENET_TOP.classes().get(281));
      Files.writeString(folder.resolve("imagenet_class_index.json"), "{\"0\": [\"n\"]}");
      String message =
          assertThrows(IllegalArgumentException.class, KnownModel.SQUEEZENET_TOP::classes)
              .getMessage();
      assertTrue(message.endsWith("imagenet_class_index.json has no name for class 0"), message);
    } finally {
      System.setProperty("neuralart.models", before);
    }
  }
}
