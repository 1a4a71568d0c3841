package neuralart.host;

import ij.IJ;
import ij.plugin.frame.Recorder;
import java.awt.GraphicsEnvironment;
import neuralart.host.dialog.CommandDialog;
import neuralart.host.input.CommandInputs;
import org.scijava.Priority;
import org.scijava.module.MethodCallException;
import org.scijava.module.Module;
import org.scijava.module.ModuleService;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * Gives the inputs of a command that a script runs their values, as {@link CommandRunner} does for
 * menus and macros: what the script doesn't give takes the active image and the defaults. Only
 * where it gives nothing at all is the user asked, in the same dialog.
 *
 * <p>It comes before SciJava's own preprocessors, which know no optional image but a required one,
 * and ask for everything that nobody gave.
 */
@Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_HIGH + 2)
public final class ScriptPreprocessor extends AbstractPreprocessorPlugin {
  @Parameter private ModuleService modules;

  @Override
  public void process(Module module) {
    CommandInputs inputs = new CommandInputs(module);
    if (!inputs.areOurs()) {
      return;
    }
    boolean asks = !inputs.isAnyGiven() && !GraphicsEnvironment.isHeadless() && !IJ.isMacro();
    try {
      inputs.assignDefaults(modules);
      inputs.fillActiveImage();
      module.initialize();
      if (asks && !ask(new CommandDialog(modules, inputs))) {
        cancel(null);
      }
    } catch (IllegalArgumentException | MethodCallException e) {
      cancel(e.getMessage());
    }
    inputs.resolveAll();
  }

  /** Shows a dialog, which writes its options into the macro recorder, and records the command. */
  private static boolean ask(CommandDialog dialog) {
    Recorder.setCommand(dialog.label());
    dialog.recall();
    boolean confirmed = dialog.ask();
    if (confirmed) {
      Recorder.saveCommand();
    }
    return confirmed;
  }
}
