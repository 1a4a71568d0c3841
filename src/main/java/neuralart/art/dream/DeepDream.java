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
  private static final int CHANNELS = 3;

  private final Network network;
  private final DeepDreamOptions options;
  private final List<Objective> objectives;
  private final int border;

  /**
   * A dream on an image.
   *
   * @param rgb values of 0..255 and beyond
   * @param objective the weighted response of the layers that the last octave reached
   * @param finished whether it ran to its end
   */
  public record Result(Picture rgb, double objective, boolean finished) {}

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
    network.requireVisibleImages();
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
   * @param monitor as in {@link #run(Picture, Monitor)}; its previews show the region
   * @throws IllegalArgumentException if no pixel may change, or the region is too small
   * @throws IllegalStateException if memory doesn't suffice
   */
  public Result run(Picture rgb, Picture mask, Monitor monitor) {
    DreamRegion region = DreamRegion.of(mask);
    Result result = run(region.cut(rgb), Optional.of(region.mask()), monitor);
    return new Result(region.paste(rgb, result.rgb()), result.objective(), result.finished());
  }

  /**
   * Dreams on an image.
   *
   * @param rgb values of 0..255, not modified
   * @param monitor is told of every iteration and may stop the dream, which then ends with what
   *     there is
   * @throws IllegalArgumentException if the image is too small
   * @throws IllegalStateException if memory doesn't suffice
   */
  public Result run(Picture rgb, Monitor monitor) {
    return run(rgb, Optional.empty(), monitor);
  }

  private Result run(Picture rgb, Optional<Picture> mask, Monitor monitor) {
    Pyramid pyramid = options.octaves().pyramid(rgb.height(), rgb.width(), options.iterations());
    OctaveAscent ascent =
        new OctaveAscent(network, objectives, options, new Random(options.seed()));
    check(pyramid, ascent);
    Level first = pyramid.level(0);
    OctaveImage image =
        new OctaveImage(
            network.preprocessing().toInput(rgb),
            first.height(),
            first.width(),
            options.recipe().reinjects());
    OctaveAscent.Climb climb = climb(ascent, pyramid, 0, image.values(), mask, monitor);
    for (int octave = 1; octave < pyramid.count() && climb.finished(); octave++) {
      image.set(climb.image());
      image.reinject();
      image.resize(pyramid.level(octave).height(), pyramid.level(octave).width());
      climb = climb(ascent, pyramid, octave, image.values(), mask, monitor);
    }
    image.set(climb.image());
    if (!climb.finished()) {
      image.resize(rgb.height(), rgb.width());
    }
    image.reinject();
    image.resize(rgb.height(), rgb.width());
    return new Result(
        network.preprocessing().toRgb(image.values()), -climb.loss(), climb.finished());
  }

  private OctaveAscent.Climb climb(
      OctaveAscent ascent,
      Pyramid pyramid,
      int octave,
      Picture image,
      Optional<Picture> mask,
      Monitor monitor) {
    return ascent.run(
        image,
        mask.map(full -> Resize.bilinear(full, image.height(), image.width())),
        (done, loss, preview) ->
            monitor.update(
                new Monitor.Progress(
                    pyramid.stage(octave, done), pyramid.fraction(octave, done), loss, preview)));
  }

  /** Finds out before the first step whether the smallest and the largest octave will work. */
  private void check(Pyramid pyramid, OctaveAscent ascent) {
    Level smallest = pyramid.level(0);
    Level largest = pyramid.level(pyramid.count() - 1);
    Picture.requireSize(largest.height(), largest.width(), CHANNELS);
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
