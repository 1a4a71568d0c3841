package neuralart.art.fill;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import neuralart.image.Picture;
import neuralart.network.FieldAxis;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.ReceptiveField;
import neuralart.objective.NeighborDistance;
import neuralart.objective.NeighborSearch;
import neuralart.objective.Objective;
import neuralart.optimize.Adam;
import neuralart.optimize.LossFunction;
import neuralart.optimize.Optimizer;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.step.Shape;

/**
 * Draws the features that a network sees in a hole to those of the surroundings that are nearest to
 * them, as {@code Kolkin et al. 2022, Neural Neighbor Style Transfer} does it for a whole image.
 * The pixels of the hole change, and no others.
 */
final class FeatureDescent {
  /** Features of the surroundings that are compared, in each layer. */
  private static final int FEATURES = 3000;

  /** Pixels around the hole that the network sees during the descent. */
  private static final int MARGIN = 32;

  /** The network sees nothing in less than this. */
  private static final int SMALLEST = 24;

  /** Longest side of what is optimised; larger holes are filled at smaller sizes of the image. */
  private static final int LARGEST = 400;

  /** Steps between searches for the nearest features. */
  private static final int ROUND = 5;

  /** Grey levels of a step. */
  private static final double STEP = 3;

  private final Network network;
  private final FillSelectionOptions options;
  private final Random random;

  /** Is told of every step; says whether to go on. */
  interface Observer {
    /**
     * @param picture computes the picture so far
     */
    boolean step(int done, double loss, Supplier<Picture> picture);
  }

  FeatureDescent(Network network, FillSelectionOptions options, Random random) {
    this.network = network;
    this.options = options;
    this.random = random;
  }

  /** Whether there is something to do at a size. */
  boolean suits(Hole hole) {
    int[] window = hole.window(MARGIN);
    return options.iterations() > 0
        && Math.min(window[2], window[3]) >= SMALLEST
        && Math.max(window[2], window[3]) <= LARGEST;
  }

  /**
   * Changes the pixels of a hole.
   *
   * @param rgb the hole with its surroundings, not modified
   * @return a new picture, the same outside of the hole
   */
  Picture run(Picture rgb, Hole hole, Observer observer) {
    int[] window = hole.window(MARGIN);
    Hole part = hole.crop(window[0], window[1], window[2], window[3]);
    Picture input =
        network.preprocessing().toInput(rgb.crop(window[0], window[1], window[2], window[3]));
    List<Objective> searches = new ArrayList<>();
    List<Objective> distances = new ArrayList<>();
    collect(rgb, hole, part, searches, distances);
    try (Plan search = draft(part, searches).allocate();
        Plan descent = draft(part, distances).allocate()) {
      input.write(descent.image());
      Supplier<Picture> picture = () -> paste(rgb, descent, hole, window);
      descend(search, descent, part, (done, loss) -> observer.step(done, loss, picture));
      return picture.get();
    }
  }

  private Draft draft(Hole part, List<Objective> objectives) {
    return Draft.of(network, part.height(), part.width(), objectives, Set.of());
  }

  private void descend(Plan search, Plan descent, Hole part, Optimizer.Observer observer) {
    LossFunction loss = new InHole(LossFunction.of(descent), part, network.channels());
    Adam.Moments moments = new Adam.Moments();
    double step = STEP * network.preprocessing().scale();
    boolean canceled = false;
    for (int done = 0; done < options.iterations() && !canceled; done += ROUND) {
      FloatBuffer image = descent.image();
      for (int i = 0; i < image.limit(); i++) {
        search.image().put(i, image.get(i));
      }
      search.measure();
      int before = done;
      int steps = Math.min(ROUND, options.iterations() - done);
      canceled =
          new Adam(steps, step, Adam.BETA1, Adam.BETA2, Adam.EPSILON, moments)
              .minimize(loss, (i, value) -> observer.iteration(before + i, value))
              .canceled();
    }
  }

