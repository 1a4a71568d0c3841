package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import neuralart.model.KnownModel;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads of models that are missing, and of a folder for models that can't be used. */
class NetworkModelsCommandTest {
  private static final String PROPERTY = "neuralart.models";
  private final String before = System.getProperty(PROPERTY);

  @AfterEach
  void lookWhereItWas() {
    if (before == null) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, before);
    }
  }

  @Test
  void aFolderThatIsAFileIsNamed(@TempDir Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("models"), "no folder");
    System.setProperty(PROPERTY, file.toString());
    String words = file + " is a file, not a folder, -Dneuralart.models";
    Commands.fail(NetworkModelsCommand.class, "table", words, "download", "squeezenet");
  }

  @Test
  void aMissingModelIsOfferedAsADownload(@TempDir Path folder) throws Exception {
    System.setProperty(PROPERTY, folder.toString());
    KnownModel model = KnownModel.VGG19;
    Assumptions.assumeTrue(model.isMissing(), "skipped: the weights of vgg19 are here");
    String missing = "vgg19: styles (download 80 MB)";
    assertEquals(missing, new DeepDreamCommand().label("model", "vgg19"));
    assertEquals(missing, new NetworkModelsCommand().label("download", "vgg19"));
    assertEquals(
        "vgg19 needs weights that aren't here yet: 80 MB from storage.googleapis.com,"
            + " licence CC BY 4.0 (Visual Geometry Group, Oxford). They are put into "
            + folder
            + ", for good. Download them now, and go on afterwards?",
        WeightsDownload.question(model));
    // without a display nobody can be asked
    String words = "The weights of model 'vgg19' were not found, " + model.file().url();
    Commands.fail(FilterVisualizationCommand.class, "result", words, "model", "vgg19");

    Files.writeString(folder.resolve(model.file().name()), "weights");
    assertEquals("vgg19: styles", new DeepDreamCommand().label("model", "vgg19"));
    assertEquals("vgg19: styles", new NetworkModelsCommand().label("download", "vgg19"));
  }

  @Test
  void onlyKnownModelsAreExplained() {
    DeepDreamCommand command = new DeepDreamCommand();
    assertEquals("builtin: in the plugin, for everything", command.label("model", "builtin"));
    assertEquals("cells.h5", command.label("model", "cells.h5"));
    assertEquals("all", command.label("slices", "all"));
    assertEquals("none", new NetworkModelsCommand().label("download", "none"));
  }
}
