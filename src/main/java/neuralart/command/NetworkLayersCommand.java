package neuralart.command;

import ij.IJ;
import ij.ImagePlus;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import neuralart.host.input.InputOrder;
import neuralart.imagej.TitledTable;
import neuralart.model.Models;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.step.Shape;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Lists the layers of a network in a table, with their sizes for the active image. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Neural Art>Network Layers...",
    attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public final class NetworkLayersCommand extends NetworkCommand {
  @Parameter(
      label = "Image",
      required = false,
      attrs = @Attr(name = InputOrder.THEN, value = "model"))
  private ImagePlus image;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable table;

  /** Makes the command, for SciJava. */
  public NetworkLayersCommand() {
    super("Lists the layers of a network in a table");
  }

  @Override
  void execute() {
    try (Network network = Models.load(model)) {
      ResultsTable layers = new TitledTable("Layers of " + model);
      for (Layer layer : network.layers()) {
        layers.addRow();
        layers.addValue("Layer", layer.name());
        layers.addValue("Kind", layer.kind());
        layers.addValue("Channels", layer.channels());
        layers.addValue("Stride", layer.stride());
        layers.addValue("Receptive field", layer.receptiveField());
        layers.addValue("Parameters", layer.parameters());
        if (image != null) {
          layers.addValue("Output", output(network, layer));
        }
      }
      network.leftOut().ifPresent(IJ::log);
      table = layers;
    }
    boolean watched = IJ.getInstance() != null && !Interpreter.isBatchMode() && !IJ.isMacro();
    if (watched) {
      Layers.show(model);
    }
  }

  /** The size of a layer for the active image, width first as ImageJ has it. */
  private String output(Network network, Layer layer) {
    try {
      Shape shape = network.shape(layer.name(), image.getHeight(), image.getWidth());
      return shape.width() + " x " + shape.height();
    } catch (IllegalArgumentException e) {
      return "none"; // the image is too small, or not of the only size that the layer takes
    }
  }
}
