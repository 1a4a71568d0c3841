package neuralart.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.util.List;
import java.util.Optional;
import neuralart.art.saliency.Classification;
import neuralart.host.input.InputOrder;
import neuralart.imagej.ResultInfo;
import neuralart.imagej.Slices;
import neuralart.imagej.TitledTable;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import neuralart.network.Classifier;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Lists the classes that a network takes the active image for. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Neural Art>Classify...",
    attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public final class ClassifyCommand extends ComputingCommand {
  @Parameter(label = "Image", attrs = @Attr(name = InputOrder.THEN, value = "model"))
  private ImagePlus image;

  @Parameter(
      persist = false,
      label = "Classes",
      min = "1",
      description = "How many to list, the likeliest first")
  private int classes = 5;

  @Parameter(
      persist = false,
      label = "Image size",
      min = "0",
      description =
          "Longer side at which the network sees the image; 0 for that on which it was trained, or"
              + " the image's own where that isn't known",
      attrs = {@Attr(name = "group", value = "Image"), @Attr(name = "unit", value = "px")})
  private int imagesize = 0;

  @Parameter(
      persist = false,
      required = false,
      label = "Channels",
      description =
          "Of the image, for those of the network: as 1,3,2; empty for the first ones, or for what"
              + " is displayed",
      attrs = {
        @Attr(name = "group", value = "Image"),
        @Attr(name = "prompt", value = "chosen for you")
      })
  private String channelorder = "";

  @Parameter(
      persist = false,
      label = "Slices",
      choices = {Slices.CURRENT, Slices.ALL},
      description = "Of a stack: the current slice, or every z plane and time point",
      attrs = {
        @Attr(name = "group", value = "Image"),
        @Attr(name = InputOrder.THEN, value = "device")
      })
  private String slices = Slices.CURRENT;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable table;

  private final Classes names = new Classes();

  /** Looked up once while a dialog is open: networks of the user's own are read for it. */
  private List<String> classifiers = List.of();

  /** Makes the command, for SciJava. */
  public ClassifyCommand() {
    super("Lists the classes that a network takes the active image, or its selection, for");
    model = KnownModel.RESNET50_TOP.title();
  }

  /** The networks with classes. */
  @Override
  public Optional<List<String>> offers(String input) {
    return input.equals(MODEL) ? Optional.of(classifiers()) : super.offers(input);
  }

  private List<String> classifiers() {
    if (classifiers.isEmpty()) {
      classifiers = Models.classifiers();
    }
    return classifiers;
  }

  /** The first network of the user's own with classes, where the known one isn't here. */
  @Override
  public void suggest() {
    if (KnownModel.missing(model).isPresent()) {
      model =
          classifiers().stream()
              .filter(title -> !KnownModel.titles().contains(title))
              .findFirst()
              .orElse(model);
    }
  }

  @Override
  public boolean isUsed(String input) {
    return !input.equals("slices") || image.getNSlices() * image.getNFrames() > 1;
  }

  @Override
  void check(Network network) {
    names.require(network, model);
  }

  @Override
  void compute() {
    Monitor monitor = watch("Classify", false);
    try (Network network = Models.load(model)) {
      names.offerNames(model, (stage, share) -> monitor.update(new Monitor.Progress(stage, share)));
      Classifier classifier = names.require(network, model);
      Slices chosen = new Slices(image, slices);
      SeenImage seen = new SeenImage(image, network, classifier.output(), imagesize, channelorder);
      ClassTable rows = new ClassTable("Classes of " + ResultInfo.name(image), chosen);
      try (Classification classification =
          new Classification(network, classifier, seen.size().height(), seen.size().width())) {
        chosen.visit(
            (z, t) -> {
              rows.add(classification.probabilities(seen.slice(z, t)), z, t);
              double share = (double) rows.slices / chosen.count();
              if (!monitor.update(new Monitor.Progress("slice", share))) {
                throw new IllegalStateException("Classify was canceled");
              }
            });
      }
      table = rows;
    }
  }

  /** The likeliest classes of each slice. */
  private final class ClassTable extends TitledTable {
    private final boolean planes;
    private final boolean frames;
    private int slices;

    ClassTable(String title, Slices slices) {
      super(title);
      planes = slices.planes() > 1;
      frames = slices.frames() > 1;
      setPrecision(4);
    }

    void add(double[] probabilities, int z, int t) {
      List<String> titles = names.of(model);
      int[] order = Classification.ranked(probabilities);
      for (int rank = 0; rank < Math.min(classes, order.length); rank++) {
        addRow();
        if (planes) {
          addValue("Slice", z);
        }
        if (frames) {
          addValue("Frame", t);
        }
        addValue("Rank", rank + 1);
        addValue("Class", titles.get(order[rank]));
        addValue("Number", order[rank]);
        addValue("Probability", probabilities[order[rank]]);
      }
      slices++;
    }
  }
}
