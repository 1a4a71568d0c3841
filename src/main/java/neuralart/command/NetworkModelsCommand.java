package neuralart.command;

import ij.measure.ResultsTable;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import neuralart.art.maps.ReferenceRun;
import neuralart.device.Nd4jSetup;
import neuralart.host.dialog.Question;
import neuralart.host.dialog.RememberedInputs;
import neuralart.host.input.DialogHints;
import neuralart.host.input.InputOrder;
import neuralart.model.KnownModel;
import neuralart.model.Model;
import neuralart.model.ModelFolder;
import neuralart.model.ModelRemoval;
import neuralart.model.Models;
import neuralart.model.bioimage.BioimagePackage;
import neuralart.network.Network;
import neuralart.plan.Engine;
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
    attrs = {
      @Attr(name = "no-legacy"),
      @Attr(name = "no-record"),
      @Attr(name = RememberedInputs.NONE)
    })
public final class NetworkModelsCommand extends PixelInputs implements DialogHints {
  /** What rounding to single precision may make of the outputs of a deep network. */
  private static final double AGREEMENT = 1e-3;

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
          "A network of your own: in ONNX (.onnx), of Keras (.h5), of DeepLearning4J (.zip), or a"
              + " package of bioimage.io (.zip, or its rdf.yaml)")
  private File add;

  @Parameter(
      persist = false,
      label = "Replace",
      description = "Whether the file takes the place of an earlier one of that name")
  private boolean replace;

  @Parameter(
      persist = false,
      required = false,
      label = "Remove a network",
      description = "A network of your own in the folder where new ones go: its files are deleted")
  private String remove = NONE;

  @Parameter(
      persist = false,
      required = false,
      label = "Test a package",
      description =
          "Runs a package of bioimage.io on its own image for tests, and tells in the table how far"
              + " the results are from those of its author",
      attrs =
          @Attr(name = InputOrder.THEN, value = "pixels range mean deviation order standardize"))
  private String test = NONE;

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
    return switch (input) {
      case "download" -> Optional.of(downloads());
      case "remove" -> Optional.of(orNone(ModelRemoval.names()));
      case "test" -> Optional.of(orNone(Models.packages()));
      case "pixels" -> Optional.of(orNone(Models.files()));
      default -> Optional.empty();
    };
  }

  private static List<String> orNone(List<String> models) {
    return Stream.concat(Stream.of(NONE), models.stream()).toList();
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
    inuse = "Networks are computed on the " + Engine.inUse();
  }

  @Override
  void execute() {
    if (!downloads().contains(download)) {
      throw new IllegalArgumentException(
          "download=" + download + ": expected one of " + downloads());
    }
    if (!remove.equals(NONE) && !remove.isBlank()) {
      removeNetwork();
    }
    addOrSetPixels();
    if (!download.equals(NONE)) {
      KnownModel model = KnownModel.of(download);
      WeightsDownload.run(model, watch("Download of " + model.title(), false)::update);
    }
    List<ModelFolder.Entry> entries = new ArrayList<>(ModelFolder.entries());
    if (!test.equals(NONE) && !test.isBlank()) {
      ModelFolder.Entry whole = ModelFolder.entry(test);
      entries.removeIf(entry -> entry.where().equals(whole.where()));
      entries.add(whole.withStatus(whole.status() + ", " + tested()));
    }
    table = ModelTable.of(entries);
  }

  /** The person at a dialog is asked first; a macro has said it. */
  private void removeNetwork() {
    String files =
        ModelRemoval.files(remove).stream()
            .map(file -> file.getFileName().toString())
            .collect(Collectors.joining(" and "));
    Question.yesOrEnd(
        "Neural Art",
        String.format(Locale.ROOT, "Delete %s in %s for good?", files, ModelFolder.target()));
    ModelRemoval.run(remove);
  }

  /** What is said of pixels is said of the network that is added now, if one is. */
  private void addOrSetPixels() {
    if (add != null) {
      if (setsPixels() && !Models.isMeant(pixels, add.toPath())) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "pixels=%s names another network than the one that is added, %s: set the pixels of"
                    + " one at a time",
                pixels,
                add.getName()));
      }
      ModelFolder.add(add.toPath(), settings(), replace || isToBeReplaced());
    } else if (setsPixels()) {
      ModelFolder.setPixels(pixels, settings());
    } else if (!settings().isEmpty()) {
      throw new IllegalArgumentException(
          "range, mean, deviation, order and standardize need pixels=NETWORK, or add");
    }
  }

  private boolean isToBeReplaced() {
    return ModelFolder.isThere(add.toPath())
        && Question.yesOrEnd(
            "Neural Art",
            String.format(
                Locale.ROOT,
                "There is already a %s in %s: replace it?",
                add.getName(),
                ModelFolder.target()));
  }

  /** How far the results of a package are from those of its author. */
  private String tested() {
    Model model = Models.of(test);
    BioimagePackage.Test tensors =
        model
            .test()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "test=" + test + ": expected a package of bioimage.io"));
    try (Network network = model.load()) {
      return ReferenceRun.compare(network, tensors.input(), tensors.outputs()).stream()
          .map(NetworkModelsCommand::text)
          .collect(Collectors.joining("; "));
    }
  }

  private static String text(ReferenceRun.Difference difference) {
    boolean same = difference.largest() <= AGREEMENT * Math.max(1, difference.magnitude());
    return String.format(
        Locale.ROOT,
        "%s: '%s' differs by up to %.2g from its author's, of up to %.3g",
        same ? "test passed" : "TEST FAILED",
        difference.output(),
        difference.largest(),
        difference.magnitude());
  }
}
