package neuralart.imagej;

import ij.ImagePlus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import neuralart.host.input.CommandInputs;
import org.scijava.module.Module;

/** What a result says of its making: its title, and the text of Image > Show Info... */
public final class ResultInfo {
  private static final String MADE_BY = "Made by Neural Art ";
  private static final String OBJECTIVE = "Final objective: ";

  private ResultInfo() {}

  /**
   * The title of a result: {@code cells-dream} for {@code cells.tif}.
   *
   * @param source the image that it was made from
   * @param what was made
   * @param finished whether it is all that was asked for
   */
  public static String title(ImagePlus source, String what, boolean finished) {
    return name(source) + "-" + what + (finished ? "" : " (unfinished)");
  }

  /**
   * The title of an image without the extension of its file; ImageJ's short title ends at a space.
   */
  public static String name(ImagePlus image) {
    return image.getTitle().replaceFirst("(?<=.)\\.[A-Za-z][A-Za-z0-9]{0,4}$", "");
  }

  /**
   * Writes into a result how it was made.
   *
   * @param result an image that a command made
   * @param command the command, with the inputs it ran with
   * @param license the model and its licence
   * @param device what computed it
   * @param objective the value that the optimisation reached
   */
  public static void attach(
      ImagePlus result, Module command, String license, String device, double objective) {
    attach(
        result,
        command,
        license,
        device,
        "Artistic rendering: pixel values are not measurements",
        List.of(OBJECTIVE + String.format(Locale.ROOT, "%g", objective)));
  }

  /**
   * Writes into a result how it was made.
   *
   * @param result an image that a command made
   * @param command the command, with the inputs it ran with
   * @param license the model and its licence
   * @param device what computed it
   * @param meaning what the pixel values are
   * @param facts further lines
   */
  public static void attach(
      ImagePlus result,
      Module command,
      String license,
      String device,
      String meaning,
      List<String> facts) {
    List<String> lines = new ArrayList<>();
    lines.add(MADE_BY + version());
    lines.add(meaning);
    lines.add("Model: " + license);
    lines.add("Computed on: " + device);
    CommandInputs inputs = new CommandInputs(command);
    inputs.texts().forEach((key, text) -> lines.add(key + ": " + text));
    lines.addAll(facts);
    try {
      lines.add("Macro: " + inputs.macroLine());
    } catch (IllegalArgumentException e) {
      lines.add("No macro makes it again: " + e.getMessage());
    }
    result.setProperty("Info", String.join("\n", lines) + "\n");
  }

  /** The value that the optimisation reached, as the info of a result says it. */
  public static OptionalDouble objective(ImagePlus result) {
    return String.valueOf(result.getProperty("Info"))
        .lines()
        .filter(line -> line.startsWith(OBJECTIVE))
        .mapToDouble(line -> Double.parseDouble(line.substring(OBJECTIVE.length())))
        .findFirst();
  }

  /** The version of this software. */
  public static String version() {
    String version = ResultInfo.class.getPackage().getImplementationVersion();
    return version == null ? "development version" : version;
  }
}
