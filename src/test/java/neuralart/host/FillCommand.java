package neuralart.host;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.io.File;
import java.util.List;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.command.DynamicCommand;
import org.scijava.plugin.Menu;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/**
 * A command with an input of every kind. Its result is as large as the active image, and filled
 * with one value.
 */
@Plugin(
    type = Command.class,
    menu = {@Menu(label = "Plugins"), @Menu(label = "Neural Art Tests"), @Menu(label = "Fill...")},
    initializer = "listLayers")
public class FillCommand extends DynamicCommand {
  @Parameter(visibility = ItemVisibility.MESSAGE)
  private final String header = "<html>Fills an image.<br>A second line.</html>";

  @Parameter private ImagePlus image;

  @Parameter(
      label = "Preset",
      choices = {"dark", "light"},
      callback = "applyPreset",
      description = "Sets the value.")
  private String preset = "dark";

  @Parameter(min = "0", max = "255", label = "Value", description = "The value of every pixel.")
  private int value = 7;

  @Parameter private double stepsize = 0.05;
  @Parameter private long seed = 9007199254740993L;
  @Parameter private float ratio = 0.1f;
  @Parameter private boolean flip;
  @Parameter private String layer = "conv1";

  @Parameter(autoFill = false, required = false)
  private ImagePlus guide;

  @Parameter(required = false)
  private File file;

  @Parameter private String note = "";

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable table;

  @Override
  public void run() {
    if (note.equals("throw")) {
      throw new IllegalStateException("thrown on demand");
    }
    result =
        IJ.createImage(
            image.getShortTitle() + "-filled", "8-bit", image.getWidth(), image.getHeight(), 1);
    result.getProcessor().setValue(value);
    result.getProcessor().fill();
    if (note.equals("throw late")) {
      throw new IllegalStateException("thrown when the picture was there");
    }
    table = new ResultsTable();
    getInfo().getMutableOutput("table", ResultsTable.class).setLabel("Values of " + preset);
    table.incrementCounter();
    table.addValue("Value", value);
    result.setProperty(
        "Info", String.join("|", preset, layer, "" + guide, "" + flip, "" + seed, note));
  }

  void listLayers() {
    getInfo()
        .getMutableInput("layer", String.class)
        .setChoices(List.of("conv1", "x/seed=5", "long name"));
  }

  void applyPreset() {
    value = preset.equals("light") ? 200 : 7;
  }
}
