package neuralart.command;

import ij.ImagePlus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import neuralart.art.fill.FillSelection;
import neuralart.art.fill.FillSelectionOptions;
import neuralart.host.input.InputOrder;
import neuralart.image.Picture;
import neuralart.imagej.DisplayedImage;
import neuralart.imagej.FilledImage;
import neuralart.imagej.ImageJMonitor;
import neuralart.imagej.Regions;
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

/** Fills the selection of the active image with what fits its surroundings. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Neural Art>Fill Selection...",
    attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public final class FillSelectionCommand extends PaintingCommand {
  /** Layers of the network that look at textures: the first of those that hold a style. */
  private static final int LAYERS = 3;

  @Parameter(
      persist = false,
      label = "Surroundings",
      description = "How far around the selection there is to take from",
      min = "16",
      style = "slider",
      attrs = {
        @Attr(name = InputOrder.THEN, value = "iterations model seed device slices preview"),
        @Attr(name = "unit", value = "px"),
        @Attr(name = "softMax", value = "500"),
        @Attr(name = "place", value = "1")
      })
  private int surroundings = 150;

  @Parameter(
      persist = false,
      label = "Iterations",
      description = "Steps of the network at each size of the image; 0 to copy by likeness alone",
      min = "0",
      style = "slider",
      attrs = {@Attr(name = "softMax", value = "80"), @Attr(name = "place", value = "2")})
  private int iterations = 20;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus filled;

  /** Makes the command, for SciJava. */
  public FillSelectionCommand() {
    super(
        "Fills the selection with what fits its surroundings: <b>invented pixels, no measurement</b>",
        "Wexler, Shechtman and Irani 2007, <i>Space-Time Completion of Video</i>; Kolkin et al. 2022,"
            + " <i>Neural Neighbor Style Transfer</i>");
  }

  @Override
  void check(Network network) {
    options();
  }

  @Override
  void compute() {
    Slices chosen = new Slices(image, slices);
    Picture mask = Regions.required(image);
    FilledImage copy = new FilledImage(image, chosen);
    try (Network network = Models.load(model)) {
      FillSelection fill = new FillSelection(network, options());
      boolean finished = fill(fill, chosen, mask, copy);
      filled = copy.image(ResultInfo.title(image, "filled", finished));
    }
    describe(filled, "Invented pixels, no measurement: the selection has been filled", facts(mask));
  }

  private boolean fill(FillSelection fill, Slices chosen, Picture mask, FilledImage copy) {
    ImageJMonitor monitor = watch("Fill Selection", preview);
    boolean[] finished = {true};
    int[] done = {0};
    chosen.visit(
        (z, t) -> {
          if (finished[0]) {
            Picture rgb = DisplayedImage.picture(image, z, t);
            FillSelection.Result result =
                fill.run(rgb, mask, monitor.part("slice", done[0]++, chosen.count()));
            copy.add(z, t, mask, result.copies()::apply);
            finished[0] = result.finished();
          }
        });
    return finished[0];
  }

  /** What was filled. */
  private static List<String> facts(Picture mask) {
    long pixels = 0;
    for (int y = 0; y < mask.height(); y++) {
      for (float covered : mask.row(y)) {
        pixels += covered > 0 ? 1 : 0;
      }
    }
    return List.of(
        String.format(
            Locale.ROOT, "Filled: %d pixels; the macro needs the same selection", pixels));
  }

  private FillSelectionOptions options() {
    List<String> layers = Models.of(model).styleLayers().style().subList(0, LAYERS);
    return new FillSelectionOptions(layers, iterations, surroundings, seed);
  }

  /** Another seed gives another filling, but none to be surprised at. */
  @Override
  public Optional<Runnable> surprise() {
    return Optional.empty();
  }

  @Override
  public String caption() {
    return "Preview: the surroundings of the selection, in a small copy; the result differs in detail";
  }

  @Override
  public Picture thumbnail(Network network, Function<ImagePlus, SmallCopy> small, Monitor monitor) {
    image = small.apply(image).image();
    Picture mask = Regions.required(image);
    return new FillSelection(network, options())
        .run(DisplayedImage.picture(image), mask, monitor)
        .rgb();
  }
}
