package neuralart.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import neuralart.art.maps.FeatureMaps;
import neuralart.art.maps.FilterChoice;
import neuralart.art.maps.FilterStatistics;
import neuralart.art.maps.MapCollector;
import neuralart.host.input.InputOrder;
import neuralart.image.Grid;
import neuralart.image.Picture;
import neuralart.imagej.DisplayedImage;
import neuralart.imagej.FeatureMapImages;
import neuralart.imagej.HeatMap;
import neuralart.imagej.NetworkInput;
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

/** Shows the active image as the filters of a layer see it. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Neural Art>Feature Maps...",
    attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public final class FeatureMapsCommand extends LayerCommand implements ThumbnailPainter {
  private static final String ALL = "all";

  /** Maps in a small picture. */
  private static final int FEW = 4;

  @Parameter(label = "Image", attrs = @Attr(name = InputOrder.THEN, value = "model"))
  private ImagePlus image;

  @Parameter(
      persist = false,
      label = "Display",
      choices = {
        FeatureMapImages.OVERLAYS,
        FeatureMapImages.OVERLAY,
        FeatureMapImages.MONTAGE,
        FeatureMapImages.STACK
      },
      description =
          "Heat maps over the image side by side or as a stack, the maps alone side by side, or"
              + " their values in 32 bits",
      attrs = @Attr(name = "place", value = "3"))
  private String display = FeatureMapImages.OVERLAYS;

  @Parameter(
      persist = false,
      label = "At the size of the image",
      description = "Bring the maps to the size of the image; else they have that of the layer",
      attrs = @Attr(name = "group", value = "Result"))
  private boolean resize;

  @Parameter(
      persist = false,
      label = "Table of statistics",
      description = "How strongly every filter of the layer responds",
      attrs = {
        @Attr(name = InputOrder.THEN, value = "slices channelorder device"),
        @Attr(name = "group", value = "Result")
      })
  private boolean table;

  @Parameter(
      persist = false,
      label = "Slices",
      choices = {Slices.CURRENT, Slices.ALL},
      description = "Of a stack: the current slice, or every z plane and time point",
      attrs = @Attr(name = "group", value = "Image"))
  private String slices = Slices.CURRENT;

  @Parameter(
      persist = false,
      required = false,
      label = "Channels",
      description =
          "Of the image, for those of the network: as 1,3,2; empty for the first ones, or for what"
              + " is displayed",
      attrs = @Attr(name = "group", value = "Image"))
  private String channelorder = "";

  @Parameter(
      persist = false,
      label = "Lookup table",
      description = "Colours of the heat maps",
      attrs = @Attr(name = "group", value = "Result"))
  private String lut = "Fire";

  @Parameter(
      persist = false,
      label = "Filters",
      description = "Which filters of the layer: all, 0-15,20, or top 16, those that respond most",
      attrs = {
        @Attr(name = InputOrder.THEN, value = "layer choice"),
        @Attr(name = "place", value = "2")
      })
  private String channels = "top 16";

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus maps;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable statistics;

  private Monitor monitor;
  private int most = Integer.MAX_VALUE;
  private int[] shown = {};
  private double pass;
  private double passes;

  /** Makes the command, for SciJava. */
  public FeatureMapsCommand() {
    super(
        "Shows the active image as the filters of a layer see it",
        "Zeiler and Fergus 2014, <i>Visualizing and Understanding Convolutional Networks</i>");
  }

  @Override
  void chooseFilters(String chosen) {
    channels = chosen;
  }

  @Override
  public Optional<ImagePlus> subject() {
    return Optional.of(image);
  }

  @Override
  public boolean isUsed(String input) {
    return switch (input) {
      case "resize" -> display.equals(FeatureMapImages.STACK);
      case "lut" -> display.startsWith(FeatureMapImages.OVERLAY);
      case "slices" -> image.getNSlices() * image.getNFrames() > 1;
      default -> super.isUsed(input);
    };
  }

  @Override
  void check(Network network) {
    new HeatMap(lut);
    FilterChoice.parse(channels, network.layer(Layers.orMiddle(network, layer)));
  }

  @Override
  void compute() {
    monitor = watch("Feature Maps", false);
    try (Network network = Models.load(model)) {
      maps = look(network);
    }
  }

  /** The few strongest filters, or the first of a list, over the image. */
  @Override
  public Picture thumbnail(Network network, Function<ImagePlus, SmallCopy> small, Monitor watcher) {
    image = small.apply(image).of(network, channelorder);
    display = FeatureMapImages.OVERLAYS;
    channels = channels.strip().equals(ALL) ? "top " + FEW : channels;
    most = FEW;
    monitor = Monitor.NONE; // it takes a moment, and there is nothing to show before its end
    return DisplayedImage.picture(look(network));
  }

  @Override
  public String caption() {
    String numbers =
        Arrays.stream(shown).mapToObj(Integer::toString).collect(Collectors.joining(", "));
    return "Preview: "
        + (shown.length == 1 ? "filter " : "filters ")
        + numbers
        + " of "
        + layer
        + ", on a small copy of the image";
  }

  private ImagePlus look(Network network) {
    HeatMap colors = new HeatMap(lut);
    Slices chosen = new Slices(image, slices);
    NetworkInput input = new NetworkInput(image, network, channelorder);
    layer = Layers.orMiddle(network, layer);
    FilterChoice choice = FilterChoice.parse(channels, network.layer(layer));
    try (FeatureMaps computed =
        new FeatureMaps(network, layer, image.getHeight(), image.getWidth())) {
      passes = (choice.needsStatistics() ? 2 : 1) * chosen.count();
      int[] wanted = choice.filters(() -> measure(computed, input, chosen));
      int[] filters = Arrays.copyOf(wanted, Math.min(most, wanted.length));
      shown = filters;
      FeatureMapImages images =
          new FeatureMapImages(image, chosen, Layers.grid(computed.field()), resize);
      images.check(display, filters.length);
      try {
        compute(computed, input, chosen, filters, images);
        String title = ResultInfo.title(image, layer.replace('/', '_'), true);
        ImagePlus made = images.image(display, title, colors);
        describe(computed, made);
        return made;
      } catch (RuntimeException e) {
        images.discard();
        throw e;
      }
    }
  }

  /** How the filters respond to all slices together. */
  private FilterStatistics measure(FeatureMaps computed, NetworkInput input, Slices chosen) {
    FilterStatistics all = new FilterStatistics(computed.shape().channels());
    chosen.visit((z, t) -> read(computed, input, z, t, all));
    return all;
  }

  private void compute(
      FeatureMaps computed,
      NetworkInput input,
      Slices chosen,
      int[] filters,
      FeatureMapImages images) {
    StatisticsTable rows = new StatisticsTable("Filters of " + layer, chosen);
    chosen.visit(
        (z, t) -> {
          MapCollector collector = new MapCollector(computed.shape(), filters, images::put);
          FilterStatistics responses = new FilterStatistics(computed.shape().channels());
          read(
              computed,
              input,
              z,
              t,
              (y, x, values) -> {
                collector.row(y, x, values);
                responses.row(y, x, values);
              });
          List<String> labels =
              Arrays.stream(filters).mapToObj(f -> label(responses.of(f))).toList();
          images.finish(z, t, labels);
          responses.all().forEach(response -> rows.add(response, z, t));
        });
    statistics = table ? rows : null;
  }

  private void read(
      FeatureMaps computed, NetworkInput input, int z, int t, FeatureMaps.Reader reader) {
    boolean finished =
        computed.run(
            input.slice(z, t),
            reader,
            progress ->
                monitor.update(new Monitor.Progress(layer, (pass + progress.fraction()) / passes)));
    if (!finished) {
      throw new IllegalStateException("Feature Maps was canceled");
    }
    pass++;
  }

  private String label(FilterStatistics.Response response) {
    return display.equals(FeatureMapImages.MONTAGE) || display.equals(FeatureMapImages.OVERLAYS)
        ? String.format(Locale.ROOT, "%d, max %.3g", response.filter(), response.maximum())
        : String.format(
            Locale.ROOT,
            "filter %d, mean %.4g, max %.4g",
            response.filter(),
            response.mean(),
            response.maximum());
  }

  private void describe(FeatureMaps computed, ImagePlus shown) {
    Grid grid = Layers.grid(computed.field());
    String place =
        String.format(
            Locale.ROOT,
            "Value (x, y) lies at pixel (%s + %s x, %s + %s y) of the image",
            number(grid.left()),
            number(grid.strideX()),
            number(grid.top()),
            number(grid.strideY()));
    String meaning =
        display.equals(FeatureMapImages.STACK)
            ? "Activations of layer " + layer
            : "A picture of the activations of layer " + layer;
    describe(
        shown,
        meaning,
        display.equals(FeatureMapImages.STACK) && !resize ? List.of(place) : List.of());
  }

  private static String number(double value) {
    return new BigDecimal(value).stripTrailingZeros().toPlainString();
  }
}
