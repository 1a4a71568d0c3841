package neuralart.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import neuralart.host.input.DialogHints;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import org.scijava.plugin.Parameter;

/** A command that looks into a network. */
abstract class NetworkCommand extends NeuralArtCommand implements DialogHints {
  /** The input that names a network. */
  static final String MODEL = "model";

  @Parameter(
      persist = false,
      label = "Model",
      callback = "changeModel",
      description = "The network that sees the image; in a macro also the path of a file")
  String model = KnownModel.BUILTIN.title();

  /** Which weights are missing is looked up once while a dialog is open. */
  private final Map<String, String> labels = new HashMap<>();

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

  @Override
  public String label(String input, String value) {
    return input.equals(MODEL) ? labels.computeIfAbsent(value, NetworkCommand::label) : value;
  }

  private static String label(String model) {
    return KnownModel.titles().contains(model)
        ? WeightsDownload.label(KnownModel.of(model))
        : model;
  }

  /** Offers to download weights that are missing; without them, reading the network says so. */
  @Override
  final void fetchMissing() {
    KnownModel.missing(model)
        .filter(WeightsDownload::isWanted)
        .ifPresent(
            missing ->
                WeightsDownload.run(
                    missing, watch("Download of " + missing.title(), false)::update));
  }
}
