package neuralart.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.awt.Image;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import neuralart.art.style.StyleTransfer;
import neuralart.art.style.StyleTransferOptions;
import neuralart.host.input.InputOrder;
import neuralart.host.input.OpenImages;
import neuralart.image.Picture;
import neuralart.imagej.BuiltinStyles;
import neuralart.imagej.DisplayedImage;
import neuralart.imagej.GreyChannels;
import neuralart.imagej.ImageFiles;
import neuralart.imagej.LossPlot;
import neuralart.imagej.PictureStack;
import neuralart.imagej.ResultInfo;
import neuralart.imagej.Slices;
import neuralart.imagej.SmallCopy;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;

/** Paints the active image in the style of others. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Neural Art>Style Transfer...",
    initializer = "fillUnset",
    attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public final class StyleTransferCommand extends StyleTransferInputs {
  private static final String RGB = "RGB";

  private static final String STYLE = "style";

  /** Longer side of the pictures of open images. */
  private static final int PICTURE_SIDE = 256;

  @Parameter(
      persist = false,
      label = "Output",
      choices = {RGB, "channels"},
      description =
          "An RGB image of what is displayed, or each channel painted on its own, in the bit "
              + "depth of the image",
      attrs = @Attr(name = "group", value = "Result"))
  private String output = RGB;

  @Parameter(
      persist = false,
      label = "Regions",
      choices = {"selection", "overlay", "none"},
      description =
          "Paint the selection alone, if there is one, or each area of the overlay in the style "
              + "of its name",
      attrs = @Attr(name = "group", value = "Image"))
  private String regions = "selection";

  @Parameter(
      persist = false,
      label = "Soft edge",
      min = "0",
      description = "How far the edge of a region is blurred",
      style = "slider",
      attrs = {
        @Attr(name = "group", value = "Image"),
        @Attr(name = "unit", value = "px"),
        @Attr(name = "softMax", value = "50")
      })
  private double softedge = 5;

  @Parameter(
      persist = false,
      label = "Keep every",
      description = "Between pictures that are kept in a stack; 0 for none",
      min = "0",
      attrs = {
        @Attr(name = "group", value = "Result"),
        @Attr(name = "unit", value = "steps"),
        @Attr(name = "zero", value = "none")
      })
  private int every = 0;

  @Parameter(
      persist = false,
      label = "Before and after",
      description = "Make a stack of the image and the painting",
      attrs = @Attr(name = "group", value = "Result"))
  private boolean compare = false;

  @Parameter(
      persist = false,
      label = "Plot the loss",
      description = "Show the parts of the loss as a plot",
      attrs = {@Attr(name = "group", value = "Result")})
  private boolean plot = false;

  @Parameter(
      persist = false,
      label = "Table of losses",
      description = "Show its parts at each evaluation as a table",
      attrs = {
        @Attr(name = InputOrder.THEN, value = "preview"),
        @Attr(name = "group", value = "Result")
      })
  private boolean table = false;

  @Parameter(
      persist = false,
      label = "Style",
      autoFill = false,
      required = false,
      description = "An open image whose style is taken, or a style that is built in",
      attrs = {
        @Attr(
            name = InputOrder.THEN,
            value = "contentlayers contentchoice stylelayers stylechoice"),
        @Attr(name = "place", value = "1")
      })
  private ImagePlus style;

  @Parameter(
      persist = false,
      label = "Shares",
      description = "Of several styles, separated by commas; empty for equal ones",
      attrs = @Attr(name = "group", value = "Styles"))
  private String styleweights = "";

  @Parameter(
      persist = false,
      label = "Style files",
      description =
          "Image files or built-in styles whose styles are taken, separated by semicolons",
      attrs = @Attr(name = "group", value = "Styles"))
  private String stylefile = "";

  @Parameter(label = "Browse...", required = false, persist = false, callback = "chooseFiles")
  private Button filechoice;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable values;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus losses;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus iterates;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus painting;

  /** Makes the command, for SciJava. */
  public StyleTransferCommand() {
    super(
        "Paints the active image in the style of others",
        "Gatys, Ecker and Bethge 2016, <i>Image Style Transfer Using Convolutional Neural "
            + "Networks</i>");
  }

  @Override
  public void suggest() {
    if (style == null && stylefile.isEmpty()) {
      style = defaultStyle();
    }
  }

  /** The built-in styles too. */
  @Override
  public Optional<List<String>> offers(String input) {
    return input.equals(STYLE) ? Optional.of(BuiltinStyles.names()) : super.offers(input);
  }

  @Override
  public Optional<Image> picture(String input, String value) {
    if (!input.equals(STYLE)) {
      return super.picture(input, value);
    }
    Optional<ImagePlus> open = OpenImages.search(value);
    if (open.isPresent() && open.get() == image) {
      return Optional.empty(); // its own style changes nothing
    }
    return open.map(other -> SmallCopy.of(other, PICTURE_SIDE).image().getImage())
        .or(
            () ->
                Optional.of(value)
                    .filter(BuiltinStyles.names()::contains)
                    .map(name -> BuiltinStyles.open(name).getImage()));
  }

  @Override
  public ImagePlus image(String input, String name) {
    if (!BuiltinStyles.names().contains(name)) {
      throw new IllegalArgumentException(
          "expected the title or ID of an open image, or one of the styles "
              + String.join(", ", BuiltinStyles.names()));
    }
    return BuiltinStyles.open(name);
  }

  /** The default style, by the name that macros give it: an open image may have it too. */
  private static ImagePlus defaultStyle() {
    return OpenImages.search(BuiltinStyles.DEFAULT)
        .orElseGet(() -> BuiltinStyles.open(BuiltinStyles.DEFAULT));
  }

  /** Lets the user choose image files for the style. */
  void chooseFiles() {
    List<String> files = ImageFiles.choose("Style");
    stylefile = files.isEmpty() ? stylefile : String.join(";", files);
  }

  @Override
  void check(Network network) {
    keepSize(); // which is the image's, where nobody has given another
    StyleTransferOptions options = options();
    new StyleTransfer(network, options);
    options.contentLayers().forEach(layer -> network.layer(layer.layer()));
    options.styleLayers().forEach(layer -> network.layer(layer.layer()));
    fillStyle();
    new Styles(Optional.ofNullable(style), stylefile, styleweights);
  }

  @Override
  void compute() {
    requireOnePicture();
    StyleTransferOptions options = options();
    fillStyle();
    Styles styles = new Styles(Optional.ofNullable(style), stylefile, styleweights);
    PictureStack kept = new PictureStack();
    try (Network network = Models.load(model)) {
      paint(new StyleTransfer(network, options), styles, kept);
    } catch (RuntimeException e) {
      kept.discard();
      throw e;
    }
  }

  private void paint(StyleTransfer transfer, Styles styles, PictureStack kept) {
    Monitor monitor = kept.every(every, watch("Style Transfer", preview).previewLike(image));
    int[] size = transfer.size(image.getHeight(), image.getWidth());
    kept.reserveEvery(
        every, transfer.iterations(image.getHeight(), image.getWidth()), size[1], size[0]);
    StyleSlices painter = new StyleSlices(transfer, styles.regions(image, regions, softedge));
    painting = output.equals(RGB) ? paint(painter, monitor) : paintChannels(painter, monitor);
    boolean finished = painter.last().finished();
    String name = ResultInfo.name(image) + " in the style of " + styles.title();
    if (compare) {
      PictureStack.putBefore(image, painting);
    }
    painting.setTitle(name + (finished ? "" : " (unfinished)"));
    iterates = kept.size() == 0 ? null : kept.stack(name + ", iterations");
    losses = plot ? LossPlot.of("Loss of " + name, painter.last().losses()) : null;
    values = table ? new LossTable("Losses of " + name, "Size", painter.last().losses()) : null;
    describe(painting, painter.last().loss());
  }

  private void fillStyle() {
    // areas of an overlay name styles of their own, and the rest may stay as it is
    if (style == null && stylefile.isEmpty() && !regions.equals("overlay")) {
      style = defaultStyle();
    }
  }

  private void requireOnePicture() {
    if (compare && !isOnePicture()) {
      throw new IllegalArgumentException(
          "compare is for one picture: it needs slices=current and output=RGB");
    }
  }

  private boolean isOnePicture() {
    return output.equals(RGB) && (image == null || new Slices(image, slices).count() == 1);
  }

  @Override
  public boolean isUsed(String input) {
    return switch (input) {
      case "compare" -> isOnePicture();
      case "softedge" -> regions.equals("selection") && hasSelection() || regions.equals("overlay");
      case "styleweights" -> !stylefile.isBlank();
      default -> super.isUsed(input);
    };
  }

  @Override
  public Picture thumbnail(Network network, Function<ImagePlus, SmallCopy> small, Monitor monitor) {
    SmallCopy copy = small.apply(image);
    image = copy.image();
    fillStyle();
    Optional<ImagePlus> open = Optional.ofNullable(style).map(small).map(SmallCopy::image);
    Styles styles = new Styles(open, stylefile, styleweights);
    keepSize();
    return new StyleSlices(
            new StyleTransfer(network, options()),
            styles.regions(image, regions, softedge * copy.scale()))
        .paint(DisplayedImage.picture(image), monitor)
        .rgb();
  }

  private ImagePlus paint(StyleSlices painter, Monitor monitor) {
    return new Slices(image, slices).paint(STYLE, painter, monitor);
  }

  private ImagePlus paintChannels(StyleSlices painter, Monitor monitor) {
    GreyChannels channels = new GreyChannels(image);
    int[] done = {0};
    return channels.paint(
        (channel, pixels) -> {
          painter.beginAnew();
          Monitor part = monitor.part("channel", done[0]++, channels.count());
          return new Slices(channel, slices).paint(STYLE, painter, pixels, part);
        });
  }
}
