package neuralart.command;

import java.util.List;
import java.util.Optional;
import neuralart.host.DialogHints;
import neuralart.model.Models;
import org.scijava.plugin.Parameter;

/** A command that looks into a network. */
abstract class NetworkCommand extends NeuralArtCommand implements DialogHints {
  // The titles of the known networks: a declaration needs constants.
  static final String BUILTIN = "builtin";
  static final String SQUEEZENET = "squeezenet";
  static final String VGG16 = "vgg16";
  static final String VGG19 = "vgg19";
  static final String INCEPTIONV3 = "inceptionv3";

  /** The input that names a network. */
  private static final String MODEL = "model";

  @Parameter(
      persist = false,
      label = "Model",
      choices = {BUILTIN, SQUEEZENET, VGG16, VGG19, INCEPTIONV3},
      callback = "changeModel",
      description = "The network; in a macro also the path of a file")
  String model = BUILTIN;

  /**
   * Makes a command.
   *
   * @param about what it does and the publications that it follows: lines of HTML
   */
  NetworkCommand(String... about) {
    super(about);
  }

  /** Changes the inputs that depend on the model, after the user has chosen another. */
  void changeModel() {}

  /** Networks of the user's own stand beside those in the declaration. */
  @Override
  public final Optional<List<String>> offers(String input) {
    return input.equals(MODEL) ? Optional.of(Models.titles()) : Optional.empty();
  }
}
