package neuralart.command;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import neuralart.art.apply.ApplicableNetworks;
import neuralart.model.KnownModel;
import neuralart.model.ModelFolder;
import neuralart.model.ModelRemoval;
import neuralart.model.PixelSettings;
import neuralart.model.bioimage.BioimageFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks that a user adds: where they are found again, and what is said of them. */
class AddedNetworksTest {
  private static final String PROPERTY = "neuralart.models";
  private final String before = System.getProperty(PROPERTY);

  @TempDir Path folder;
  private Path models;

  @BeforeEach
  void start() throws Exception {
    models = Files.createDirectory(folder.resolve("models"));
    System.setProperty(PROPERTY, models.toString());
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
  void pixelsAreThoseOfTheAddedNetworkWhateverIsInTheWorkingFolder() throws Exception {
    Path working = Files.createTempFile(Path.of(""), "cells", ".onnx");
    Path beside = Path.of(working.toString().replace(".onnx", ".properties"));
    try {
      String name = working.toString();
      Path source = folder.resolve(name);
      Files.move(ApplicableNetworks.write("denoiser", folder), source);
      Files.copy(source, working, REPLACE_EXISTING);
      Object[] given = {"add", source.toFile(), "pixels", name, "mean", "0.5"};
      Commands.run(NetworkModelsCommand.class, given);
      Path kept = models.resolve(beside);
      assertEquals("mean = 0.5\n", Files.readString(kept));
      Commands.run(NetworkModelsCommand.class, "pixels", name, "mean", "0.4");
      assertEquals("mean = 0.4\n", Files.readString(kept));
      assertFalse(Files.exists(beside));
      Commands.run(NetworkModelsCommand.class, "pixels", "./" + name, "mean", "0.3");
      assertEquals("mean = 0.4\n", Files.readString(kept));
      assertEquals("mean = 0.3\n", Files.readString(beside));
    } finally {
      Files.deleteIfExists(working);
      Files.deleteIfExists(beside);
    }
  }

  @Test
  void listsOfferWhatCanWork() throws Exception {
    assumeTrue(
        KnownModel.RESNET50_TOP.isMissing() && KnownModel.SQUEEZENET_TOP.isToBeHadByHand(),
        "skipped: the weights of networks with classes are here");
    assertEquals(List.of("resnet50_top", "squeezenet_top"), sorted(new ClassifyCommand()));
    assertTrue(sorted(new ApplyNetworkCommand()).contains("builtin"));
    assertEquals(
        "squeezenet_top: squeezenet with the 1000 classes of ImageNet (not here, to be had by hand)",
        new ClassifyCommand().label("model", "squeezenet_top"));
    ModelFolder.add(ApplicableNetworks.write("classifier", folder));
    ModelFolder.add(ApplicableNetworks.write("denoiser", folder));
    Files.writeString(models.resolve("damaged.onnx"), "nothing");
    ClassifyCommand classify = new ClassifyCommand();
    assertEquals(List.of("classifier.onnx", "resnet50_top", "squeezenet_top"), sorted(classify));
    classify.suggest();
    assertEquals("classifier.onnx", classify.model());
    assertEquals(
        List.of("classifier.onnx", "damaged.onnx", "denoiser.onnx"),
        sorted(new ApplyNetworkCommand()));
    ResultsTable table = (ResultsTable) Commands.run(NetworkModelsCommand.class).getOutput("table");
    assertEquals("squeezenet_top", table.getStringValue("Model", 2));
    assertEquals("", table.getStringValue("MB", 2));
  }

  @Test
  void tablesAndResultsTellOfPixels() throws Exception {
    Path source = ApplicableNetworks.write("denoiser", folder);
    Commands.run(NetworkModelsCommand.class, "add", source.toFile());
    assertPixels("0..1, assumed");
    Commands.run(NetworkModelsCommand.class, "pixels", "denoiser.onnx", "range", "0..255");
    assertPixels("range 0..255, from denoiser.properties");
  }

  private static void assertPixels(String expected) throws Exception {
    ResultsTable table = (ResultsTable) Commands.run(NetworkModelsCommand.class).getOutput("table");
    assertEquals(expected, table.getStringValue("Pixels", table.size() - 2));
    assertEquals("as published", table.getStringValue("Pixels", 0));
    ImagePlus image = IJ.createImage("cells.tif", "8-bit ramp", 16, 16, 1);
    ImagePlus applied =
        (ImagePlus)
            Commands.run(ApplyNetworkCommand.class, "image", image, "model", "denoiser.onnx")
                .getOutput("applied");
    String info = applied.getInfoProperty();
    assertTrue(info.contains("licence not stated; pixels " + expected + "\n"), info);
  }

  @Test
  void anEarlierNetworkIsReplaced() throws Exception {
    Path source = ApplicableNetworks.write("denoiser", folder);
    Object[] first = {"add", source.toFile(), "mean", "0.5"};
    Commands.run(NetworkModelsCommand.class, first);
    Files.move(ApplicableNetworks.write("same", folder), source, REPLACE_EXISTING);
    String words = "There is already a denoiser.onnx in " + models + ": remove it first";
    Commands.fail(NetworkModelsCommand.class, "table", words, "add", source.toFile());
    Object[] again = {"add", source.toFile(), "replace", true};
    Commands.run(NetworkModelsCommand.class, again);
    Path copy = models.resolve("denoiser.onnx");
    assertArrayEquals(Files.readAllBytes(source), Files.readAllBytes(copy));
    Path beside = models.resolve("denoiser.properties");
    assertEquals("mean = 0.5\n", Files.readString(beside));
    Files.writeString(folder.resolve(beside.getFileName()), "license = CC0\n");
    Commands.run(NetworkModelsCommand.class, again);
    assertEquals("license = CC0\n", Files.readString(beside));
    try (Stream<Path> files = Files.list(models)) {
      assertEquals(List.of(copy, beside), files.sorted().toList());
    }
  }

  @Test
  void aPackageReplacesAnother() throws Exception {
    byte[] test = BioimageFiles.array(new float[2 * 64], 1, 2, 8, 8);
    Path cells =
        BioimageFiles.folder(
            folder.resolve("cells"),
            BioimageFiles.withOnnx(BioimageFiles.recent("[]", "[]", test, test)));
    ModelFolder.add(cells);
    Files.writeString(models.resolve("cells").resolve("old.txt"), "of the old one");
    assertThrows(IllegalStateException.class, () -> ModelFolder.add(cells));
    ModelFolder.add(cells, PixelSettings.NONE, true);
    try (Stream<Path> files = Files.list(cells)) {
      assertEquals(names(files), names(Files.list(models.resolve("cells"))));
    }
    assertEquals(List.of("cells"), names(Files.list(models)));
  }

  @Test
  void aNetworkIsRemovedWithTheFilesThatAreAboutItAlone() throws Exception {
    Path source = ApplicableNetworks.write("denoiser", folder);
    Commands.run(NetworkModelsCommand.class, "add", source.toFile(), "mean", "0.5");
    Files.writeString(models.resolve("other.txt"), "stays");
    Files.createDirectories(models.resolve("laboratory"));
    Files.copy(source, models.resolve("laboratory").resolve("shared.onnx"));
    assertEquals(
        List.of("none", "denoiser.onnx"),
        new NetworkModelsCommand().offers("remove").orElseThrow());
    for (String other : List.of("shared.onnx", "../denoiser.onnx", source.toString(), "builtin")) {
      String words = "remove=" + other + ": expected the name of a network in " + models;
      Commands.fail(NetworkModelsCommand.class, "table", words, "remove", other);
    }
    Commands.run(NetworkModelsCommand.class, "remove", "denoiser.onnx");
    assertEquals(List.of("laboratory", "other.txt"), names(Files.list(models)));
    assertTrue(Files.exists(source));
  }

  @Test
  void aFileThatTwoNetworksShareStays() throws Exception {
    for (String name : List.of("cells.onnx", "cells.h5")) {
      Files.writeString(models.resolve(name), "nothing");
    }
    Files.writeString(models.resolve("cells.classes.txt"), "one");
    Commands.run(NetworkModelsCommand.class, "remove", "cells.h5");
    assertEquals(List.of("cells.classes.txt", "cells.onnx"), names(Files.list(models)));
    Commands.run(NetworkModelsCommand.class, "remove", "cells.onnx");
    assertEquals(List.of(), names(Files.list(models)));
  }

  @Test
  void ofALinkTheLinkIsRemoved() throws Exception {
    byte[] test = BioimageFiles.array(new float[2 * 64], 1, 2, 8, 8);
    Path cells =
        BioimageFiles.folder(
            folder.resolve("cells"),
            BioimageFiles.withOnnx(BioimageFiles.recent("[]", "[]", test, test)));
    List<String> before = names(Files.list(cells));
    Path added = ModelFolder.add(cells);
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("notes.txt"), "stay");
    Files.createSymbolicLink(added.resolve("more"), outside);
    Path file = ApplicableNetworks.write("same", folder);
    Files.createSymbolicLink(models.resolve("same.onnx"), file);
    ModelRemoval.run("cells");
    ModelRemoval.run("same.onnx");
    assertEquals(List.of(), names(Files.list(models)));
    assertEquals(before, names(Files.list(cells)));
    assertTrue(Files.exists(file));
    assertEquals(List.of("notes.txt"), names(Files.list(outside)));
  }

  private static List<String> names(Stream<Path> files) {
    return files.map(file -> file.getFileName().toString()).sorted().toList();
  }

  private static List<String> sorted(ComputingCommand command) {
    return command.offers("model").orElseThrow().stream().sorted().toList();
  }

  @Test
  void pixelsOfAnotherNetworkThanTheAddedOneAreRefused() throws Exception {
    File source = ApplicableNetworks.write("denoiser", folder).toFile();
    ModelFolder.add(ApplicableNetworks.write("same", folder));
    String words = "pixels=same.onnx names another network than the one that is added";
    Object[] given = {"add", source, "pixels", "same.onnx", "mean", "0.5"};
    Commands.fail(NetworkModelsCommand.class, "table", words, given);
    try (Stream<Path> files = Files.list(models)) {
      assertEquals(List.of(models.resolve("same.onnx")), files.toList());
    }
  }
}
