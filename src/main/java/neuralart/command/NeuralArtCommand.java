package neuralart.command;

import ij.IJ;
import ij.ImagePlus;
import java.awt.event.KeyEvent;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Optional;
import java.util.function.Supplier;
import neuralart.device.Memory;
import neuralart.device.MemoryShortageException;
import neuralart.device.Nd4jSetup;
import neuralart.host.dialog.Question;
import neuralart.host.dialog.QuitGuard;
import neuralart.host.input.CommandInputs;
import neuralart.imagej.ImageJMonitor;
import neuralart.model.Models;
import org.scijava.ItemVisibility;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.command.ContextCommand;
import org.scijava.module.Module;
import org.scijava.plugin.Parameter;
import org.scijava.task.TaskService;

/**
 * What the commands have in common: an error of the user's is one line of text, given as the reason
 * for which the command was canceled, and leaves no output. No input persists: what a macro leaves
 * unset takes its declared value, not the one that a dialog had last.
 */
abstract class NeuralArtCommand extends ContextCommand {
  /** Stands for a number that nobody has given. */
  static final int UNSET = -1;

  private static final MathContext DIGITS = new MathContext(12);

  private static final String RISK =
      "Going on may make everything slow, or end ImageJ: save your images first. Go on?";

  @Parameter private CommandService commands;
  @Parameter private TaskService tasks;

  @Parameter(visibility = ItemVisibility.MESSAGE, required = false, persist = false)
  private String about;

  private ImageJMonitor monitor;

  /**
   * Makes a command.
   *
   * @param about what it does and the publications that it follows: lines of HTML
   */
  NeuralArtCommand(String... about) {
    this.about = "<html>" + String.join("<br>", about) + "</html>";
  }

  @Override
  public final void run() {
    Nd4jSetup.prepare();
    IJ.resetEscape(); // pressed from now on, before the first update too, it stops this command
    try (QuitGuard guard = new QuitGuard(() -> IJ.setKeyDown(KeyEvent.VK_ESCAPE))) {
      fillUnset(); // a script may run a command without its initializer
      new CommandInputs(module()).check();
      fetchMissing();
      Models.cancelable(IJ::escapePressed, this::attempt);
    } catch (IllegalArgumentException | IllegalStateException e) {
      cancel(e.getMessage());
    } finally {
      closeMonitor();
    }
  }

  /** Fills in the inputs that nobody has set, where that depends on others. */
  void fillUnset() {}

  /** Fetches what the command needs and isn't here, if the user wants it. */
  void fetchMissing() {}

  /** A number, or another in its place if nobody has given it. */
  static int or(int value, int other) {
    return value == UNSET ? other : value;
  }

  /** A number, or another in its place if nobody has given it. */
  static double or(double value, double other) {
    return value == UNSET ? other : value;
  }

  /** A text, or another in its place if nobody has given it. */
  static String or(String text, Supplier<String> other) {
    return text.isEmpty() ? other.get() : text;
  }

  /** What is wrong, if it is. */
  static Optional<String> problemIf(boolean wrong, String problem) {
    return wrong ? Optional.of(problem) : Optional.empty();
  }

  /**
   * Returns a number without the last digits of a product, which a dialog and a macro would show:
   * 5.1 for 5.1000000000000005.
   */
  static double plain(double value) {
    return new BigDecimal(value).round(DIGITS).doubleValue();
  }

  /** Does the work; where memory seems too short for it, the user decides. */
  private void attempt() {
    try {
      execute();
    } catch (MemoryShortageException e) {
      if (!Question.yes("Neural Art", e.getMessage() + ". " + RISK)) {
        throw e;
      }
      closeMonitor();
      Memory.unlimited(this::execute);
    }
  }

  private void closeMonitor() {
    if (monitor != null) {
      monitor.close();
      monitor = null;
    }
  }

  /**
   * Begins to show how this command goes on.
   *
   * @param job what the user calls it
   * @param preview whether to show the picture so far
   */
  final ImageJMonitor watch(String job, boolean preview) {
    closeMonitor();
    monitor = new ImageJMonitor(job, tasks, preview);
    return monitor;
  }

  /** Lets a result appear where its preview is. */
  final void keepPlaceFor(ImagePlus result) {
    if (monitor != null) {
      monitor.keepPlaceFor(result);
    }
  }

  /**
   * Does the work and sets the outputs.
   *
   * @throws IllegalArgumentException with a message for the user if an input is wrong
   * @throws IllegalStateException with a message for the user if it can't be done here and now
   */
  abstract void execute();

  /** This command with its inputs, as SciJava sees it. */
  final Module module() {
    return new CommandModule(commands.getCommand(getClass()), this);
  }
}
