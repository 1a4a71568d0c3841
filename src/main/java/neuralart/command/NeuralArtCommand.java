package neuralart.command;

import neuralart.network.Nd4jSetup;
import org.scijava.command.DynamicCommand;

/**
 * What the commands have in common: an error of the user's is one line of text, given as the reason
 * for which the command was canceled, and leaves no output.
 */
abstract class NeuralArtCommand extends DynamicCommand {
  @Override
  public final void run() {
    Nd4jSetup.prepare();
    try {
      execute();
    } catch (IllegalArgumentException | IllegalStateException e) {
      cancel(e.getMessage());
    }
  }

  /**
   * Does the work and sets the outputs.
   *
   * @throws IllegalArgumentException with a message for the user if an input is wrong
   * @throws IllegalStateException with a message for the user if it can't be done here and now
   */
  abstract void execute();
}
