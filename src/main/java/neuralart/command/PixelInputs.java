package neuralart.command;

import neuralart.model.ModelFolder;
import neuralart.model.PixelSettings;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** The inputs that say how a network of the user's own wants its pixels. */
abstract class PixelInputs extends NeuralArtCommand {
  static final String NONE = "none";
  private static final String USUAL = "usual";
  private static final String GROUP = "Pixels of a network of your own";

  @Parameter(
      persist = false,
      required = false,
      label = "Set the pixels of",
      callback = "showPixels",
      description =
          "A network of your own: what is said below is kept in a text file beside it. Of one that"
              + " is added now, without choosing it here",
      attrs = @Attr(name = "group", value = GROUP))
  String pixels = NONE;

  @Parameter(
      persist = false,
      required = false,
      label = "Range",
      description = "What black and white become: 0..1, -1..1, 0..255; empty where it is usual",
      attrs = @Attr(name = "group", value = GROUP))
  private String range = "";

  @Parameter(
      persist = false,
      required = false,
      label = "Mean",
      description = "What is subtracted then: one number, or one for each channel",
      attrs = @Attr(name = "group", value = GROUP))
  private String mean = "";

  @Parameter(
      persist = false,
      required = false,
      label = "Deviation",
      description = "What is divided by then: one number, or one for each channel",
      attrs = @Attr(name = "group", value = GROUP))
  private String deviation = "";

  @Parameter(
      persist = false,
      label = "Order of colours",
      choices = {USUAL, "RGB", "BGR"},
      attrs = @Attr(name = "group", value = GROUP))
  private String order = USUAL;

  @Parameter(
      persist = false,
      label = "Zero mean, unit variance",
      choices = {NONE, "image", "channel"},
      description = "Of each image as a whole or channel by channel, instead of the above",
      attrs = @Attr(name = "group", value = GROUP))
  private String standardize = NONE;

  /**
   * Makes a command.
   *
   * @param about what it does and the publications that it follows: lines of HTML
   */
  PixelInputs(String... about) {
    super(about);
  }

  /** Shows what is said of the pixels of the network that the user has chosen. */
  void showPixels() {
    PixelSettings said = pixels.equals(NONE) ? PixelSettings.NONE : ModelFolder.pixels(pixels);
    range = said.range();
    mean = said.mean();
    deviation = said.deviation();
    order = said.order().isEmpty() ? USUAL : said.order();
    standardize = said.standardize().isEmpty() ? NONE : said.standardize();
  }

  /** What the user says of the pixels of a network. */
  final PixelSettings settings() {
    return new PixelSettings(
        range,
        mean,
        deviation,
        order.equals(USUAL) ? "" : order,
        standardize.equals(NONE) ? "" : standardize);
  }

  /** Whether the user has chosen a network that is there to say this of. */
  final boolean setsPixels() {
    return !pixels.equals(NONE) && !pixels.isBlank();
  }
}
