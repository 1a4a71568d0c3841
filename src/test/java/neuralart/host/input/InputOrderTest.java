package neuralart.host.input;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

class InputOrderTest {
  /** What several commands have in common. */
  abstract static class Shared implements Command {
    @Parameter private String model;
    @Parameter private long seed;

    @Parameter(attrs = @Attr(name = InputOrder.THEN, value = "choice"))
    private String layer;

    @Parameter private String choice;

    @Override
    public void run() {}
  }

  /** A command whose own inputs stand between those of its superclass. */
  static final class Ordered extends Shared {
    @Parameter(attrs = @Attr(name = InputOrder.THEN, value = "model"))
    private String preset;

    @Parameter(attrs = @Attr(name = InputOrder.THEN, value = "layer seed"))
    private int iterations;

    @Parameter private String guide;
  }

  /** A command that names an input that it hasn't. */
  static final class Wrong extends Shared {
    @Parameter(attrs = @Attr(name = InputOrder.THEN, value = "size"))
    private String preset;
  }

  @Test
  void inputsOfSuperclassesStandWhereTheyAreNamed() {
    assertEquals(
        List.of("preset", "model", "iterations", "layer", "choice", "seed", "guide"),
        names(InputOrder.of(new CommandInfo(Ordered.class))));
  }

  @Test
  void inputsAreNamedRightly() {
    IllegalStateException problem =
        assertThrows(
            IllegalStateException.class, () -> InputOrder.of(new CommandInfo(Wrong.class)));
    assertEquals("The input preset is followed by size, which is no input", problem.getMessage());
  }

  @Test
  void everyInputOfEveryCommandHasOnePlace() {
    for (ModuleInfo command : SciJava.own().service(CommandService.class).getCommands()) {
      List<String> names = names(InputOrder.of(command));
      Set<String> declared = new HashSet<>(names(command.inputs()));
      assertEquals(declared, new HashSet<>(names), command.getTitle());
      assertEquals(declared.size(), names.size(), command.getTitle());
    }
  }

  private static List<String> names(Iterable<ModuleItem<?>> items) {
    return StreamSupport.stream(items.spliterator(), false)
        .<String>map(ModuleItem::getName)
        .toList();
  }
}
