package neuralart.art.dream;

import java.nio.FloatBuffer;
import java.util.ArrayList;
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
import neuralart.objective.TotalVariation;
import neuralart.objective.TotalVariation.Kind;
import neuralart.optimize.BlurredGradient;
import neuralart.optimize.Constraint;
import neuralart.optimize.GradientDescent;
import neuralart.optimize.Jitter;
import neuralart.optimize.LaplacianGradient;
import neuralart.optimize.LossCurves;
import neuralart.optimize.LossFunction;
import neuralart.optimize.Losses;
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

  private static final String VARIATION = "total variation";

  private final Network network;
  private final List<Objective> objectives;
  private final DeepDreamOptions options;
  private final Random random;
  private final LossCurves curves = new LossCurves();

  /** The response of the image at the size of the first octave, where the options ask for it. */
  private double start;

  /** The drafts that are still to be made plans of, by rows and columns. */
  private final Map<List<Integer>, Draft> drafts = new HashMap<>();

  /** Is told of every iteration; says whether to go on. */
  interface Observer {
    /**
     * @param preview computes the image so far, as the network takes it
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
    this.objectives = objectives.stream().map(part -> curves.meter(part.layer(), part)).toList();
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
        List.of(rows, columns),
        size -> Draft.of(network, rows, columns, withVariation(rows, columns), Set.of()));
  }

  /** The objectives, and the mean difference between neighbours if it counts. */
  private List<Objective> withVariation(int rows, int columns) {
    if (options.variationWeight() == 0) {
      return objectives;
    }
    Preprocessing preprocessing = network.preprocessing();
    double values = (double) rows * columns * preprocessing.mean().length;
    double weight = options.variationWeight() * Math.abs(start) / values;
    Objective variation =
        new TotalVariation(network.imageName(), weight, Kind.ABSOLUTE, preprocessing.range());
    List<Objective> all = new ArrayList<>(objectives);
    all.add(curves.meter(VARIATION, variation));
    return all;
  }

  /** A plan, of a draft that has served already to see whether it fits. */
  private Plan plan(int rows, int columns) {
    Draft draft = draft(rows, columns);
    drafts.remove(List.of(rows, columns));
    return draft.allocate();
  }

  /** Makes something of a loss. */
  private interface Use<T> {
    T of(LossFunction loss);
  }

  /**
   * Measures the response of the image that the first octave begins with, if the options ask for
   * it.
   *
   * @param image as the network takes it, not modified
   */
  void begin(Picture image) {
    if (options.variationWeight() > 0 || Double.isFinite(options.maxGain())) {
      start = -withLoss(image, 0, new Random(0), LossFunction::evaluate);
      drafts.clear(); // those weigh the variation by the start
    }
  }

  /**
   * Climbs.
   *
   * @param image as the network takes it, not modified
   * @param iterations how many steps
   * @param mask one channel, how much each pixel may change, 0..1
   */
  Climb run(Picture image, int iterations, Optional<Picture> mask, Observer observer) {
    curves.nextSize();
    return withLoss(
        image, options.jitter(), random, loss -> climb(loss, image, iterations, mask, observer));
  }

  /** The response of each layer, and the total variation, so far. */
  Losses losses() {
    return curves.losses().negated();
  }

  private <T> T withLoss(Picture image, int jitter, Random random, Use<T> use) {
    int tile = tileSize(image.height(), image.width());
    int rows = Math.min(tile, image.height());
    int columns = Math.min(tile, image.width());
    boolean whole = tile >= Math.max(image.height(), image.width());
    try (Plan plan = plan(rows, columns)) {
      return use.of(
          whole ? whole(plan, image, jitter, random) : tiled(plan, image, jitter, random));
    }
  }

  private LossFunction whole(Plan plan, Picture image, int jitter, Random random) {
    image.write(plan.image());
    LossFunction loss = curves.meter(LossFunction.of(plan), 1);
    return jitter == 0 ? loss : new Jitter(loss, image.width(), image.channels(), jitter, random);
  }

  private LossFunction tiled(Plan plan, Picture image, int jitter, Random random) {
    int rows = plan.size().height();
    int columns = plan.size().width();
    FloatBuffer variables = FloatBuffer.wrap(image.values());
    TiledLoss loss =
        new TiledLoss(
            LossFunction.of(plan),
            rows,
            columns,
            variables,
            FloatBuffer.allocate(variables.limit()),
            image.height(),
            image.width(),
            Math.max(jitter, Math.max(rows, columns)),
            random);
    return curves.meter(loss, loss.tiles());
  }

  private Climb climb(
      LossFunction loss, Picture image, int iterations, Optional<Picture> mask, Observer observer) {
    int height = image.height();
    int width = image.width();
    GradientDescent descent =
        new GradientDescent(
            iterations,
            options.stepSize(),
            options.recipe().normalization(),
            -limit(),
            options.recipe().lastStep(),
            constraint(mask));
    Optimizer.Outcome outcome =
        descent.minimize(
            smooth(loss, width, image.channels(), iterations),
            (done, value) ->
                observer.iteration(
                    done,
                    value,
                    () -> Picture.read(loss.variables(), height, width, image.channels())));
    return new Climb(
        Picture.read(loss.variables(), height, width, image.channels()),
        outcome.loss(),
        !outcome.canceled());
  }

  /** The response that ends an octave. */
  private double limit() {
    return Double.isFinite(options.maxGain())
        ? Math.min(options.maxLoss(), options.maxGain() * start)
        : options.maxLoss();
  }

  private LossFunction smooth(LossFunction loss, int width, int channels, int iterations) {
    return switch (options.smoothing()) {
      case NONE -> loss;
      case BLUR -> new BlurredGradient(loss, width, channels, iterations);
      case LAPLACIAN -> new LaplacianGradient(loss, width, channels);
    };
  }

  private Constraint constraint(Optional<Picture> mask) {
    Preprocessing preprocessing = network.preprocessing();
    Constraint range = options.recipe().tone().constraint(preprocessing);
    return mask.map(
            weights -> range.and(Constraint.mask(weights.values(), preprocessing.mean().length)))
        .orElse(range);
  }
}
