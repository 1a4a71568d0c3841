package neuralart.host;

import neuralart.host.input.CommandInputs;
import org.scijava.module.Module;
import org.scijava.module.process.AbstractPostprocessorPlugin;
import org.scijava.module.process.PostprocessorPlugin;
import org.scijava.plugin.Plugin;

/**
 * Shows the outputs of a command that a script runs, as {@link CommandRunner} does for menus and
 * macros; SciJava itself shows no table of ImageJ's.
 */
@Plugin(type = PostprocessorPlugin.class)
public final class ScriptPostprocessor extends AbstractPostprocessorPlugin {
  @Override
  public void process(Module module) {
    if (new CommandInputs(module).areOurs()) {
      CommandOutputs.show(module);
    }
  }
}
