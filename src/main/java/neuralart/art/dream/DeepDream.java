package neuralart.art.dream;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.art.Pyramid;
import neuralart.art.Pyramid.Level;
import neuralart.image.Picture;
import neuralart.image.Resize;
import neuralart.network.Network;
import neuralart.objective.Channels;
import neuralart.objective.Objective;
import neuralart.optimize.Losses;
import neuralart.optimize.Monitor;
import neuralart.step.Shape;

/**
 * DeepDream (Mordvintsev, Olah and Tyka 2015) over octaves: the image is changed so that the chosen
 * layers respond more strongly, first when it is small, then at ever larger sizes. In most recipes
 * the detail that was lost by shrinking is put back after each of them (Chollet 2017).
 *
 * <p>A dream is drawn up once, for a network and its options, and can then be dreamt on any number
 * of images; the same image gives the same result each time.
 */
public final class DeepDream {
  private static final int COLORS = 3;

  private final Network network;
  private final DeepDreamOptions options;
  private final List<Objective> objectives;
  private final int border;

  /**
   * A dream on an image.
   *
   * @param rgb values of 0..255 and beyond
   * @param objective the weighted response of the layers that the last octave reached
   * @param losses the response of each layer at each iteration, and less the total variation
   * @param finished whether it ran to its end
   */
  public record Result(Picture rgb, double objective, Losses losses, boolean finished) {}

  /**
   * A dream of layers.
   *
   * @param network what dreams; to be closed after the last dream
   * @param options what the dream looks like
   * @throws IllegalArgumentException if a layer or a channel doesn't exist
   */
  public DeepDream(Network network, DeepDreamOptions options) {
    this(
        network,
        options,
        checked(network, options).stream().map(options.recipe().response()::objective).toList(),
        options.recipe().response().border());
  }

  /**
   * A dream of layers whose features become like those of another image.
   *
   * @param guide that image, RGB of 0..255, not modified
   * @throws IllegalArgumentException if a layer or a channel doesn't exist, or the guide is too
   *     narrow for a layer
   */
  public DeepDream(Network network, DeepDreamOptions options, Picture guide) {
    this(network, options, Guide.objectives(network, guide, checked(network, options)), 0);
  }

  private DeepDream(
      Network network, DeepDreamOptions options, List<Objective> objectives, int border) {
    this.network = network;
    this.options = options;
    this.objectives = objectives;
    this.border = border;
  }

  private static List<LayerWeight> checked(Network network, DeepDreamOptions options) {
    for (LayerWeight layer : options.layers()) {
      Channels.check(layer.layer(), layer.channels(), network.layer(layer.layer()).channels());
    }
    return options.layers();
  }

  /**
   * Dreams on the region of an image that a mask leaves free.
   *
   * @param rgb values of 0..255, not modified
   * @param mask one channel, how much each pixel may change, 0..1; not modified
   * @param monitor as in {@link #run(Picture, Monitor)}
   * @throws IllegalArgumentException if no pixel may change, or the region is too small
   * @throws IllegalStateException if memory doesn't suffice
   */
  public Result run(Picture rgb, Picture mask, Monitor monitor) {
    Picture image = enlarged(rgb);
    DreamRegion region = DreamRegion.of(Resize.bilinear(mask, image.height(), image.width()));
    return new Job(image, Optional.of(region), monitor).run();
  }

  /**
   * Dreams on an image.
   *
   * @param rgb values of 0..255, not modified: RGB, or the channels of a network that takes another
   *     number than one or three
   * @param monitor is told of every iteration and of the end of every octave, and may stop the
   *     dream, which then ends with what there is; its pictures have the size of the result
   * @throws IllegalArgumentException if the image is too small
   * @throws IllegalStateException if memory doesn't suffice
   */
  public Result run(Picture rgb, Monitor monitor) {
    return new Job(enlarged(rgb), Optional.empty(), monitor).run();
  }

  /** The image at the size of the result. */
  private Picture enlarged(Picture rgb) {
    int[] size = options.size(rgb.height(), rgb.width());
    Picture.requireSize(size[0], size[1], rgb.channels());
    return size[0] == rgb.height() && size[1] == rgb.width()
        ? rgb
        : Resize.bicubic(rgb, size[0], size[1]);
  }

  /**
   * Number of iterations of a dream on a whole image that no limit ends early.
   *
   * @param height rows of the image
   * @param width columns of the image
   */
  public long iterations(int height, int width) {
    int[] size = options.size(height, width);
    return pyramid(size[0], size[1]).iterations();
  }

