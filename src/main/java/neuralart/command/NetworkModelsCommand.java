package neuralart.command;

import ij.measure.ResultsTable;
import java.io.File;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import neuralart.device.Device;
import neuralart.device.Nd4jSetup;
import neuralart.host.input.DialogHints;
import neuralart.imagej.TitledTable;
import neuralart.model.KnownModel;
import neuralart.model.ModelFolder;
import org.scijava.ItemIO;
import org.scijava.ItemVisibility;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Lists the models there are; downloads known ones and adds those of the user's own. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Neural Art>Network Models...",
    initializer = "showDevice",
    attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public final class NetworkModelsCommand extends NeuralArtCommand implements DialogHints {
  private static final String NONE = "none";
  private static final double MEGABYTE = 1e6;

  @Parameter(visibility = ItemVisibility.MESSAGE, persist = false)
  private String inuse = "";

  @Parameter(
      persist = false,
      label = "Download",
      description = "A model whose weights are to be fetched from where they are published")
  private String download = NONE;

  @Parameter(
      persist = false,
      required = false,
      label = "Add a file",
      description =
          "A network of your own: in ONNX (.onnx), of Keras (.h5) or of DeepLearning4J (.zip)")
  private File add;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable table;

  /** Which weights are missing is looked up once while a dialog is open. */
  private final Map<String, String> downloadLabels = new HashMap<>();

  /** Makes the command, for SciJava. */
  public NetworkModelsCommand() {
    super("Lists the networks there are, downloads weights and adds networks of your own");
  }

  /** The networks whose weights are published. */
  @Override
  public Optional<List<String>> offers(String input) {
    return input.equals("download") ? Optional.of(downloads()) : Optional.empty();
  }

  @Override
  public String label(String input, String value) {
    return input.equals("download") && !value.equals(NONE)
        ? downloadLabels.computeIfAbsent(
            value, title -> WeightsDownload.label(KnownModel.of(title)))
        : value;
  }

  private static List<String> downloads() {
    Stream<KnownModel> published =
        Arrays.stream(KnownModel.values()).filter(KnownModel::isDownloadable);
    return Stream.concat(Stream.of(NONE), published.map(KnownModel::title)).toList();
  }

  /** Tells in the dialog where networks are computed. */
  void showDevice() {
    Nd4jSetup.prepare(); // the device starts ND4J
    inuse = "Networks are computed on the " + Device.inUse();
  }

  @Override
  void execute() {
    if (!downloads().contains(download)) {
      throw new IllegalArgumentException(
          "download=" + download + ": expected one of " + downloads());
    }
    if (add != null) {
      ModelFolder.add(add.toPath());
    }
    if (!download.equals(NONE)) {
      KnownModel model = KnownModel.of(download);
      WeightsDownload.run(model, watch("Download of " + model.title(), false)::update);
    }
    table = table();
  }

  private static String use(String model) {
    return KnownModel.titles().contains(model) ? KnownModel.of(model).use() : "";
  }

  private static ResultsTable table() {
    ResultsTable models = new TitledTable("Network Models");
    for (ModelFolder.Entry entry : ModelFolder.entries()) {
      models.addRow();
      models.addValue("Model", entry.model());
      models.addValue("Good for", use(entry.model()));
      models.addValue("Licence", entry.license());
      models.addValue("MB", entry.bytes() / MEGABYTE);
      models.addValue("Status", entry.status());
      models.addValue("Where", entry.where());
    }
    models.addRow();
    models.addValue("Model", "device in use");
    models.addValue("Good for", "");
    models.addValue("Licence", "");
    models.addValue("MB", "");
    models.addValue("Status", Device.inUse());
    models.addValue("Where", "");
    return models;
  }
}
