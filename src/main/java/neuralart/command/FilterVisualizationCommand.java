package neuralart.command;

import ij.ImagePlus;
import java.awt.Image;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import neuralart.art.Titled;
import neuralart.art.filter.FilterObjective;
import neuralart.art.filter.FilterTarget;
import neuralart.art.filter.FilterVisualization;
import neuralart.art.filter.FilterVisualization.FilterImage;
import neuralart.art.filter.FilterVisualizationOptions;
import neuralart.art.filter.FilterVisualizationPreset;
import neuralart.art.saliency.InputSize;
import neuralart.host.input.InputOrder;
import neuralart.image.Picture;
import neuralart.imagej.PictureStack;
import neuralart.imagej.SmallCopy;
import neuralart.model.Model;
import neuralart.model.Models;
import neuralart.network.Classifier;
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
public final class FilterVisualizationCommand extends ClassCommand implements ThumbnailPainter {
  /** Side of a small picture in pixels, at most. */
  private static final int THUMBNAIL_SIDE = 128;

  /** What the presets are called in the dialog: by what they look like. */
  private static final Map<String, String> LOOKS =
      Map.of(
          "MACO", "Recommended: whole things (MACO)",
          "none", "Bright and dense (none)",
          "Keras 2016", "Grey textures (Keras 2016)",
          "Keras 2016 raw", "Grey textures (Keras 2016, raw)",
          "Chollet 2021", "Colored textures (Chollet 2021)",
          "Lucid", "Walls of motifs (Lucid)");

  private static final String STACK = "Stack";
  private static final String MONTAGE = "Montage";
  private static final String POSITIVE = "positive";
  private static final String NEGATIVE = "negative";

  @Parameter(
      persist = false,
      label = "Look",
      choices = {"MACO", "Lucid", "Keras 2016", "Keras 2016 raw", "Chollet 2021", "none"},
      callback = "applyPreset",
      description = "A recipe: it fills in the other settings",
      attrs = {@Attr(name = InputOrder.THEN, value = "model"), @Attr(name = "place", value = "1")})
  private String preset = "MACO";

  @Parameter(
      persist = false,
      min = "1",
      label = "Size",
      description = "Side of each image",
      style = "slider",
      attrs = {
        @Attr(name = "unit", value = "px"),
        @Attr(name = "softMin", value = "64"),
        @Attr(name = "softMax", value = "512")
      })
  private int imagesize = UNSET;

  @Parameter(
      persist = false,
      min = "1",
      label = "Iterations",
      description = "Steps for each image",
      style = "slider",
      attrs = {
        @Attr(name = "group", value = "Steps"),
        @Attr(name = "unit", value = "steps"),
        @Attr(name = "softMax", value = "512")
      })
  private int iterations = UNSET;

  @Parameter(
      persist = false,
      min = "0",
      label = "Step size",
      description = "How far a step changes the image, or its spectrum",
      attrs = @Attr(name = "group", value = "Steps"))
  private double stepsize = UNSET;

  @Parameter(
      persist = false,
      label = "Objective",
      choices = {"channel", "neuron", "layer"},
      description = "The mean of a filter, its value in the middle, or the whole layer",
      attrs = @Attr(name = "group", value = "Steps"))
  private String objective = "channel";

  @Parameter(
      persist = false,
      label = "Side",
      choices = {POSITIVE, NEGATIVE},
      description = "What a filter responds to most, or least",
      attrs = @Attr(name = "group", value = "Steps"))
  private String side = POSITIVE;

  @Parameter(
      persist = false,
      label = "Variants",
      min = "1",
      max = "100",
      description = "Different images for each filter",
      attrs = @Attr(name = "group", value = "Result"))
  private int variants = 1;

  @Parameter(
      persist = false,
      label = "Display",
      choices = {STACK, MONTAGE},
      description = "One slice for each image, or all side by side",
      attrs = @Attr(name = "group", value = "Result"))
  private String display = MONTAGE;

  @Parameter(
      persist = false,
      label = "Seed",
      description = "Of the first image and the transforms: the same seed, the same images",
      attrs = {
        @Attr(name = InputOrder.THEN, value = "device"),
        @Attr(name = "group", value = "Computing")
      })
  private long seed = 1;

  @Parameter(
      persist = false,
      label = "Show progress",
      description = "Show the image that is being made in a window",
      attrs = {
        @Attr(name = InputOrder.THEN, value = "classname layer choice"),
        @Attr(name = "group", value = "Computing")
      })
  private boolean preview = true;