  private Pyramid pyramid(int height, int width) {
    return options.octaves().pyramid(height, width, options.iterations(), this::fits);
  }

  /** A dream on an image, or on a region of it. */
  private final class Job {
    private final Picture image;
    private final Optional<DreamRegion> region;
    private final Monitor monitor;

    /** What dreams: the image, or the part of it around the region. */
    private final Picture part;

    private final Pyramid pyramid;
    private final OctaveAscent ascent =
        new OctaveAscent(network, objectives, options, new Random(options.seed()));

    Job(Picture image, Optional<DreamRegion> region, Monitor monitor) {
      this.image = image;
      this.region = region;
      this.monitor = monitor;
      part = region.map(place -> place.cut(image)).orElse(image);
      pyramid = pyramid(part.height(), part.width());
    }

    Result run() {
      check(pyramid, ascent);
      OctaveImage octave =
          new OctaveImage(
              network.preprocessing().toInput(part),
              pyramid.level(0),
              options,
              network.preprocessing());
      ascent.begin(octave.values());
      OctaveAscent.Climb climb = climb(0, octave.values());
      for (int i = 1; i < pyramid.count() && climb.finished(); i++) {
        octave.set(climb.image());
        octave.reinject();
        octave.resize(pyramid.level(i).height(), pyramid.level(i).width());
        climb = climb(i, octave.values());
      }
      octave.set(climb.image());
      if (!climb.finished()) {
        octave.resize(part.height(), part.width());
      }
      octave.reinject();
      octave.resize(part.height(), part.width());
      return new Result(picture(octave.values()), -climb.loss(), ascent.losses(), climb.finished());
    }

    private OctaveAscent.Climb climb(int octave, Picture values) {
      Level level = pyramid.level(octave);
      String stage = "octave " + (octave + 1) + " of " + pyramid.count();
      OctaveAscent.Climb climb =
          ascent.run(
              values,
              level.iterations(),
              region.map(place -> Resize.bilinear(place.mask(), level.height(), level.width())),
              (done, loss, preview) ->
                  monitor.update(
                      new Monitor.Progress(
                          stage,
                          pyramid.fraction(octave, done),
                          loss,
                          () -> picture(preview.get()))));
      if (climb.finished() && octave < pyramid.count() - 1) {
        monitor.stageDone(stage, () -> picture(climb.image()));
      }
      return climb;
    }

    /**
     * What the user sees of a dream of full size or less: at full size, in its colours, in its
     * place.
     */
    private Picture picture(Picture input) {
      Picture full =
          Resize.antialiased(network.preprocessing().toRgb(input), part.height(), part.width());
      Picture colored = options.colors().result(full, part);
      return region.map(place -> place.paste(image, colored)).orElse(colored);
    }
  }

  /** Finds out before the first step whether the smallest and the largest octave will work. */
  private void check(Pyramid pyramid, OctaveAscent ascent) {
    Level smallest = pyramid.level(0);
    Level largest = pyramid.level(pyramid.count() - 1);
    Picture.requireSize(largest.height(), largest.width(), Math.max(COLORS, network.channels()));
    checkSize(
        smallest.height(),
        smallest.width(),
        pyramid.count() == 1
            ? ""
            : "The image is too small for "
                + pyramid.count()
                + " octaves, use fewer: the first would have %d x %d pixels. ");
    int tile = ascent.tileSize(largest.height(), largest.width());
    int tileRows = Math.min(tile, largest.height());
    int tileColumns = Math.min(tile, largest.width());
    checkSize(tileRows, tileColumns, "Tiles of %d x %d pixels are too small. ");
    ascent.check(tileRows, tileColumns);
  }

  private boolean fits(int rows, int columns) {
    try {
      checkSize(rows, columns, "");
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void checkSize(int rows, int columns, String problem) {
    try {
      for (Objective objective : objectives) {
        Shape shape = network.shape(objective.layer(), rows, columns);
        if (Math.min(shape.height(), shape.width()) <= 2 * border) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "An image of %d x %d pixels is too small for layer '%s': it has %d x %d values"
                      + " there, all of them within %d of the edge",
                  columns,
                  rows,
                  objective.layer(),
                  shape.width(),
                  shape.height(),
                  border));
        }
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, problem, columns, rows) + e.getMessage(), e);
    }
  }
}
