package neuralart.command;

import ij.ImagePlus;
import java.util.Locale;
import java.util.Optional;
import neuralart.art.Titled;
import neuralart.art.filter.FilterObjective;
import neuralart.art.filter.FilterTarget;
import neuralart.art.filter.FilterVisualization;
import neuralart.art.filter.FilterVisualization.FilterImage;
import neuralart.art.filter.FilterVisualizationOptions;
import neuralart.art.filter.FilterVisualizationPreset;
import neuralart.host.InputOrder;
import neuralart.imagej.PictureStack;
import neuralart.model.Model;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Makes images that excite the filters of a layer. Unset inputs are those of the preset. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Neural Art>Filter Visualization...",
    initializer = "fillUnset",
    attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public final class FilterVisualizationCommand extends LayerCommand {
  private static final String STACK = "Stack";
  private static final String MONTAGE = "Montage";
  private static final String POSITIVE = "positive";
  private static final String NEGATIVE = "negative";

  @Parameter(
      persist = false,
      label = "Preset",
      choices = {"MACO", "Lucid", "Keras 2016", "Keras 2016 raw", "Chollet 2021", "none"},
      callback = "applyPreset",
      description = "How an image is made; fills in the fields below",
      attrs = @Attr(name = InputOrder.THEN, value = "model"))
  private String preset = "MACO";

  @Parameter(
      persist = false,
      min = "1",
      label = "Image size",
      description = "Side of each image in pixels")
  private int imagesize = UNSET;

  @Parameter(persist = false, min = "1", label = "Iterations", description = "Steps for each image")
  private int iterations = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Step size",
      description = "How far a step changes the image, or its spectrum")
  private double stepsize = UNSET;

  @Parameter(
      persist = false,
      label = "Objective",
      choices = {"channel", "neuron", "layer"},
      description = "The mean of a filter, its value in the middle, or the whole layer")
  private String objective = "channel";

  @Parameter(
      persist = false,
      label = "Side",
      choices = {POSITIVE, NEGATIVE},
      description = "What a filter responds to most, or least")
  private String side = POSITIVE;

  @Parameter(
      persist = false,
      label = "Variants",
      min = "1",
      max = "100",
      description = "Different images for each filter")
  private int variants = 1;

  @Parameter(
      persist = false,
      label = "Display",
      choices = {STACK, MONTAGE},
      description = "One slice for each image, or all side by side")
  private String display = MONTAGE;

  @Parameter(
      persist = false,
      label = "Seed",
      description = "Of the first image and the transforms: the same seed, the same images",
      attrs = @Attr(name = InputOrder.THEN, value = "device"))
  private long seed = 1;

  @Parameter(
      persist = false,
      label = "Preview",
      description = "Show the image that is being made",
      attrs = @Attr(name = InputOrder.THEN, value = "layer choice"))
  private boolean preview = true;

  @Parameter(
      persist = false,
      label = "Filters",
      description = "0-15, 20 for single filters, 3+5*0.5 for a weighted sum, or all")
  private String filters = "0-8";

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus pictures;

  /** Makes the command, for SciJava. */
  public FilterVisualizationCommand() {
    super(
        "Makes images that the filters of a layer respond to most",
        "Erhan et al. 2009; Olah, Mordvintsev and Schubert 2017, <i>Feature Visualization</i>");
  }

  @Override
  void fillUnset() {
    Optional<Model> chosen = Models.find(model);
    if (!Titled.titles(FilterVisualizationPreset.class).contains(preset) || chosen.isEmpty()) {
      return; // run() says what is wrong
    }
    FilterVisualizationPreset recipe = FilterVisualizationPreset.of(preset);
    imagesize = or(imagesize, recipe.size());
    iterations = or(iterations, recipe.iterations());
    stepsize = or(stepsize, plain(recipe.stepSize(chosen.get())));
    layer = or(layer, () -> recipe.layer(chosen.get()));
  }

  /** Fills in what the preset knows, after the user has chosen another. */
  void applyPreset() {
    imagesize = UNSET;
    iterations = UNSET;
    stepsize = UNSET;
    fillUnset();
  }

  @Override
  void changeModel() {
    super.changeModel();
    stepsize = UNSET;
    fillUnset();
  }

  @Override
  void chooseFilters(String chosen) {
    filters = chosen;
  }

  @Override
  void compute() {
    FilterVisualization.Result result;
    try (Network network = Models.load(model)) {
      result = visualize(network, options(network));
    }
    if (result.images().isEmpty()) {
      throw new IllegalStateException("Stopped before the first image was finished");
    }
    pictures = show(result);
    double mean =
        result.images().stream().mapToDouble(FilterImage::objective).average().orElseThrow();
    describe(pictures, mean);
    pictures.setProperty("Info", pictures.getProperty("Info") + listing(result));
  }

  private FilterVisualization.Result visualize(
      Network network, FilterVisualizationOptions options) {
    int side = options.size();
    PictureStack.require(
        options.count(), "images", side, side, "Choose fewer filters, or a smaller imagesize");
    if (display.equals(MONTAGE)) {
      PictureStack.requireMontage(options.count(), side);
    }
    Monitor monitor = watch("Filter Visualization", preview);
    return new FilterVisualization(network, options).run(monitor);
  }

  private FilterVisualizationOptions options(Network network) {
    int count = network.layer(layer).channels();
    return new FilterVisualizationOptions(
        FilterVisualizationPreset.of(preset),
        layer,
        FilterTarget.parse(filters, layer, count),
        FilterObjective.of(objective),
        side.equals(NEGATIVE),
        variants,
        imagesize,
        iterations,
        stepsize,
        seed);
  }

  private ImagePlus show(FilterVisualization.Result result) {
    PictureStack stack = new PictureStack();
    for (FilterImage image : result.images()) {
      stack.add(image.label(), image.label().substring(layer.length()).strip(), image.rgb());
    }
    String title = layer + " filters" + (result.finished() ? "" : " (unfinished)");
    return display.equals(MONTAGE) ? stack.montage(title) : stack.stack(title);
  }

  private static String listing(FilterVisualization.Result result) {
    StringBuilder lines = new StringBuilder("Objective of each image:\n");
    for (FilterImage image : result.images()) {
      lines.append(String.format(Locale.ROOT, "%s: %g\n", image.label(), image.objective()));
    }
    return lines.toString();
  }
}
