package neuralart.imagej;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.plugin.filter.Analyzer;
import java.awt.GraphicsEnvironment;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/** Shows what a command made: images and tables, the last image as the active one. */
final class CommandOutputs {
  private CommandOutputs() {}

  /** Shows the outputs of a command that has run, and lets nobody else show them again. */
  static void show(Module module) {
    for (ModuleItem<?> output : module.getInfo().outputs()) {
      show(output, module.getOutput(output.getName()));
      module.resolveOutput(output.getName());
    }
  }

  private static void show(ModuleItem<?> output, Object value) {
    if (value instanceof ImagePlus image) {
      image.show(); // without a window too, it becomes the active image of the macro
    } else if (value instanceof ResultsTable table) {
      if (GraphicsEnvironment.isHeadless()) {
        Analyzer.setResultsTable(table); // the only table that a macro without a display can reach
      } else {
        String label = output.getLabel();
        table.show(label == null || label.isEmpty() ? table.getTitle() : label);
      }
    }
  }
}
