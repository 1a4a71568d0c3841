package neuralart.art;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.image.Resize;
import neuralart.image.Tensors;
import neuralart.network.Network;
import neuralart.objective.Channels;
import neuralart.objective.Objective;
import neuralart.optimize.Monitor;
import neuralart.optimize.Optimizer;
import neuralart.plan.Draft;
import neuralart.step.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

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
   * @param rgb {@code [1, H, W, 3]}, 0..255 and beyond, for the caller to close
   * @param objective the weighted response of the layers that the last octave reached
   * @param finished whether it ran to its end
   */
  public record Result(INDArray rgb, double objective, boolean finished) {}

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
   * @param guide that image, {@code [1, H, W, 3]}, 0..255, not modified
   * @throws IllegalArgumentException if a layer or a channel doesn't exist, or the guide is too
   *     narrow for a layer
   */
  public DeepDream(Network network, DeepDreamOptions options, INDArray guide) {
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
   * @param rgb {@code [1, H, W, 3]}, 0..255, not modified
   * @param mask {@code [1, H, W, 1]}, how much each pixel may change, 0..1; not modified
   * @param monitor as in {@link #dream(INDArray, Monitor)}; its previews show the region
   * @throws IllegalArgumentException if no pixel may change, or the region is too small
   * @throws IllegalStateException if memory doesn't suffice
   */
  public Result dream(INDArray rgb, INDArray mask, Monitor monitor) {
    try (DreamRegion region = DreamRegion.of(mask);
        INDArray part = region.cut(rgb)) {
      Result result = dream(part, Optional.of(region.mask()), monitor);
      try (INDArray dreamt = result.rgb()) {
        return new Result(region.paste(rgb, dreamt), result.objective(), result.finished());
      }
    }
  }

  /**
   * Dreams on an image.
   *
   * @param rgb {@code [1, H, W, 3]}, 0..255, not modified
   * @param monitor is told of every iteration and may stop the dream, which then ends with what
   *     there is
   * @throws IllegalArgumentException if the image is too small
   * @throws IllegalStateException if memory doesn't suffice
   */
  public Result dream(INDArray rgb, Monitor monitor) {
    return dream(rgb, Optional.empty(), monitor);
  }

  private Result dream(INDArray rgb, Optional<INDArray> mask, Monitor monitor) {
    int height = (int) rgb.size(1);
    int width = (int) rgb.size(2);
    OctaveAscent ascent =
        new OctaveAscent(network, objectives, options, new Random(options.seed()));
    check(height, width, ascent);
    try (INDArray original = network.preprocessing().toInput(rgb);
        OctaveImage image = new OctaveImage(original, options.recipe().reinjects())) {
      Optimizer.Outcome outcome = null;
      for (int octave = 0; octave < options.octaves().count(); octave++) {
        image.resize(options.octaves().size(height, octave), options.octaves().size(width, octave));
        outcome = run(ascent, octave, image, mask, monitor);
        if (outcome.canceled()) {
          image.resize(height, width);
        }
        image.reinject();
        if (outcome.canceled()) {
          break;
        }
      }
      image.resize(height, width);
      return new Result(
          network.preprocessing().toRgb(image.values()), -outcome.loss(), !outcome.canceled());
    }
  }

  private Optimizer.Outcome run(
      OctaveAscent ascent,
      int octave,
      OctaveImage image,
      Optional<INDArray> mask,
      Monitor monitor) {
    String stage = "octave " + (octave + 1) + " of " + options.octaves().count();
    INDArray values = image.values();
    Optional<INDArray> weights =
        mask.map(full -> Resize.bilinear(full, (int) values.size(1), (int) values.size(2)));
    try {
      return ascent.run(
          values,
          weights,
          (done, loss, picture) ->
              monitor.update(
                  new Monitor.Progress(
                      stage,
                      options.octaves().done(octave, (double) done / options.iterations()),
                      loss,
                      () -> network.preprocessing().toRgb(picture))));
    } finally {
      weights.ifPresent(INDArray::close);
    }
  }

  /** Finds out before the first step whether the smallest and the largest octave will work. */
  private void check(int height, int width, OctaveAscent ascent) {
    Octaves octaves = options.octaves();
    int rows = octaves.size(height, octaves.count() - 1);
    int columns = octaves.size(width, octaves.count() - 1);
    Tensors.requireSize(rows, columns, CHANNELS);
    checkSize(
        octaves.size(height, 0),
        octaves.size(width, 0),
        octaves.count() == 1
            ? ""
            : "The image is too small for "
                + octaves.count()
                + " octaves, use fewer: the first would have %d x %d pixels. ");
    int tile = ascent.tileSize(rows, columns);
    int tileRows = Math.min(tile, rows);
    int tileColumns = Math.min(tile, columns);
    checkSize(tileRows, tileColumns, "Tiles of %d x %d pixels are too small. ");
    Draft.of(network, tileRows, tileColumns, objectives, Set.of()).check();
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
