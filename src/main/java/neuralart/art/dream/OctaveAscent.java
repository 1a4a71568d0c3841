package neuralart.art.dream;

import java.nio.FloatBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import neuralart.image.Picture;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.objective.Objective;
import neuralart.optimize.BlurredGradient;
import neuralart.optimize.GradientDescent;
import neuralart.optimize.GradientDescent.Constraint;
import neuralart.optimize.Jitter;
import neuralart.optimize.LaplacianGradient;
import neuralart.optimize.LossFunction;
import neuralart.optimize.Optimizer;
import neuralart.optimize.TiledLoss;
import neuralart.plan.Draft;
import neuralart.plan.Plan;

/**
 * The ascent of a dream at one image size: on the whole image where the plan for it fits into
 * memory, else on tiles.
 */
final class OctaveAscent {
  /** Sides of the tiles of an image that doesn't fit into memory, the best first. */
  private static final List<Integer> TILES = List.of(512, 256, 128);

  private final Network network;
  private final List<Objective> objectives;
  private final DeepDreamOptions options;
  private final Random random;

  /** The drafts that are still to be made plans of, by rows and columns. */
  private final Map<List<Integer>, Draft> drafts = new HashMap<>();

  /** Is told of every iteration; says whether to go on. */
  interface Observer {
    /**
     * @param preview computes the picture so far, RGB of 0..255
     */
    boolean iteration(int done, double loss, Supplier<Picture> preview);
  }

  /**
   * How an ascent ended.
   *
   * @param image as the network takes it
   * @param loss of the last evaluation
   * @param finished whether the observer let it run to its end
   */
  record Climb(Picture image, double loss, boolean finished) {}

  OctaveAscent(
      Network network, List<Objective> objectives, DeepDreamOptions options, Random random) {
    this.network = network;
    this.objectives = objectives;
    this.options = options;
    this.random = random;
  }

  /**
   * Finds out what is seen at a time of an image.
   *
   * @return the longest side of a tile, or that of the image where it is seen as a whole
   * @throws IllegalStateException if memory doesn't suffice for any tile
   */
  int tileSize(int height, int width) {
    int whole = Math.max(height, width);
    if (options.tileSize() > 0) {
      return Math.min(options.tileSize(), whole);
    }
    if (fits(height, width, whole)) {
      return whole;
    }
    return TILES.stream()
        .filter(tile -> tile < whole && fits(height, width, tile))
        .findFirst()
        .orElse(whole);
  }

  private boolean fits(int height, int width, int tile) {
    return draft(Math.min(tile, height), Math.min(tile, width)).fits();
  }

  /**
   * Finds out whether a plan can be had.
   *
   * @param rows of the image, or of a tile
   * @throws IllegalStateException if memory doesn't suffice
   */
  void check(int rows, int columns) {
    draft(rows, columns).check();
  }

  private Draft draft(int rows, int columns) {
    return drafts.computeIfAbsent(
        List.of(rows, columns), size -> Draft.of(network, rows, columns, objectives, Set.of()));
  }

  /** A plan, of a draft that has served already to see whether it fits. */
  private Plan plan(int rows, int columns) {
    Draft draft = draft(rows, columns);
    drafts.remove(List.of(rows, columns));
    return draft.allocate();
  }

  /**
   * Climbs.
   *
   * @param image as the network takes it, not modified
   * @param mask one channel, how much each pixel may change, 0..1
   */
  Climb run(Picture image, Optional<Picture> mask, Observer observer) {
    int height = image.height();
    int width = image.width();
    int tile = tileSize(height, width);
    return tile >= Math.max(height, width)
        ? runWhole(image, mask, observer)
        : runTiles(image, Math.min(tile, height), Math.min(tile, width), mask, observer);
  }

  private Climb runWhole(Picture image, Optional<Picture> mask, Observer observer) {
    try (Plan plan = plan(image.height(), image.width())) {
      image.write(plan.image());
      LossFunction loss = LossFunction.of(plan);
      if (options.jitter() > 0) {
        loss = new Jitter(loss, image.width(), image.channels(), options.jitter(), random);
      }
      return climb(loss, image, mask, observer);
    }
  }

  private Climb runTiles(
      Picture image, int rows, int columns, Optional<Picture> mask, Observer observer) {
    int roll = Math.max(options.jitter(), Math.max(rows, columns));
    FloatBuffer variables = FloatBuffer.wrap(image.values());
    try (Plan plan = plan(rows, columns)) {
      LossFunction loss =
          new TiledLoss(
              LossFunction.of(plan),
              rows,
              columns,
              variables,
              FloatBuffer.allocate(variables.limit()),
              image.height(),
              image.width(),
              roll,
              random);
      return climb(loss, image, mask, observer);
    }
  }

  private Climb climb(LossFunction loss, Picture image, Optional<Picture> mask, Observer observer) {
    int height = image.height();
    int width = image.width();
    GradientDescent descent =
        new GradientDescent(
            options.iterations(),
            options.stepSize(),
            options.recipe().normalization(),
            -options.maxLoss(),
            constraint(mask));
    Optimizer.Outcome outcome =
        descent.minimize(
            smooth(loss, width, image.channels()),
            (done, value) ->
                observer.iteration(
                    done,
                    value,
                    () -> network.preprocessing().read(loss.variables(), height, width)));
    return new Climb(
        Picture.read(loss.variables(), height, width, image.channels()),
        outcome.loss(),
        !outcome.canceled());
  }

  private LossFunction smooth(LossFunction loss, int width, int channels) {
    return switch (options.smoothing()) {
      case NONE -> loss;
      case BLUR -> new BlurredGradient(loss, width, channels, options.iterations());
      case LAPLACIAN -> new LaplacianGradient(loss, width, channels);
    };
  }

  private Constraint constraint(Optional<Picture> mask) {
    Preprocessing preprocessing = network.preprocessing();
    Constraint range =
        options.recipe().clips()
            ? Constraint.range(preprocessing.black(), preprocessing.white())
            : Constraint.NONE;
    return mask.map(
            weights -> {
              FloatBuffer values = FloatBuffer.wrap(weights.values());
              return range.and(Constraint.mask(values, preprocessing.mean().length));
            })
        .orElse(range);
  }
}
