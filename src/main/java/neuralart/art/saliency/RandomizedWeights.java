package neuralart.art.saliency;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import neuralart.image.Picture;
import neuralart.network.Network;
import neuralart.network.node.Node;
import neuralart.optimize.Monitor;
import neuralart.step.Shape;
import neuralart.step.Weights;

/**
 * How much of a map is left when the network forgets what it has learnt: its kernels are replaced
 * by random ones of the same mean and deviation, from the last layer down to the first, and each
 * time the map is made again. A map that stays the same shows the image, not what the network has
 * learnt (J. Adebayo et al., Sanity Checks for Saliency Maps, 2018).
 */
public final class RandomizedWeights implements AutoCloseable {
  /** How often the map is made again, at most. */
  private static final int STAGES = 10;

  private final Network network;
  private final SaliencyTarget target;
  private final SaliencyOptions options;
  private final Random random;
  private final Map<Integer, Node> randomized = new HashMap<>();

  /**
   * What is left.
   *
   * @param layer from which on all kernels are random
   * @param correlation of the ranks of the map's values with those of the trained network's map,
   *     -1..1 (Spearman)
   */
  public record Stage(String layer, double correlation) {}

  /**
   * @param network to be closed after this
   */
  public RandomizedWeights(Network network, SaliencyTarget target, SaliencyOptions options) {
    this.network = network;
    this.target = target;
    this.options = options;
    random = new Random(options.seed());
  }

  /**
   * Makes the map again and again.
   *
   * @param image as {@link Saliency#run} takes it
   * @param trained the map of the network as it is
   * @param monitor is told of every step, and may stop it
   * @return from the last layer to the first; nothing if it was stopped
   * @throws IllegalArgumentException if the network has no kernels
   */
  public Optional<List<Stage>> run(Picture image, SaliencyMap trained, Monitor monitor) {
    List<Integer> kernels = kernels(image.height(), image.width());
    if (kernels.isEmpty()) {
      throw new IllegalArgumentException(
          "No layer before '" + target.layer() + "' has kernels that could be random");
    }
    int count = Math.min(STAGES, kernels.size());
    List<Stage> stages = new ArrayList<>();
    for (int stage = 0; stage < count; stage++) {
      int from = kernels.size() * stage / count;
      int to = kernels.size() * (stage + 1) / count;
      kernels.subList(from, to).forEach(this::randomize);
      String layer = network.nameAt(kernels.get(to - 1));
      Optional<SaliencyMap> map = map(image, monitor.part("random map", stage, count));
      if (map.isEmpty()) {
        return Optional.empty();
      }
      stages.add(new Stage(layer, Ranks.correlation(trained.values(), map.get().values())));
    }
    return Optional.of(stages);
  }

  /** The places of all kernels that lead to what is explained, the last first. */
  private List<Integer> kernels(int height, int width) {
    Shape[] shapes = network.shapes(height, width, List.of(target.layer()));
    List<Integer> kernels = new ArrayList<>();
    for (int i = shapes.length - 1; i > 0; i--) {
      if (shapes[i] != null && network.vertices().get(i).node().hasKernels()) {
        kernels.add(i);
      }
    }
    return kernels;
  }

  private void randomize(int vertex) {
    Node trained = network.vertices().get(vertex).node();
    randomized.put(vertex, trained.withKernels(this::random));
  }

  private Weights random(Weights trained) {
    double sum = 0;
    double squares = 0;
    int count = trained.values().limit();
    for (int i = 0; i < count; i++) {
      sum += trained.values().get(i);
      squares += (double) trained.values().get(i) * trained.values().get(i);
    }
    double mean = sum / count;
    double deviation = Math.sqrt(Math.max(squares / count - mean * mean, 0));
    return Weights.made(
        values -> {
          for (int i = 0; i < count; i++) {
            values.put(i, (float) (mean + deviation * random.nextGaussian()));
          }
        },
        trained.dimensions());
  }

  private Optional<SaliencyMap> map(Picture image, Monitor monitor) {
    try (Saliency saliency =
        new Saliency(
            network.withNodes(randomized), target, options, image.height(), image.width())) {
      return saliency.run(image, monitor);
    }
  }

  @Override
  public void close() {
    randomized.values().forEach(Node::close);
  }
}