  /** Makes the terms for each layer that has features of the surroundings. */
  private void collect(
      Picture rgb, Hole hole, Hole part, List<Objective> searches, List<Objective> distances) {
    Set<String> layers = Set.copyOf(options.layers());
    try (Plan plan = Draft.of(network, hole.height(), hole.width(), List.of(), layers).allocate()) {
      network.preprocessing().write(rgb, plan.image());
      plan.forward();
      for (String layer : options.layers().stream().distinct().toList()) {
        float[] features = surroundings(plan, layer, hole);
        float[] mask = mask(layer, part, part::touches);
        int wanted = (int) IntStream.range(0, mask.length).filter(i -> mask[i] > 0).count();
        if (features.length > 0 && wanted > 0) {
          int[] nearest = new int[mask.length];
          double weight = (double) mask.length / wanted;
          searches.addAll(
              NeighborSearch.of(layer, features, plan.shape(layer).channels(), nearest));
          distances.add(new NeighborDistance(layer, weight, features, nearest, mask));
        }
      }
    }
  }

  /** Features that see the surroundings alone, some of them by chance where they are many. */
  private float[] surroundings(Plan plan, String layer, Hole hole) {
    Shape shape = plan.shape(layer);
    float[] unusable =
        mask(layer, hole, (top, bottom, left, right) -> !hole.spares(top, bottom, left, right));
    int[] free = IntStream.range(0, unusable.length).filter(i -> unusable[i] == 0).toArray();
    int count = Math.min(free.length, FEATURES);
    float[] features = new float[count * shape.channels()];
    FloatBuffer values = plan.activation(layer);
    for (int i = 0; i < count; i++) {
      int chosen = i + random.nextInt(free.length - i);
      int position = free[chosen];
      free[chosen] = free[i];
      values.get(position * shape.channels(), features, i * shape.channels(), shape.channels());
    }
    return features;
  }

  /** Whether something is true of some rows and columns. */
  private interface Test {
    boolean of(int top, int bottom, int left, int right);
  }

  /** 1 for those positions of a layer of whose field's middle half something is true. */
  private float[] mask(String layer, Hole hole, Test test) {
    ReceptiveField field = network.receptiveField(layer, hole.height(), hole.width());
    FieldAxis rows = field.rows();
    FieldAxis columns = field.columns();
    double down = rows.field(rows.size() / 2).length() / 4.0;
    double across = columns.field(columns.size() / 2).length() / 4.0;
    float[] mask = new float[rows.size() * columns.size()];
    for (int y = 0; y < rows.size(); y++) {
      for (int x = 0; x < columns.size(); x++) {
        boolean sees =
            test.of(
                (int) Math.floor(rows.center(y) - down),
                (int) Math.ceil(rows.center(y) + down),
                (int) Math.floor(columns.center(x) - across),
                (int) Math.ceil(columns.center(x) + across));
        mask[y * columns.size() + x] = sees ? 1 : 0;
      }
    }
    return mask;
  }

  private Picture paste(Picture rgb, Plan descent, Hole hole, int[] window) {
    Picture changed = network.preprocessing().read(descent.image(), window[2], window[3]);
    Picture result = rgb.copy();
    int channels = rgb.channels();
    for (int pixel : hole.pixels()) {
      int y = pixel / hole.width();
      int x = pixel % hole.width();
      for (int c = 0; c < channels; c++) {
        float value = changed.get(y - window[0], x - window[1], c);
        result.row(y)[x * channels + c] = Math.min(Math.max(value, 0), Preprocessing.WHITE);
      }
    }
    return result;
  }

  /** A loss whose gradient is 0 outside of a hole. */
  private record InHole(LossFunction loss, Hole hole, int channels) implements LossFunction {
    @Override
    public FloatBuffer variables() {
      return loss.variables();
    }

    @Override
    public FloatBuffer gradient() {
      return loss.gradient();
    }

    @Override
    public double evaluate() {
      double value = loss.evaluate();
      FloatBuffer gradient = loss.gradient();
      for (int i = 0; i < gradient.limit(); i++) {
        if (!hole.isMissing(i / channels)) {
          gradient.put(i, 0);
        }
      }
      return value;
    }
  }
}
