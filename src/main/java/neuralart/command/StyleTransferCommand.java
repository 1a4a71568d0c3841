package neuralart.command;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import neuralart.art.LayerWeights;
import neuralart.art.Titled;
import neuralart.art.style.ColorMode;
import neuralart.art.style.StyleTransfer;
import neuralart.art.style.StyleTransferOptions;
import neuralart.art.style.StyleTransferOptions.Init;
import neuralart.art.style.StyleTransferOptions.Method;
import neuralart.art.style.StyleTransferOptions.Optimization;
import neuralart.art.style.StyleTransferPreset;
import neuralart.imagej.GreyChannels;
import neuralart.imagej.ImageFiles;
import neuralart.imagej.LossPlot;
import neuralart.imagej.PictureStack;
import neuralart.imagej.ResultInfo;
import neuralart.imagej.Slices;
import neuralart.model.Model;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.network.Pooling;
import neuralart.optimize.Monitor;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;
import org.scijava.widget.Button;

/** Paints the active image in the style of others. Unset inputs are those of the preset. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Neural Art>Style Transfer...",
    initializer = "fillUnset",
    attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public final class StyleTransferCommand extends NeuralArtCommand {
  private static final String RGB = "RGB";

  /** The value of a number that the preset is to fill in. */
  private static final int UNSET = -1;

  @Parameter(label = "Image")
  private ImagePlus image;

  @Parameter(
      persist = false,
      label = "Preset",
      choices = {"none", "Chollet 2021", "Vision Systems", "neural-style", "crowsonkb 2021"},
      callback = "applyPreset",
      description = "A published recipe; it fills in the fields below")
  private String preset = "none";

  @Parameter(
      persist = false,
      label = "Model",
      choices = {"builtin", "squeezenet", "vgg16", "vgg19", "inceptionv3"},
      callback = "applyPreset",
      description = "The network that sees content and style")
  private String model = "builtin";

  @Parameter(
      persist = false,
      min = "0",
      label = "Content weight",
      description = "How much the content counts; its scale depends on the preset")
  private double contentweight = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Style weight",
      description = "How much the style counts; its scale depends on the preset")
  private double styleweight = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Total variation weight",
      description = "How much smoothness counts; its scale depends on the preset")
  private double tvweight = UNSET;

  @Parameter(
      persist = false,
      min = "1",
      label = "Iterations",
      description = "At each size of the image")
  private int iterations = UNSET;

  @Parameter(
      persist = false,
      label = "Optimizer",
      choices = {"L-BFGS", "Adam", "SGD"},
      callback = "applyOptimizer",
      description = "How the loss is minimised")
  private String optimizer = "";

  @Parameter(
      persist = false,
      min = "0",
      label = "Step size",
      description = "In grey levels: of Adam each step, of L-BFGS the first")
  private double stepsize = UNSET;

  @Parameter(
      persist = false,
      label = "Start from",
      choices = {"content", "recolored", "noise", "style", "content+noise"},
      description = "What the image is at first")
  private String init = "";

  @Parameter(
      persist = false,
      label = "Pooling",
      choices = {"network", "max", "average"},
      description = "What the network's poolings take of each window")
  private String pooling = "network";

  @Parameter(
      persist = false,
      label = "Colors",
      choices = {"style", "content", "match", "histogram"},
      description =
          "Those of the style or of the content, or the style's made like the content's before:"
              + " mean and covariance, or histogram")
  private String colors = "style";

  @Parameter(
      persist = false,
      min = "0",
      label = "Image size",
      description = "Longer side of the result in pixels; 0 as it is")
  private int imagesize = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Pyramid from",
      description =
          "Longer side in pixels of the smallest of the sizes that the image goes through; 0 for"
              + " the full size alone")
  private int pyramid = UNSET;

  @Parameter(
      persist = false,
      label = "Style scale",
      description = "Longer side of the style image, by that of the result")
  private double stylescale = 1;

  @Parameter(persist = false, label = "Seed", description = "Of the noise")
  private long seed = 1;

  @Parameter(
      persist = false,
      label = "Device",
      choices = {"auto", "cpu", "gpu"},
      description = "Where to compute")
  private String device = "auto";

  @Parameter(
      persist = false,
      label = "Slices",
      choices = {Slices.CURRENT, Slices.ALL},
      description =
          "Of a stack: the current slice, or every z plane and time point, each started from the"
              + " result of the one before")
  private String slices = Slices.CURRENT;

  @Parameter(
      persist = false,
      label = "Output",
      choices = {RGB, "channels"},
      description =
          "An RGB image of what is displayed, or each channel painted on its own, in the bit depth"
              + " of the image")
  private String output = RGB;

  @Parameter(
      persist = false,
      label = "Regions",
      choices = {"selection", "overlay", "none"},
      description =
          "Paint the selection alone, if there is one, or each area of the overlay in the style of"
              + " its name")
  private String regions = "selection";

  @Parameter(
      persist = false,
      label = "Soft edge",
      min = "0",
      description = "How far the edge of a region is blurred, in pixels")
  private double softedge = 5;

  @Parameter(
      persist = false,
      label = "Keep every",
      description = "Iterations between pictures that go into a stack; 0 for none")
  private int every = 0;

  @Parameter(persist = false, label = "Plot the loss", description = "Show its parts as a plot")
  private boolean plot = false;

  @Parameter(
      persist = false,
      label = "Preview",
      description = "Show the picture while it is being made")
  private boolean preview = true;

  @Parameter(
      persist = false,
      label = "Style",
      autoFill = false,
      required = false,
      description = "An open image whose style is taken")
  private ImagePlus style;

  @Parameter(
      persist = false,
      label = "Content layers",
      description = "What holds the content: name=weight, name=weight; see Network Layers...")
  private String contentlayers = "";

  @Parameter(
      label = "Choose...",
      required = false,
      persist = false,
      callback = "chooseContentLayers")
  private Button contentchoice;

  @Parameter(
      persist = false,
      label = "Style layers",
      description = "What holds the style: name=weight, name=weight; see Network Layers...")
  private String stylelayers = "";

  @Parameter(label = "Choose...", required = false, persist = false, callback = "chooseStyleLayers")
  private Button stylechoice;

  @Parameter(
      persist = false,
      label = "Style weights",
      description = "Shares of several styles, separated by commas; empty for equal ones")
  private String styleweights = "";

  @Parameter(
      persist = false,
      label = "Style file",
      description = "An image file whose style is taken, or several separated by semicolons")
  private String stylefile = "";

  @Parameter(label = "Browse...", required = false, persist = false, callback = "chooseFiles")
  private Button filechoice;

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
        "Gatys, Ecker and Bethge 2016, <i>Image Style Transfer Using Convolutional Neural Networks</i>");
  }

  @Override
  void fillUnset() {
    fill(true);
  }

  @Override
  public void suggest() {
    if (style == null && stylefile.isEmpty()) {
      style = anotherImage();
    }
  }

  /** The open image that the user is likely to mean by the style; null if there is none. */
  private ImagePlus anotherImage() {
    int[] ids = WindowManager.getIDList();
    return IntStream.of(ids == null ? new int[0] : ids)
        .mapToObj(WindowManager::getImage)
        .filter(open -> open != image)
        .reduce((earlier, later) -> later)
        .orElse(null);
  }

  /** Fills in everything that the preset knows, after the user has chosen another. */
  void applyPreset() {
    fill(false);
  }

  /** Fills in the step size of an optimiser that isn't the preset's own. */
  void applyOptimizer() {
    if (Titled.titles(StyleTransferPreset.class).contains(preset)
        && Titled.titles(Method.class).contains(optimizer)) {
      stepsize = recipe().stepSize(Method.of(optimizer));
    }
  }

  /** Lets the user pick the layers that hold the content from a list. */
  void chooseContentLayers() {
    contentlayers = Layers.pickSeveral(model, contentlayers);
  }

  /** Lets the user pick the layers that hold the style from a list. */
  void chooseStyleLayers() {
    stylelayers = Layers.pickSeveral(model, stylelayers);
  }

  /** Lets the user choose image files for the style. */
  void chooseFiles() {
    List<String> files = ImageFiles.choose("Style");
    stylefile = files.isEmpty() ? stylefile : String.join(";", files);
  }

  private StyleTransferPreset recipe() {
    return StyleTransferPreset.of(preset);
  }

  private void fill(boolean onlyUnset) {
    if (!Titled.titles(StyleTransferPreset.class).contains(preset)) {
      return; // run() says what is wrong
    }
    StyleTransferPreset recipe = recipe();
    boolean all = !onlyUnset;
    contentweight = all || contentweight == UNSET ? recipe.contentWeight() : contentweight;
    styleweight = all || styleweight == UNSET ? recipe.styleWeight() : styleweight;
    tvweight = all || tvweight == UNSET ? recipe.variationWeight() : tvweight;
    iterations = all || iterations == UNSET ? recipe.optimization().iterations() : iterations;
    optimizer = all || optimizer.isEmpty() ? recipe.optimization().method().title() : optimizer;
    init = all || init.isEmpty() ? recipe.init().title() : init;
    if (all || stepsize == UNSET) {
      applyOptimizer();
    }
    if (image != null && (all || imagesize == UNSET)) {
      imagesize = recipe.imageSize(image.getHeight(), image.getWidth());
    }
    pyramid = all || pyramid == UNSET ? recipe.scales().smallest() : pyramid;
    Models.find(model).ifPresent(network -> fillLayers(recipe, network, all));
  }

  private void fillLayers(StyleTransferPreset recipe, Model network, boolean all) {
    if (all || contentlayers.isEmpty()) {
      contentlayers = LayerWeights.format(recipe.contentLayers(network));
    }
    if (all || stylelayers.isEmpty()) {
      stylelayers = LayerWeights.format(recipe.styleLayers(network));
    }
  }

  @Override
  void execute() {
    Devices.require(device);
    String license = Models.of(model).license();
    StyleTransferOptions options = options();
    Styles styles = new Styles(Optional.ofNullable(style), stylefile, styleweights);
    try (Network network = Models.load(model)) {
      PictureStack kept = new PictureStack();
      Monitor monitor = kept.every(every, watch("Style Transfer", preview));
      StyleSlices painter =
          new StyleSlices(
              new StyleTransfer(network, options), styles.regions(image, regions, softedge));
      painting = output.equals(RGB) ? paint(painter, monitor) : paintChannels(painter, monitor);
      boolean finished = painter.last().finished();
      String name = ResultInfo.name(image) + " in the style of " + styles.title();
      painting.setTitle(name + (finished ? "" : " (unfinished)"));
      iterates = kept.size() == 0 ? null : kept.stack(name + ", iterations");
      losses = plot ? LossPlot.of("Loss of " + name, painter.last().curves()) : null;
      ResultInfo.attach(painting, module(), model + ", licence " + license, painter.last().loss());
    }
  }

  private ImagePlus paint(StyleSlices painter, Monitor monitor) {
    return new Slices(image, slices).paint("style", painter, monitor);
  }

  private ImagePlus paintChannels(StyleSlices painter, Monitor monitor) {
    GreyChannels channels = new GreyChannels(image);
    int[] done = {0};
    return channels.paint(
        (channel, pixels) -> {
          painter.beginAnew();
          Monitor part = monitor.part("channel", done[0]++, channels.count());
          return new Slices(channel, slices).paint("style", painter, pixels, part);
        });
  }

  private StyleTransferOptions options() {
    StyleTransferPreset recipe = recipe();
    Optimization optimization =
        recipe.optimization(Method.of(optimizer)).with(iterations, stepsize);
    return new StyleTransferOptions(
        recipe.formula(),
        LayerWeights.parse(contentlayers),
        LayerWeights.parse(stylelayers),
        contentweight,
        styleweight,
        tvweight,
        Pooling.of(pooling),
        optimization,
        recipe.scales().from(pyramid),
        Init.of(init),
        ColorMode.of(colors),
        imagesize,
        stylescale,
        seed);
  }
}
