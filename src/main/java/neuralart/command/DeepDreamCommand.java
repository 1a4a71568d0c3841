package neuralart.command;

import ij.ImagePlus;
import ij.measure.ResultsTable;
import java.util.Optional;
import java.util.function.Function;
import neuralart.art.dream.DeepDream;
import neuralart.art.dream.DeepDreamOptions;
import neuralart.art.dream.DreamZoom;
import neuralart.host.input.InputOrder;
import neuralart.image.Picture;
import neuralart.imagej.DisplayedImage;
import neuralart.imagej.ImageJMonitor;
import neuralart.imagej.LossPlot;
import neuralart.imagej.NetworkInput;
import neuralart.imagej.PictureStack;
import neuralart.imagej.Regions;
import neuralart.imagej.ResultInfo;
import neuralart.imagej.Slices;
import neuralart.imagej.SmallCopy;
import neuralart.imagej.SoftEdge;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import org.scijava.ItemIO;
import org.scijava.command.Command;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;
import org.scijava.plugin.Plugin;

/** Dreams on the active image. */
@Plugin(
    type = Command.class,
    menuPath = "Plugins>Neural Art>DeepDream...",
    initializer = "fillUnset",
    attrs = {@Attr(name = "no-legacy"), @Attr(name = "no-record")})
public final class DeepDreamCommand extends DeepDreamInputs {
  private static final int COLORS = 3;

  @Parameter(
      persist = false,
      min = "0",
      label = "Keep every",
      description =
          "Iterations between pictures that go into a stack, with those at the end of each octave;"
              + " 0 for none",
      attrs = {
        @Attr(name = "group", value = "Result"),
        @Attr(name = "unit", value = "steps"),
        @Attr(name = "zero", value = "none")
      })
  private int every = 0;

  @Parameter(
      persist = false,
      label = "Plot the loss",
      description = "Show the response of each layer over the iterations",
      attrs = @Attr(name = "group", value = "Result"))
  private boolean plot = false;

  @Parameter(
      persist = false,
      label = "Table of losses",
      description = "Show the response of each layer at each iteration as a table",
      attrs = @Attr(name = "group", value = "Result"))
  private boolean table = false;

  @Parameter(
      persist = false,
      label = "Before and after",
      description = "Make a stack of the image and the dream",
      attrs = @Attr(name = "group", value = "Result"))
  private boolean compare = false;

