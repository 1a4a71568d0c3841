package neuralart.command;

import neuralart.art.ChannelRange;
import neuralart.network.Network;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.widget.Button;

/** A command that looks into one layer of a network. */
abstract class LayerCommand extends ComputingCommand {
  @Parameter(
      persist = false,
      label = "Layer",
      description = "See Network Layers...; one is chosen if left empty",
      attrs = {
        @Attr(name = "place", value = "1"),
        @Attr(name = "prompt", value = "chosen for you")
      })
  String layer = "";

  @Parameter(label = "Choose...", required = false, persist = false, callback = "chooseLayer")
  private Button choice;

  /**
   * Makes a command.
   *
   * @param about what it does and the publications that it follows: lines of HTML
   */
  LayerCommand(String... about) {
    super(about);
  }

  /** A layer of another network is none of the one that the user has chosen now. */
  @Override
  void changeModel() {
    layer = "";
  }

  @Override
  void check(Network network) {
    if (!layer.isBlank()) {
      network.layer(layer.strip());
    }
  }

  /** Lets the user pick the layer, and filters of it, by their pictures. */
  void chooseLayer() {
    Layers.pickOne(model, layer)
        .ifPresent(
            pick -> {
              layer = pick.name();
              if (!pick.filters().isEmpty()) {
                chooseFilters(ChannelRange.format(pick.filters()));
              }
            });
  }

  /**
   * Takes the filters that the user has picked.
   *
   * @param filters numbers and ranges
   */
  abstract void chooseFilters(String filters);
}
