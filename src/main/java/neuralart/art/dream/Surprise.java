package neuralart.art.dream;

import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.art.Pyramid;
import neuralart.image.Picture;
import neuralart.image.Resize;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Plan;

/**
 * Layers of a dream by chance: one to three, or a few of their channels. Their weights are chosen
 * by how much each moves the image, since layers respond on very different scales.
 */
public final class Surprise {
  private static final int MOST_LAYERS = 3;
  private static final int MOST_CHANNELS = 6;

  /** Layers that see less have no patterns to show but fine textures. */
  private static final int LEAST_FIELD = 24;

  /** The least share of the strongest layer's influence. */
  private static final double LEAST_SHARE = 0.3;

  private static final MathContext DIGITS = new MathContext(3);

  private final Network network;
  private final DeepDreamRecipe.Response response;
  private final Random random;

  private Surprise(Network network, DeepDreamRecipe.Response response, long seed) {
    this.network = network;
    this.response = response;
    this.random = new Random(seed);
  }

  /**
   * Chooses layers.
   *
   * @param network what dreams
   * @param rgb the image to dream on, 0..255, not modified
   * @param recipe of the dream
   * @param first size of the first octave
   * @param seed decides
   * @throws IllegalArgumentException if the first octave is too small for any layer
   */
  public static List<LayerWeight> layers(
      Network network, Picture rgb, DeepDreamRecipe recipe, Pyramid.Level first, long seed) {
    return new Surprise(network, recipe.response(), seed)
        .choose(rgb, first.height(), first.width());
  }

  private List<LayerWeight> choose(Picture rgb, int rows, int columns) {
    List<Layer> candidates =
        new ArrayList<>(
            network.layers().stream().filter(layer -> shows(layer, rows, columns)).toList());
    if (candidates.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "The image is too small for a surprise: its first octave would have %d x %d pixels",
              columns,
              rows));
    }
    List<LayerWeight> layers = new ArrayList<>();
    int count = 1 + random.nextInt(Math.min(MOST_LAYERS, candidates.size()));
    Picture small = Resize.bilinear(rgb, rows, columns);
    while (layers.size() < count) {
      Layer layer = candidates.remove(random.nextInt(candidates.size()));
      layers.add(weigh(layer, small));
    }
    return scale(layers);
  }

  /** Whether a layer has patterns, and room for them in the first octave. */
  private boolean shows(Layer layer, int rows, int columns) {
    int least = (2 * response.border() + 1) * layer.stride();
    return layer.stride() > 0
        && layer.receptiveField() >= LEAST_FIELD
        && Math.min(rows, columns) >= least + layer.receptiveField();
  }

  private LayerWeight weigh(Layer layer, Picture image) {
    List<Integer> channels = List.of();
    if (random.nextBoolean()) {
      channels =
          IntStream.generate(() -> random.nextInt(layer.channels()))
              .limit(1 + random.nextInt(MOST_CHANNELS))
              .sorted()
              .distinct()
              .boxed()
              .toList();
    }
    double share = LEAST_SHARE + (1 - LEAST_SHARE) * random.nextDouble();
    double norm = gradientNorm(new LayerWeight(layer.name(), channels, 1), image);
    if (norm == 0) { // channels that nothing in the image excites
      channels = List.of();
      norm = gradientNorm(new LayerWeight(layer.name(), channels, 1), image);
    }
    return new LayerWeight(layer.name(), channels, norm == 0 ? 0 : share / norm);
  }

  /** The Euclidean norm of the gradient of a layer's response. */
  private double gradientNorm(LayerWeight layer, Picture image) {
    List<Objective> objective = List.of(response.objective(layer));
    try (Plan plan =
        Draft.of(network, image.height(), image.width(), objective, Set.of()).allocate()) {
      network.preprocessing().write(image, plan.image());
      plan.evaluate();
      FloatBuffer gradient = plan.gradient();
      double squares = 0;
      for (int i = 0; i < gradient.limit(); i++) {
        squares += (double) gradient.get(i) * gradient.get(i);
      }
      return Math.sqrt(squares);
    }
  }

  /** The same weights with 1 as the largest, to three digits. */
  private static List<LayerWeight> scale(List<LayerWeight> layers) {
    double largest = layers.stream().mapToDouble(LayerWeight::weight).max().orElseThrow();
    return layers.stream()
        .map(
            layer ->
                new LayerWeight(
                    layer.layer(),
                    layer.channels(),
                    largest == 0 ? 1 : round(layer.weight() / largest)))
        .toList();
  }

  private static double round(double weight) {
    return new BigDecimal(weight).round(DIGITS).doubleValue();
  }
}
