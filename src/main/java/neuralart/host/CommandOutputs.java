package neuralart.host;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import java.awt.GraphicsEnvironment;
import java.util.Objects;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/** Shows what a command made: images and tables, the last image as the active one. */
final class CommandOutputs {
  private CommandOutputs() {}

  /** Whether a command has made anything. */
  static boolean isAny(Module module) {
    return module.getOutputs().values().stream().anyMatch(Objects::nonNull);
  }

  /**
   * Shows the outputs of a command that has run, and lets nobody else show them again. Without a
   * display only macros have images that are shown; of a script, SciJava prints them.
   */
  static void show(Module module) {
    for (ModuleItem<?> output : module.getInfo().outputs()) {
      if (isShown(output, module.getOutput(output.getName()))) {
        module.resolveOutput(output.getName());
      }
    }
  }

  private static boolean isShown(ModuleItem<?> output, Object value) {
    boolean headless = GraphicsEnvironment.isHeadless();
    if (value instanceof ImagePlus image) {
      boolean shows = !headless || IJ.isMacro() || Interpreter.isBatchMode();
      if (shows) {
        ResultWindow.show(image); // without a window too, it becomes the active image of the macro
      }
      return shows;
    }
    if (value instanceof ResultsTable table) {
      if (headless) {
        Analyzer.setResultsTable(table); // the only table that a macro without a display can reach
      } else {
        String label = output.getLabel();
        table.show(label == null || label.isEmpty() ? table.getTitle() : label);
      }
      return true;
    }
    return false;
  }
}
