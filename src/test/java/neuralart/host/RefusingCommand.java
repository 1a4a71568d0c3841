package neuralart.host;

import org.scijava.command.Command;
import org.scijava.command.ContextCommand;
import org.scijava.plugin.Plugin;

/** A command that cancels itself. */
@Plugin(type = Command.class, menuPath = "Plugins>Neural Art Tests>Refuse")
public class RefusingCommand extends ContextCommand {
  @Override
  public void run() {
    cancel("refused on principle");
  }
}
