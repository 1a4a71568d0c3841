package neuralart.imagej;

import ij.ImagePlus;
import java.util.Locale;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;

/** What a result says of its making: its title, and the text of Image > Show Info... */
public final class ResultInfo {
  private ResultInfo() {}

  /**
   * The title of a result: {@code cells-dream} for {@code cells.tif}.
   *
   * @param source the image that it was made from
   * @param what was made
   * @param finished whether it is all that was asked for
   */
  public static String title(ImagePlus source, String what, boolean finished) {
    return source.getShortTitle() + "-" + what + (finished ? "" : " (unfinished)");
  }

  /**
   * Writes into a result how it was made.
   *
   * @param result an image that a command made
   * @param command the command, with the inputs it ran with
   * @param license the model and its licence
   * @param loss the final value of the loss
   */
  public static void attach(ImagePlus result, Module command, String license, double loss) {
    StringBuilder info = new StringBuilder();
    info.append("Made by Neural Art ").append(version()).append('\n');
    info.append("Artistic rendering: pixel values are not measurements\n");
    info.append("Model: ").append(license).append('\n');
    for (ModuleItem<?> input : command.getInfo().inputs()) {
      if (input.getType() != ImagePlus.class) {
        info.append(input.getName()).append(": ").append(command.getInput(input.getName()));
        info.append('\n');
      }
    }
    info.append(String.format(Locale.ROOT, "Final loss: %g%n", loss));
    info.append("Macro: ").append(macroLine(command)).append('\n');
    result.setProperty("Info", info.toString());
  }

  /** The line of a macro that runs a command with its present inputs. */
  static String macroLine(Module command) {
    StringBuilder options = new StringBuilder();
    for (ModuleItem<?> input : command.getInfo().inputs()) {
      if (input.getType() != ImagePlus.class) {
        String value = String.valueOf(command.getInput(input.getName()));
        boolean bare = value.matches("[^\\s\\[\\]]+");
        options.append(options.isEmpty() ? "" : " ").append(input.getName()).append('=');
        options.append(bare ? value : "[" + value + "]");
      }
    }
    String label = command.getInfo().getMenuPath().getLeaf().getName();
    return "run(\"" + label + "\", \"" + options + "\");";
  }

  private static String version() {
    String version = ResultInfo.class.getPackage().getImplementationVersion();
    return version == null ? "development version" : version;
  }
}