  @Parameter(
      persist = false,
      label = "Filters",
      description = "0-15, 20 for single filters, 3+5*0.5 for a weighted sum, or all",
      attrs = @Attr(name = "place", value = "2"))
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

  @Override
  public String label(String input, String value) {
    return input.equals("preset") ? LOOKS.getOrDefault(value, value) : super.label(input, value);
  }

  @Override
  public Optional<Image> picture(String input, String value) {
    return input.equals("preset")
        ? LookPictures.find("filter-visualization", value)
        : super.picture(input, value);
  }

  @Override
  public boolean isUsed(String input) {
    return switch (input) {
      case "filters" -> classname.isBlank() && !isWholeLayer();
      case "objective" -> classname.isBlank();
      case "side" -> !classname.isBlank() || !isWholeLayer();
      default -> super.isUsed(input);
    };
  }

  private boolean isWholeLayer() {
    return objective.equals(FilterObjective.LAYER.title());
  }

  @Override
  String noClass() {
    return "none: filters of a layer";
  }

  @Override
  public Optional<Runnable> surprise() {
    return Optional.of(() -> seed = PaintingCommand.anySeed());
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
    Monitor monitor = watch("Filter Visualization", preview);
    FilterVisualization.Result result;
    try (Network network = Models.load(model)) {
      if (!classname.isBlank()) {
        classes.offerNames(
            model, (stage, share) -> monitor.update(new Monitor.Progress(stage, share)));
      }
      result = visualize(network, options(network, targets(network)), monitor);
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

  @Override
  public Optional<ImagePlus> subject() {
    return Optional.empty();
  }

  /** The first filter. */
  @Override
  public Picture thumbnail(Network network, Function<ImagePlus, SmallCopy> small, Monitor monitor) {
    imagesize = Math.min(imagesize, THUMBNAIL_SIDE);
    variants = 1;
    List<FilterTarget> first = targets(network).subList(0, 1);
    FilterVisualizationOptions options = options(network, first);
    return new FilterVisualization(network, options).run(monitor).images().get(0).rgb();
  }

  private FilterVisualization.Result visualize(
      Network network, FilterVisualizationOptions options, Monitor monitor) {
    int side = options.size();
    PictureStack.require(
        options.count(), "images", side, side, "Choose fewer filters, or a smaller imagesize");
    if (display.equals(MONTAGE)) {
      PictureStack.requireMontage(options.count(), side);
    }
    return new FilterVisualization(network, options).run(monitor);
  }

  private List<FilterTarget> targets(Network network) {
    if (classname.isBlank()) {
      return FilterTarget.parse(filters, layer, network.layer(layer).channels());
    }
    Classifier classifier = classes.require(network, model);
    String index = Integer.toString(classIndex());
    return FilterTarget.parse(index, classifier.output(), classifier.classes());
  }

  private FilterVisualizationOptions options(Network network, List<FilterTarget> targets) {
    boolean isClass = !classname.isBlank();
    String shown = isClass ? classes.require(network, model).output() : layer;
    if (isClass) {
      InputSize size = InputSize.of(network, shown, imagesize, imagesize, 0);
      imagesize = Math.max(size.height(), size.width());
    }
    return new FilterVisualizationOptions(
        FilterVisualizationPreset.of(preset),
        shown,
        targets,
        isClass ? FilterObjective.CHANNEL : FilterObjective.of(objective),
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
      String caption = classname.isBlank() ? image.label().substring(layer.length()) : classname;
      stack.add(label(image), brief(caption.strip()), image.rgb());
    }
    String what = classname.isBlank() ? layer + " filters" : "class " + classname;
    String title = what + (result.finished() ? "" : " (unfinished)");
    return display.equals(MONTAGE) ? stack.montage(title) : stack.stack(title);
  }

  /** A caption that fits below a small picture. */
  private static String brief(String caption) {
    return caption.replaceFirst(" \\((.*) from this start\\)$", ": $1");
  }

  private String label(FilterImage image) {
    return classname.isBlank() ? image.label() : classname + ": " + image.label();
  }

  private String listing(FilterVisualization.Result result) {
    StringBuilder lines = new StringBuilder("Objective of each image:\n");
    for (FilterImage image : result.images()) {
      lines.append(String.format(Locale.ROOT, "%s: %g\n", label(image), image.objective()));
    }
    return lines.toString();
  }
}
