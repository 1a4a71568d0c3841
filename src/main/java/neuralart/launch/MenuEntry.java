package neuralart.launch;

import ij.IJ;
import ij.plugin.PlugIn;

/**
 * A Neural Art command in a menu of ImageJ.
 *
 * <p>{@code plugins.config} names this class, with the class of the command as its argument.
 */
public final class MenuEntry implements PlugIn {
  private static final String COMMAND_RUNNER = "neuralart.host.CommandRunner";

  /**
   * Runs a command, or says in one line why this Java cannot run it.
   *
   * @param commandClass the name of the command's class
   */
  @Override
  public void run(String commandClass) {
    if (!JavaVersion.isSupported()) {
      IJ.error("Neural Art", JavaVersion.requirement());
      return;
    }
    PlugIn runner;
    try {
      runner = (PlugIn) Class.forName(COMMAND_RUNNER).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      IJ.error("Neural Art", "Neural Art is not complete: " + e);
      return;
    }
    runner.run(commandClass);
  }
}
