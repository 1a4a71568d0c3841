package neuralart.command;

import ij.ImagePlus;
import java.util.Optional;
import neuralart.art.dream.DeepDream;
import neuralart.art.dream.DeepDreamOptions;
import neuralart.art.dream.DreamZoom;
import neuralart.host.InputOrder;
import neuralart.image.Picture;
import neuralart.imagej.DisplayedImage;
import neuralart.imagej.ImageJMonitor;
import neuralart.imagej.PictureStack;
import neuralart.imagej.Regions;
import neuralart.imagej.ResultInfo;
import neuralart.imagej.Slices;
import neuralart.imagej.SoftEdge;
import neuralart.model.Models;
import neuralart.network.Network;
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
  @Parameter(
      persist = false,
      label = "Feather",
      description = "Width of the soft edge of the selection, in pixels")
  private double feather = 10;

  @Parameter(
      persist = false,
      label = "Frames",
      description = "Number of dreams, each on the one before it")
  private int frames = 1;

  @Parameter(
      persist = false,
      label = "Zoom",
      description = "How much larger things become from frame to frame")
  private double zoom = 1.05;

  @Parameter(
      persist = false,
      label = "Rotate",
      description = "How far they turn from frame to frame, in degrees",
      attrs = @Attr(name = InputOrder.THEN, value = "seed device slices preview"))
  private double rotate = 0;

  @Parameter(
      persist = false,
      label = "Guide",
      autoFill = false,
      required = false,
      description = "An open image whose features the dream takes up",
      attrs = @Attr(name = InputOrder.THEN, value = "layers choice"))
  private ImagePlus guide;

  @Parameter(type = ItemIO.OUTPUT)
  private ImagePlus dream;

  /** Makes the command, for SciJava. */
  public DeepDreamCommand() {
    super(
        "Makes the patterns stronger that layers of a network respond to",
        "Mordvintsev, Olah and Tyka 2015, <i>Inceptionism</i>");
  }

  @Override
  void compute() {
    DreamZoom film = new DreamZoom(frames, zoom, rotate);
    Slices chosen = new Slices(image, slices);
    if (frames > 1 && chosen.count() > 1) {
      throw new IllegalArgumentException("frames above 1 need slices=current");
    }
    SoftEdge edge = SoftEdge.feathered(feather);
    Regions.requireArea(image);
    Optional<Picture> mask = Regions.selection(image, edge);
    double objective;
    try (Network network = Models.load(model)) {
      DeepDream dreams = prepare(network);
      DreamZoom.Dreamer dreamer =
          (rgb, monitor) ->
              mask.isPresent() ? dreams.run(rgb, mask.get(), monitor) : dreams.run(rgb, monitor);
      ImageJMonitor monitor = watch("DeepDream", preview);
      objective = frames > 1 ? makeFilm(film, dreamer, monitor) : paint(chosen, dreamer, monitor);
    }
    describe(dream, objective);
  }

  private double paint(Slices chosen, DreamZoom.Dreamer dreamer, ImageJMonitor monitor) {
    double[] objective = new double[1];
    dream =
        chosen.paint(
            "dream",
            (rgb, watcher) -> {
              DeepDream.Result result = dreamer.run(rgb, watcher);
              objective[0] = result.objective();
              return new Slices.Painting(result.rgb(), result.finished());
            },
            monitor);
    return objective[0];
  }

  private double makeFilm(DreamZoom film, DreamZoom.Dreamer dreamer, ImageJMonitor monitor) {
    PictureStack.require(
        frames,
        "frames",
        image.getWidth(),
        image.getHeight(),
        "Make fewer frames, or a smaller image");
    PictureStack stack = new PictureStack();
    DreamZoom.Result result =
        film.run(
            DisplayedImage.picture(image),
            dreamer,
            monitor,
            rgb -> stack.add("frame " + (stack.size() + 1), rgb));
    dream = stack.film(ResultInfo.title(image, "dream", result.finished()), image);
    return result.objective();
  }

  private DeepDream prepare(Network network) {
    DeepDreamOptions options = options(network);
    return guide == null
        ? new DeepDream(network, options)
        : new DeepDream(network, options, DisplayedImage.picture(guide));
  }
}
