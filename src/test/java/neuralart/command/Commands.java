package neuralart.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.scijava.Context;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.task.TaskService;

/** Runs commands as scripts do. */
final class Commands {
  private static final Context CONTEXT = new Context(CommandService.class, TaskService.class);

  private Commands() {}

  /** Runs a command that succeeds. */
  static CommandModule run(Class<? extends NeuralArtCommand> command, Object... inputs)
      throws Exception {
    CommandModule module = CONTEXT.service(CommandService.class).run(command, true, inputs).get();
    assertFalse(module.isCanceled(), module.getCancelReason());
    return module;
  }

  /** Runs a command that fails, without output and with one line that names some words. */
  static void fail(
      Class<? extends NeuralArtCommand> command, String output, String words, Object... inputs)
      throws Exception {
    CommandModule module = refused(command, inputs);
    for (String word : words.split(", ")) {
      assertTrue(module.getCancelReason().contains(word), module.getCancelReason());
    }
    assertNull(module.getOutput(output));
  }

  /** Runs a command that fails; returns the one line that it gives for a reason. */
  static String refusal(Class<? extends NeuralArtCommand> command, Object... inputs)
      throws Exception {
    return refused(command, inputs).getCancelReason();
  }

  private static CommandModule refused(Class<? extends NeuralArtCommand> command, Object... inputs)
      throws Exception {
    CommandModule module = CONTEXT.service(CommandService.class).run(command, true, inputs).get();
    assertTrue(module.isCanceled(), "succeeded");
    assertEquals(1, module.getCancelReason().lines().count(), module.getCancelReason());
    return module;
  }
}
