package neuralart.network;

import java.util.List;
import java.util.Optional;
import neuralart.network.node.Activation;
import neuralart.network.node.FullyConnected;
import neuralart.network.node.Node;
import neuralart.network.node.Role;
import neuralart.step.PixelFunction.Kind;

/**
 * The end of a network that tells classes apart: one value for each class, of the whole image.
 *
 * @param output name of the last layer
 * @param logits the name under which plans and objectives know the values before the softmax or the
 *     sigmoid; the last layer itself where the network ends without one
 * @param classes how many there are
 * @param scores what the values of the last layer are
 */
public record Classifier(String output, String logits, int classes, Scores scores) {

  /** What a classifier gives for each class. */
  public enum Scores {
    /** Probabilities that add up to 1. */
    SOFTMAX,
    /** A probability for each class by itself. */
    SIGMOID,
    /** Values that a softmax makes into probabilities. */
    LOGITS
  }

  /**
   * The classifier of a network.
   *
   * @param names how many classes have a name, 0 if none has: a network whose end gives no
   *     probabilities is taken for a classifier where it gives one value for each name
   * @return nothing if the network doesn't end with one value for each class
   */
  public static Optional<Classifier> of(Network network, int names) {
    List<Layer> layers = network.layers();
    if (layers.isEmpty() || layers.get(layers.size() - 1).stride() != 0) {
      return Optional.empty();
    }
    Layer last = layers.get(layers.size() - 1);
    return scores(node(network, last.name()))
        .or(() -> last.channels() == names ? Optional.of(Scores.LOGITS) : Optional.empty())
        .map(
            scores ->
                new Classifier(
                    last.name(), logits(network, last, scores), last.channels(), scores));
  }

  private static String logits(Network network, Layer last, Scores scores) {
    return scores == Scores.LOGITS ? last.name() : network.preActivation(last.name());
  }

  private static Node node(Network network, String layer) {
    return network.vertices().stream()
        .filter(vertex -> vertex.name().equals(layer))
        .map(Vertex::node)
        .findFirst()
        .orElseThrow();
  }

  private static Optional<Scores> scores(Node node) {
    if (node.role() == Role.PROBABILITIES) {
      return Optional.of(Scores.SOFTMAX);
    } else if (node instanceof Activation activation
        && activation.function().kind() == Kind.SIGMOID) {
      return Optional.of(Scores.SIGMOID);
    }
    return node instanceof FullyConnected ? Optional.of(Scores.LOGITS) : Optional.empty();
  }

  /**
   * The probabilities of the classes.
   *
   * @param values of the last layer, one for each class
   * @return one for each class, 0..1
   */
  public double[] probabilities(float[] values) {
    double[] probabilities = new double[values.length];
    double largest = Double.NEGATIVE_INFINITY;
    for (int i = 0; i < values.length; i++) {
      probabilities[i] = values[i];
      largest = Math.max(largest, values[i]);
    }
    if (scores != Scores.LOGITS) {
      return probabilities;
    }
    double sum = 0;
    for (int i = 0; i < values.length; i++) {
      probabilities[i] = Math.exp(values[i] - largest);
      sum += probabilities[i];
    }
    for (int i = 0; i < values.length; i++) {
      probabilities[i] /= sum;
    }
    return probabilities;
  }
}
