package neuralart.command;

import ij.measure.ResultsTable;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.network.model.Models;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Lists the layers of a network in a table. */
@Plugin(type = Command.class, menuPath = "Plugins>Neural Art>Network Layers...")
public final class NetworkLayersCommand extends NeuralArtCommand {
  @Parameter(
      persist = false,
      label = "Model",
      choices = {"builtin", "squeezenet", "vgg16", "vgg19", "inceptionv3"},
      description = "The network whose layers are listed")
  private String model = "builtin";

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable table;

  @Override
  void execute() {
    try (Network network = Models.load(model)) {
      String title = "Layers of " + model;
      ResultsTable layers =
          new ResultsTable() {
            @Override
            public String getTitle() {
              return title;
            }
          };
      for (Layer layer : network.layers()) {
        layers.addRow();
        layers.addValue("Layer", layer.name());
        layers.addValue("Kind", layer.kind());
        layers.addValue("Channels", layer.channels());
        layers.addValue("Stride", layer.stride());
        layers.addValue("Receptive field", layer.receptiveField());
        layers.addValue("Parameters", layer.parameters());
      }
      table = layers;
    }
  }
}
