package neuralart.command;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user reads whose folder for models can't be used. */
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
}
