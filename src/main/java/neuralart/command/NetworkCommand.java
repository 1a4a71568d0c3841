package neuralart.command;

import java.util.List;
import java.util.Optional;
import neuralart.host.DialogHints;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import org.scijava.plugin.Parameter;

/** A command that looks into a network. */
abstract class NetworkCommand extends NeuralArtCommand implements DialogHints {
  /** The input that names a network. */
  private static final String MODEL = "model";

  @Parameter(
      persist = false,
      label = "Model",
      callback = "changeModel",
      description = "The network; in a macro also the path of a file")
  String model = KnownModel.BUILTIN.title();

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

  /** The known networks, and those of the user's own. */
  @Override
  public Optional<List<String>> offers(String input) {
    return input.equals(MODEL) ? Optional.of(Models.titles()) : Optional.empty();
  }
}
