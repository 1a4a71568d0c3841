package neuralart.art;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
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
import neuralart.plan.cpu.Ops;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

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

  /** Is told of every iteration; says whether to go on. */
  interface Observer {
    /**
     * @param image so far, {@code [1, H, W, C]}
     */
    boolean iteration(int done, double loss, INDArray image);
  }

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
    return Draft.of(network, Math.min(tile, height), Math.min(tile, width), objectives, Set.of())
        .fits();
  }

  /**
   * Climbs.
   *
   * @param image {@code [1, H, W, C]}, modified
   * @param mask {@code [1, H, W, 1]}, how much each pixel may change, 0..1
   */
  Optimizer.Outcome run(INDArray image, Optional<INDArray> mask, Observer observer) {
    int height = (int) image.size(1);
    int width = (int) image.size(2);
    int tile = tileSize(height, width);
    return tile >= Math.max(height, width)
        ? runWhole(image, mask, observer)
        : runTiles(image, Math.min(tile, height), Math.min(tile, width), mask, observer);
  }

  private Optimizer.Outcome runWhole(INDArray image, Optional<INDArray> mask, Observer observer) {
    int width = (int) image.size(2);
    try (Plan plan =
        Draft.of(network, (int) image.size(1), width, objectives, Set.of()).allocate()) {
      plan.image().put(0, Ops.values(image), 0, (int) image.length());
      LossFunction loss = LossFunction.of(plan);
      if (options.jitter() > 0) {
        loss = new Jitter(loss, width, (int) image.size(3), options.jitter(), random);
      }
      Optimizer.Outcome outcome = climb(loss, plan.image(), image, mask, observer);
      Ops.values(image).put(0, plan.image(), 0, (int) image.length());
      return outcome;
    }
  }

  private Optimizer.Outcome runTiles(
      INDArray image, int rows, int columns, Optional<INDArray> mask, Observer observer) {
    int roll = Math.max(options.jitter(), Math.max(rows, columns));
    try (Plan plan = Draft.of(network, rows, columns, objectives, Set.of()).allocate();
        INDArray gradient = Nd4j.createUninitialized(DataType.FLOAT, image.shape())) {
      LossFunction loss =
          new TiledLoss(
              LossFunction.of(plan),
              rows,
              columns,
              Ops.values(image),
              Ops.values(gradient),
              (int) image.size(1),
              (int) image.size(2),
              roll,
              random);
      return climb(loss, Ops.values(image), image, mask, observer);
    }
  }

  private Optimizer.Outcome climb(
      LossFunction loss,
      FloatBuffer present,
      INDArray image,
      Optional<INDArray> mask,
      Observer observer) {
    GradientDescent descent =
        new GradientDescent(
            options.iterations(),
            options.stepSize(),
            options.recipe().normalization(),
            -options.maxLoss(),
            constraint(mask));
    return descent.minimize(
        smooth(loss, (int) image.size(2), (int) image.size(3)),
        (done, value) -> {
          if (present != Ops.values(image)) {
            Ops.values(image).put(0, present, 0, (int) image.length());
          }
          return observer.iteration(done, value, image);
        });
  }

  private LossFunction smooth(LossFunction loss, int width, int channels) {
    return switch (options.smoothing()) {
      case NONE -> loss;
      case BLUR -> new BlurredGradient(loss, width, channels, options.iterations());
      case LAPLACIAN -> new LaplacianGradient(loss, width, channels);
    };
  }

  private Constraint constraint(Optional<INDArray> mask) {
    Preprocessing preprocessing = network.preprocessing();
    Constraint range =
        options.recipe().clips()
            ? Constraint.range(preprocessing.black(), preprocessing.white())
            : Constraint.NONE;
    return mask.map(
            weights -> {
              FloatBuffer values = Ops.values(weights);
              return range.and(Constraint.mask(values, preprocessing.mean().length));
            })
        .orElse(range);
  }
}
