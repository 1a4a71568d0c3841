package neuralart.command;

import ij.IJ;
import ij.ImagePlus;
import ij.measure.ResultsTable;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.io.File;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import neuralart.art.filter.FilterObjective;
import neuralart.art.filter.FilterTarget;
import neuralart.art.filter.FilterVisualization;
import neuralart.art.filter.FilterVisualizationOptions;
import neuralart.art.filter.FilterVisualizationPreset;
import neuralart.art.maps.FilterChoice;
import neuralart.art.maps.Patch;
import neuralart.art.maps.TopPatches;
import neuralart.host.input.InputOrder;
import neuralart.imagej.DisplayedImage;
import neuralart.imagej.ImageSet;
import neuralart.imagej.NetworkInput;
import neuralart.imagej.PatchImages;
import neuralart.imagej.PatchMarks;
import neuralart.imagej.ResultInfo;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Shows the parts of the active image, or of the images in a folder, that excite filters most. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Neural Art>Top Patches...",
    attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public final class TopPatchesCommand extends LayerCommand {
  private static final String MONTAGE = "Montage";
  private static final String STACK = "Stack";

  @Parameter(
      label = "Image",
      required = false,
      attrs = @Attr(name = InputOrder.THEN, value = "model"))
  private ImagePlus image;

  @Parameter(
      persist = false,
      label = "Patches",
      min = "1",
      max = "1000",
      description = "How many for each filter",
      attrs = @Attr(name = "place", value = "3"))
  private int patches = 8;

  @Parameter(
      persist = false,
      label = "Display",
      choices = {MONTAGE, STACK},
      description = "A row for each filter, or a stack with the filters as frames",
      attrs = @Attr(name = "group", value = "Result"))
  private String display = MONTAGE;

  @Parameter(
      persist = false,
      label = "Synthetic images",
      description = "Before the patches, an image made to excite the filter: takes some time",
      attrs = @Attr(name = "group", value = "Result"))
  private boolean synthetic;

  @Parameter(
      persist = false,
      required = false,
      label = "Channels",
      description =
          "Of the images, for those of the network: as 1,3,2; empty for the first ones, or for what"
              + " is displayed",
      attrs = @Attr(name = "group", value = "Image"))
  private String channelorder = "";

  @Parameter(
      persist = false,
      label = "Mark the places",
      description =
          "Also opens a copy of the image with a frame around each patch; not of a folder",
      attrs = @Attr(name = "group", value = "Result"))
  private boolean mark = true;

  @Parameter(
      persist = false,
      label = "Table of places",
      description = "Where in the images the patches are",
      attrs = {
        @Attr(name = InputOrder.THEN, value = "device"),
        @Attr(name = "group", value = "Result")
      })
  private boolean table;

  @Parameter(
      persist = false,
      label = "Filters",
      description = "all, 0-15,20, or top 8, those that respond most",
      attrs = {
        @Attr(name = InputOrder.THEN, value = "layer choice"),
        @Attr(name = "place", value = "2")
      })
  private String filters = "top 8";

  @Parameter(
      persist = false,
      required = false,
      style = "directory",
      label = "Folder",
      description = "Look at the images of this folder instead of the active one",
      attrs = @Attr(name = "place", value = "4"))
  private File folder;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus marked;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus result;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable places;

  private boolean finished = true;

  /** Makes the command, for SciJava. */
  public TopPatchesCommand() {
    super(
        "Finds the parts of images that filters respond to most",
        "Borowski et al. 2021, <i>Exemplary Natural Images Explain CNN Activations Better</i>");
  }

  @Override
  void chooseFilters(String chosen) {
    filters = chosen;
  }

  @Override
  void check(Network network) {
    FilterChoice.parse(filters, network.layer(Layers.orMiddle(network, layer)));
  }

  @Override
  void compute() {
    ImageSet images = images();
    try (Network network = Models.load(model)) {
      layer = Layers.orMiddle(network, layer);
      FilterChoice choice = FilterChoice.parse(filters, network.layer(layer));
      Monitor monitor = watch("Top Patches", false);
      TopPatches.Result found =
          new TopPatches(network, layer, choice, patches).run(reader(images, network), monitor);
      show(images, found, synthesize(network, found.patches(), monitor));
    }
  }

  private ImageSet images() {
    if (isFolderGiven()) {
      return ImageSet.of(folder);
    }
    if (image == null) {
      throw new IllegalArgumentException(
          "No image is open: open the image to look at first, or give the key folder");
    }
    return ImageSet.of(image);
  }

  private boolean isFolderGiven() {
    return folder != null && !folder.getPath().isBlank();
  }

  private TopPatches.Images reader(ImageSet images, Network network) {
    return new TopPatches.Images() {
      @Override
      public int count() {
        return images.count();
      }

      @Override
      public void read(int index, TopPatches.Reader reader) {
        ImagePlus opened = images.open(index);
        NetworkInput input = new NetworkInput(opened, network, channelorder);
        int planes = opened.getNSlices();
        for (int slice = 0; slice < planes * opened.getNFrames(); slice++) {
          reader.slice(slice, input.slice(slice % planes + 1, slice / planes + 1));
        }
      }
    };
  }

  /** Images that excite the filters, at least as large as a patch and of its scale, if wanted. */
  private Map<Integer, ImageProcessor> synthesize(
      Network network, Map<Integer, List<Patch>> found, Monitor monitor) {
    Map<Integer, ImageProcessor> pictures = new HashMap<>();
    Optional<Patch> first = found.values().stream().flatMap(List::stream).findFirst();
    if (!synthetic || first.isEmpty()) {
      return pictures;
    }
    Patch patch = first.get();
    int side = Math.max(patch.columns().length(), patch.rows().length());
    FilterVisualizationPreset recipe = FilterVisualizationPreset.NONE;
    List<Integer> filters = List.copyOf(found.keySet());
    String list = filters.stream().map(String::valueOf).collect(Collectors.joining(","));
    FilterVisualizationOptions options =
        new FilterVisualizationOptions(
            recipe,
            layer,
            FilterTarget.parse(list, layer, network.layer(layer).channels()),
            FilterObjective.CHANNEL,
            false,
            1,
            Math.max(side, recipe.size()),
            recipe.iterations(),
            recipe.stepSize(Models.of(model)),
            1);
    FilterVisualization.Result made = new FilterVisualization(network, options).run(monitor);
    finished = made.finished();
    for (FilterVisualization.FilterImage image : made.images()) {
      pictures.put(filters.get(image.target()), DisplayedImage.color(image.rgb()));
    }
    return pictures;
  }

  private void show(
      ImageSet images, TopPatches.Result found, Map<Integer, ImageProcessor> synthesized) {
    List<PatchImages.Row> rows = new ArrayList<>();
    PatchTable list = new PatchTable("Patches of " + layer);
    found
        .patches()
        .forEach(
            (filter, best) -> {
              List<PatchImages.Part> parts = new ArrayList<>();
              for (Patch patch : best) {
                parts.add(part(images.name(patch.image()), filter, parts.size() + 1, patch));
                list.add(filter, parts.size(), patch, images);
              }
              Optional<ImageProcessor> made = Optional.ofNullable(synthesized.get(filter));
              rows.add(new PatchImages.Row("filter " + filter, made, parts));
            });
    PatchImages pictures = new PatchImages(images, rows, patches);
    String title = layer.replace('/', '_') + " patches";
    title =
        isFolderGiven()
            ? folder.getAbsoluteFile().getName() + "-" + title + (finished ? "" : " (unfinished)")
            : ResultInfo.title(image, title, finished);
    result = display.equals(MONTAGE) ? pictures.montage(title) : pictures.stack(title);
    places = table ? list : null;
    List<String> notes = new ArrayList<>();
    found
        .skipped()
        .forEach((index, reason) -> notes.add("Skipped " + images.name(index) + ": " + reason));
    notes.forEach(IJ::log);
    describe(result, "Parts of images, as displayed", notes);
    if (mark && !isFolderGiven()) {
      String name = ResultInfo.title(image, layer.replace('/', '_') + " places", finished);
      marked = PatchMarks.mark(image, rows, name);
      describe(marked, "The image as displayed", notes);
    }
  }

  private static PatchImages.Part part(String image, int filter, int rank, Patch patch) {
    Rectangle place =
        new Rectangle(
            patch.columns().first(),
            patch.rows().first(),
            patch.columns().length(),
            patch.rows().length());
    return new PatchImages.Part(
        patch.image(),
        patch.slice(),
        place,
        String.format(Locale.ROOT, "%d: %.3g", filter, patch.value()),
        String.format(
            Locale.ROOT, "filter %d, rank %d, %.4g, %s", filter, rank, patch.value(), image),
        filter + " #" + rank);
  }
}
