package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import neuralart.model.KnownModel;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandService;

/** What the commands declare of the known networks. */
class DeclarationsTest {
  @Test
  void networksAreTheKnownOnes() {
    List<String> titles = Arrays.stream(KnownModel.values()).map(KnownModel::title).toList();
    assertEquals(titles, choices(DeepDreamCommand.class, "model"));

    List<String> downloads = new ArrayList<>(titles);
    downloads.set(titles.indexOf(KnownModel.BUILTIN.title()), "none"); // it is in the jar
    assertEquals(downloads, choices(NetworkModelsCommand.class, "download"));
  }

  private static List<?> choices(Class<? extends NeuralArtCommand> command, String input) {
    try (Context context = new Context(CommandService.class)) {
      return context.service(CommandService.class).getCommand(command).getInput(input).getChoices();
    }
  }
}
