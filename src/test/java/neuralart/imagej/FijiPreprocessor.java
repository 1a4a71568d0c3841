package neuralart.imagej;

import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import org.scijava.Priority;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Gives a command in a macro the active image and the macro's options, as a Fiji does. */
@Plugin(type = PreprocessorPlugin.class, priority = 2 * Priority.VERY_HIGH)
public class FijiPreprocessor extends AbstractPreprocessorPlugin {
  @Parameter private ConvertService converters;

  @Override
  public void process(Module module) {
    String options = Macro.getOptions();
    if (options == null) {
      return;
    }
    for (ModuleItem<?> input : module.getInfo().inputs()) {
      boolean image = input.getType() == ImagePlus.class;
      String text = Macro.getValue(options, input.getName(), null);
      if (image && input.isAutoFill()) {
        resolve(module, input, WindowManager.getCurrentImage());
      } else if (image && text != null) {
        resolve(module, input, WindowManager.getImage(text));
      } else if (text != null && converters.supports(text, input.getType())) {
        resolve(module, input, converters.convert(text, input.getType()));
      }
    }
  }

  private static void resolve(Module module, ModuleItem<?> input, Object value) {
    module.setInput(input.getName(), value);
    module.resolveInput(input.getName());
  }
}
