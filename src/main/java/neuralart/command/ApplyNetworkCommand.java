package neuralart.command;

import ij.ImagePlus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import neuralart.art.apply.AppliedOutput;
import neuralart.art.apply.NetworkApplication;
import neuralart.host.input.InputOrder;
import neuralart.image.Picture;
import neuralart.imagej.DisplayedImage;
import neuralart.imagej.ImageLevels;
import neuralart.imagej.NetworkOutput;
import neuralart.imagej.ResultInfo;
import neuralart.imagej.Slices;
import neuralart.imagej.SmallCopy;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;

/** Makes of the active image what a network was trained to make of it. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Neural Art>Apply Network...",
    attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public final class ApplyNetworkCommand extends ComputingCommand implements ThumbnailPainter {
  /** Longer side of the part of an image that is shown in the dialog. */
  private static final int SMALL_PART = 160;

  @Parameter(label = "Image", attrs = @Attr(name = InputOrder.THEN, value = "model"))
  private ImagePlus image;

  @Parameter(
      persist = false,
      label = "Output",
      choices = {OutputChoice.AUTO, OutputChoice.VALUES, OutputChoice.LIKE_IMAGE},
      description =
          "The values of the network in 32 bits, or an image in the depth and units of the active"
              + " one; auto goes by how the network ends")
  private String output = OutputChoice.AUTO;

  @Parameter(
      persist = false,
      label = "Pixels",
      choices = {ImageLevels.DISPLAYED, ImageLevels.RAW},
      description =
          "What black and white are for the network: those that are displayed, or the pixel values"
              + " 0 and 255 whatever is displayed",
      attrs = @Attr(name = "group", value = "Image"))
  private String pixels = ImageLevels.DISPLAYED;

  @Parameter(
      persist = false,
      required = false,
      label = "Image channels",
      description =
          "For those of the network: as 1,3,2; empty for the current or the first ones, or for the"
              + " colours that are displayed",
      attrs = @Attr(name = "group", value = "Image"))
  private String channelorder = "";

  @Parameter(
      persist = false,
      label = "Slices",
      choices = {Slices.CURRENT, Slices.ALL},
      description = "Of a stack: the current slice, or every z plane and time point",
      attrs = {
        @Attr(name = InputOrder.THEN, value = "device"),
        @Attr(name = "group", value = "Image")
      })
  private String slices = Slices.CURRENT;

  @Parameter(
      persist = false,
      label = "Output range",
      description =
          "What black and white are in the output where that is an image, as in 0..255; as in the"
              + " input if left empty",
      attrs = {
        @Attr(name = "group", value = "Result"),
        @Attr(name = "prompt", value = "as the input")
      })
  private String outputrange = "";

  @Parameter(
      persist = false,
      label = "Output channels",
      description = "Which there are in the result: all, or 0-2,5",
      attrs = @Attr(name = "group", value = "Result"))
  private String channels = "all";

  @Parameter(
      persist = false,
      label = "Layer",
      description = "Another output of the network, or a layer that keeps rows and columns",
      attrs = {
        @Attr(name = "group", value = "Result"),
        @Attr(name = "prompt", value = "the first output")
      })
  private String layer = "";

  @Parameter(label = "Choose...", required = false, persist = false, callback = "chooseLayer")
  private Button choice;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus applied;

  /** Makes the command, for SciJava. */
  public ApplyNetworkCommand() {
    super(
        "Makes of the image what a network was trained for: probabilities, a denoised or larger"
            + " image, a style",
        "Ronneberger et al. 2015, <i>U-Net</i>; Johnson et al. 2016, <i>Perceptual Losses for"
            + " Real-Time Style Transfer</i>");
  }

  /** A layer of another network is none of the one that the user has chosen now. */
  @Override
  void changeModel() {
    layer = "";
  }

  /** Lets the user pick a layer by its pictures. */
  void chooseLayer() {
    Layers.pickOne(model, layer).ifPresent(pick -> layer = pick.name());
  }

  /** Known networks recognize images, and make none: they are for who has no other. */
  @Override
  public Optional<List<String>> offers(String input) {
    return input.equals(MODEL) && !ownNetworks().isEmpty()
        ? Optional.of(ownNetworks())
        : super.offers(input);
  }

  /** The first network of the user's own, if there is one. */
  @Override
  public void suggest() {
    if (isKnown(model) && !ownNetworks().isEmpty()) {
      model = ownNetworks().get(0);
      changeModel();
    }
  }

  private static List<String> ownNetworks() {
    return Models.titles().stream().filter(title -> !isKnown(title)).toList();
  }

  private static boolean isKnown(String title) {
    return KnownModel.titles().contains(title);
  }

  @Override
  public Optional<ImagePlus> subject() {
    return Optional.of(image);
  }

  @Override
  public boolean isUsed(String input) {
    return switch (input) {
      case "slices" -> image.getNSlices() * image.getNFrames() > 1;
      case "outputrange" -> !output.equals(OutputChoice.VALUES);
      default -> super.isUsed(input);
    };
  }

  @Override
  void check(Network network) {
    output(network);
  }

  @Override
  void compute() {
    Monitor monitor = watch("Apply Network", false);
    try (Network network = Models.load(model)) {
      applied = apply(network, monitor);
    }
  }

  /**
   * The middle of the image in its own pixels, since a network goes by the size of things. It takes
   * a moment, and there is nothing to show before its end.
   */
  @Override
  public Picture thumbnail(Network network, Function<ImagePlus, SmallCopy> small, Monitor watcher) {
    image = SmallCopy.middle(image, SMALL_PART);
    slices = Slices.CURRENT;
    return DisplayedImage.picture(apply(network, Monitor.NONE));
  }

  @Override
  public String caption() {
    return "Preview: the middle of the image, in its own pixels";
  }

  private ImagePlus apply(Network network, Monitor monitor) {
    ImageLevels input = new ImageLevels(image, network, channelorder, pixels);
    AppliedOutput wanted = output(network);
    layer = wanted.layer().name();
    Slices chosen = new Slices(image, slices);
    try (NetworkApplication application =
        new NetworkApplication(network, wanted, image.getHeight(), image.getWidth())) {
      boolean finer = application.grid().strideX() < 1;
      OutputChoice choice = new OutputChoice(output, outputrange, network, wanted, finer);
      int[] kept = choice.channels(wanted.channels(channels));
      NetworkOutput made = new NetworkOutput(input, chosen, application.grid(), choice.units());
      made.check(kept.length);
      List<String> names = Arrays.stream(kept).mapToObj(wanted.channels()::get).toList();
      boolean[] finished = {true};
      chosen.visit(
          (z, t) -> {
            if (finished[0]) {
              Monitor part = monitor.part("slice", made.count(), chosen.count());
              Optional<float[][]> maps = application.run(input.slice(z, t), kept, part);
              maps.ifPresent(values -> made.add(z, t, choice.converted(values, kept), names));
              finished[0] = maps.isPresent();
            }
          });
      return result(network, choice, made, finished[0]);
    }
  }

  /** A known network was made for something else: which of its layers is wanted must be said. */
  private AppliedOutput output(Network network) {
    if (layer.isBlank() && isKnown(model)) {
      throw new IllegalArgumentException(
          "Network '"
              + model
              + "' recognizes images, it makes none: choose a network of your own, or a layer;"
              + " Feature Maps... shows what it sees");
    }
    return AppliedOutput.of(network, layer);
  }

  private ImagePlus result(
      Network network, OutputChoice choice, NetworkOutput made, boolean finished) {
    if (made.count() == 0) {
      throw new IllegalStateException("Apply Network was canceled");
    }
    String what = network.name().replaceFirst("(?<=.)\\.[A-Za-z][A-Za-z0-9]{0,4}$", "");
    ImagePlus result = made.image(ResultInfo.title(image, what, finished));
    List<String> others = network.outputs().stream().filter(other -> !other.equals(layer)).toList();
    describe(
        result,
        choice.meaning(),
        others.isEmpty() ? List.of() : List.of("Other outputs: " + String.join(", ", others)));
    return result;
  }
}