  @Parameter(
      persist = false,
      label = "Soft edge",
      description = "Width of the soft edge of the selection",
      min = "0",
      style = "slider",
      attrs = {
        @Attr(name = "group", value = "Image"),
        @Attr(name = "unit", value = "px"),
        @Attr(name = "softMax", value = "100")
      })
  private double feather = 10;

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
      label = "Frames",
      description = "Number of dreams, each on the one before it",
      min = "1",
      attrs = @Attr(name = "group", value = "Film"))
  private int frames = 1;

  @Parameter(
      persist = false,
      label = "Zoom",
      description = "How much larger things become from frame to frame",
      style = "slider",
      attrs = {
        @Attr(name = "group", value = "Film"),
        @Attr(name = "unit", value = "times"),
        @Attr(name = "softMin", value = "1"),
        @Attr(name = "softMax", value = "1.2")
      })
  private double zoom = 1.05;

  @Parameter(
      persist = false,
      label = "Turn",
      description = "How far things turn from frame to frame",
      style = "slider",
      attrs = {
        @Attr(name = InputOrder.THEN, value = "seed device slices preview"),
        @Attr(name = "group", value = "Film"),
        @Attr(name = "unit", value = "degrees"),
        @Attr(name = "softMin", value = "-10"),
        @Attr(name = "softMax", value = "10")
      })
  private double rotate = 0;

  @Parameter(
      persist = false,
      label = "Guide image",
      autoFill = false,
      required = false,
      description = "An open image whose features the dream takes up",
      attrs = {
        @Attr(name = InputOrder.THEN, value = "layers choice"),
        @Attr(name = "group", value = "Image")
      })
  private ImagePlus guide;

  @Parameter(type = ItemIO.OUTPUT)
  private ResultsTable values;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus losses;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus iterates;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus dream;

  /** Makes the command, for SciJava. */
  public DeepDreamCommand() {
    super(
        "Makes the patterns stronger that layers of a network respond to",
        "Mordvintsev, Olah and Tyka 2015, <i>Inceptionism</i>");
  }

  @Override
  void check(Network network) {
    new DreamZoom(frames, zoom, rotate);
    SoftEdge.feathered(feather);
    keepSize(); // which is the image's, where nobody has given another
    if (!areLayersChosen()) {
      new DeepDream(network, options());
    }
  }

  @Override
  void compute() {
    DreamZoom film = new DreamZoom(frames, zoom, rotate);
    Slices chosen = new Slices(image, slices);
    requireOnePicture(chosen);
    SoftEdge edge = SoftEdge.feathered(feather);
    Regions.requireArea(image);
    Optional<Picture> mask = Regions.selection(image, edge);
    double objective;
    try (Network network = Models.load(model)) {
      NetworkInput input = new NetworkInput(image, network, channelorder);
      requireColors(input);
      DeepDreamOptions options = options(input);
      DeepDream dreams = prepare(input.networkOfLevels(), options);
      PictureStack kept = reserved(options, dreams);
      DreamZoom.Dreamer dreamer = dreamer(dreams, mask);
      ImageJMonitor monitor = watch("DeepDream", preview).previewLike(image);
      try {
        objective =
            frames > 1
                ? makeFilm(input, film, dreamer, monitor, kept)
                : paint(input, chosen, dreamer, monitor, kept);
      } catch (RuntimeException e) {
        kept.discard();
        throw e;
      }
    }
    describe(dream, objective);
  }

  private void requireOnePicture(Slices chosen) {
    if (frames > 1 && chosen.count() > 1) {
      throw new IllegalArgumentException("frames above 1 need slices=current");
    }
    if ((frames > 1 || chosen.count() > 1) && (every > 0 || plot || table || compare)) {
      throw new IllegalArgumentException(
          "every, plot, table and compare are for one picture: they need slices=current and"
              + " frames=1");
    }
  }

  /** What is made for pictures in colour alone. */
  private void requireColors(NetworkInput input) {
    boolean colorful = input.levels().channels() == COLORS;
    if (!colorful && (frames > 1 || compare || isContentColored())) {
      throw new IllegalArgumentException(
          "frames above 1, compare and colors=content are for networks of 1 or 3 channels");
    }
  }

  /** Room for the frames of a film, or for the pictures of every so many iterations. */
  private PictureStack reserved(DeepDreamOptions options, DeepDream dreams) {
    int[] size = options.size(image.getHeight(), image.getWidth());
    PictureStack room = new PictureStack();
    room.reserve(frames, "frames", size[1], size[0], "Make fewer frames, or a smaller image");
    if (frames == 1) {
      room.reserveEvery(
          every, dreams.iterations(image.getHeight(), image.getWidth()), size[1], size[0]);
    }
    return room;
  }

  @Override
  public boolean isUsed(String input) {
    return switch (input) {
      case "zoom", "rotate" -> frames > 1;
      case "feather" -> hasSelection();
      default -> super.isUsed(input);
    };
  }

  @Override
  public Picture thumbnail(Network network, Function<ImagePlus, SmallCopy> small, Monitor monitor) {
    new DreamZoom(frames, zoom, rotate);
    SmallCopy copy = small.apply(image);
    image = copy.of(network, channelorder);
    Regions.requireArea(image);
    Optional<Picture> mask = Regions.selection(image, SoftEdge.feathered(feather * copy.scale()));
    if (guide != null) {
      guide = small.apply(guide).of(network, channelorder);
    }
    keepSize();
    return thumbnail(network, mask, monitor);
  }

  /** A small copy can be too small for all sizes of the image. */
  private Picture thumbnail(Network network, Optional<Picture> mask, Monitor monitor) {
    try {
      NetworkInput input = new NetworkInput(image, network, channelorder);
      Picture rgb = input.levels();
      return dreamer(prepare(input.networkOfLevels(), options(input)), mask)
          .run(rgb, monitor)
          .rgb();
    } catch (IllegalArgumentException e) {
      if (!dropOctave()) {
        throw e;
      }
      return thumbnail(network, mask, monitor);
    }
  }

  private static DreamZoom.Dreamer dreamer(DeepDream dreams, Optional<Picture> mask) {
    return (rgb, monitor) ->
        mask.isPresent() ? dreams.run(rgb, mask.get(), monitor) : dreams.run(rgb, monitor);
  }

  private double paint(
      NetworkInput input,
      Slices chosen,
      DreamZoom.Dreamer dreamer,
      ImageJMonitor monitor,
      PictureStack kept) {
    DeepDream.Result[] last = new DeepDream.Result[1];
    dream =
        input.paint(
            "dream",
            chosen,
            (rgb, watcher) -> {
              last[0] = dreamer.run(rgb, watcher);
              return new Slices.Painting(last[0].rgb(), last[0].finished());
            },
            kept.every(every, monitor));
    String name = ResultInfo.name(image) + "-dream";
    iterates = kept.size() == 0 ? null : kept.stack(name + ", iterations");
    losses = plot ? LossPlot.of("Loss of " + name, last[0].losses()) : null;
    values = table ? new LossTable("Losses of " + name, "Octave", last[0].losses()) : null;
    if (compare) {
      dream.setProcessor(DisplayedImage.color(DisplayedImage.picture(dream)));
      PictureStack.putBefore(image, dream);
    }
    return last[0].objective();
  }

  private double makeFilm(
      NetworkInput input,
      DreamZoom film,
      DreamZoom.Dreamer dreamer,
      ImageJMonitor monitor,
      PictureStack stack) {
    DreamZoom.Result result =
        film.run(
            input.levels(), dreamer, monitor, rgb -> stack.add("frame " + (stack.size() + 1), rgb));
    dream = stack.film(ResultInfo.title(image, "dream", result.finished()), image);
    return result.objective();
  }

  private DeepDream prepare(Network network, DeepDreamOptions options) {
    return guide == null
        ? new DeepDream(network, options)
        : new DeepDream(network, options, new NetworkInput(guide, network, channelorder).levels());
  }
}
