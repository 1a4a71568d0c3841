package neuralart.host;

import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import net.imagej.legacy.LegacyService;
import org.scijava.ItemVisibility;
import org.scijava.Priority;
import org.scijava.convert.ConvertService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.AbstractPreprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.module.process.PreprocessorPlugin;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * What a Fiji does before and after a SciJava command, in the order in which it does it. They keep
 * a list of what would be asked and shown instead of doing it, and do nothing outside of a Fiji.
 */
final class FijiProcessors {
  /** Names of the inputs that a dialog would ask for. */
  static final List<String> ASKED = new ArrayList<>();

  /** Names of the outputs that it would make a display for, or a warning if it knows none. */
  static final List<String> SHOWN = new ArrayList<>();

  private FijiProcessors() {}

  private static List<ModuleItem<?>> unresolved(Module module) {
    return StreamSupport.stream(module.getInfo().inputs().spliterator(), false)
        .filter(item -> !module.isInputResolved(item.getName()))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  private static void resolve(Module module, ModuleItem<?> input, Object value) {
    module.setInput(input.getName(), value);
    module.resolveInput(input.getName());
  }

  /** Takes inputs from a macro's options. */
  @Plugin(type = PreprocessorPlugin.class, priority = 2 * Priority.VERY_HIGH)
  public static final class MacroInputs extends AbstractPreprocessorPlugin {
    @Parameter private ConvertService converters;

    @Override
    public void process(Module module) {
      String options = Macro.getOptions();
      if (LegacyService.getInstance() == null || options == null) {
        return;
      }
      for (ModuleItem<?> input : unresolved(module)) {
        String text = Macro.getValue(options, input.getName(), null);
        if (text != null && converters.supports(text, input.getType())) {
          resolve(module, input, converters.convert(text, input.getType()));
        }
      }
    }
  }

  /** Gives the active image to a command with one image. */
  @Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_HIGH + 1)
  public static final class ActiveImage extends AbstractPreprocessorPlugin {
    @Override
    public void process(Module module) {
      ImagePlus active = WindowManager.getCurrentImage();
      List<ModuleItem<?>> images =
          unresolved(module).stream().filter(item -> item.getType() == ImagePlus.class).toList();
      boolean fills = images.size() == 1 && images.get(0).isAutoFill();
      if (LegacyService.getInstance() != null && active != null && fills) {
        resolve(module, images.get(0), active);
      }
    }
  }

  /** Asks for everything that nobody has given; an image that may be left out is the first one. */
  @Plugin(type = PreprocessorPlugin.class, priority = Priority.VERY_LOW)
  public static final class Dialog extends AbstractPreprocessorPlugin {
    @Override
    public void process(Module module) {
      if (LegacyService.getInstance() == null) {
        return;
      }
      for (ModuleItem<?> input : unresolved(module)) {
        if (input.getVisibility() != ItemVisibility.INVISIBLE) {
          ASKED.add(input.getName());
        }
        int[] open = WindowManager.getIDList();
        if (input.getType() == ImagePlus.class && open != null) {
          module.setInput(input.getName(), WindowManager.getImage(open[0]));
        }
      }
    }
  }

  /** Makes displays for outputs that nobody has shown, or says that it can't. */
  @Plugin(type = PostprocessorPlugin.class, priority = Priority.VERY_LOW)
  public static final class Displays extends AbstractPostprocessorPlugin {
    @Override
    public void process(Module module) {
      if (LegacyService.getInstance() == null) {
        return;
      }
      for (ModuleItem<?> output : module.getInfo().outputs()) {
        boolean isMade = module.getOutput(output.getName()) != null;
        if (isMade && !module.isOutputResolved(output.getName())) {
          SHOWN.add(output.getName());
        }
      }
    }
  }
}
