package neuralart.art.apply;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import neuralart.network.Network;
import neuralart.network.Vertex;
import neuralart.network.node.Activation;
import neuralart.network.node.Combination;
import neuralart.network.node.Identity;
import neuralart.network.node.Node;
import neuralart.network.processing.Fixed;
import neuralart.network.processing.Fixed.Binarize;
import neuralart.network.processing.Fixed.Clip;
import neuralart.network.processing.Fixed.Sigmoid;
import neuralart.network.processing.Fixed.Softmax;
import neuralart.network.processing.Fixed.Truncate;
import neuralart.network.processing.Processing;
import neuralart.network.processing.Processing.Constant;
import neuralart.network.processing.Processing.MatchMoments;

/** What the values of a network's output are, as far as the network tells. */
public enum OutputKind {
  /** Of 0 to 1: its last operation is a sigmoid, a softmax or a threshold. */
  PROBABILITIES,

  /**
   * Pixels in the units of its input: colours of colours; a sum with the image itself; or as many
   * channels as the image has, and more rows and columns.
   */
  IMAGE,

  /** Anything else. */
  VALUES;

  private static final int COLORS = 3;

  /**
   * Tells what an output is.
   *
   * @param finer whether it has more rows or columns than the image
   */
  public static OutputKind of(Network network, AppliedOutput output, boolean finer) {
    return last(output.postprocessing())
        .map(OutputKind::of)
        .orElseGet(() -> of(network, output.layer().name(), finer));
  }

  /** The operation behind the network that the values come from; what clips them is left out. */
  private static Optional<Processing> last(List<Processing> operations) {
    return operations.stream()
        .filter(operation -> !(fixed(operation).filter(OutputKind::clips).isPresent()))
        .reduce((first, second) -> second);
  }

  private static Optional<Fixed> fixed(Processing operation) {
    return operation instanceof Constant constant
        ? Optional.of(constant.operation())
        : Optional.empty();
  }

  private static boolean clips(Fixed operation) {
    return operation instanceof Clip || operation instanceof Truncate;
  }

  private static OutputKind of(Processing last) {
    boolean probability =
        fixed(last)
            .filter(op -> op instanceof Sigmoid || op instanceof Softmax || op instanceof Binarize)
            .isPresent();
    return probability ? PROBABILITIES : last instanceof MatchMoments ? IMAGE : VALUES;
  }

  private static OutputKind of(Network network, String output, boolean finer) {
    List<Vertex> vertices = network.vertices();
    int vertex =
        IntStream.range(0, vertices.size())
            .filter(i -> vertices.get(i).name().equals(output))
            .findFirst()
            .orElseThrow();
    int last = origin(vertices, vertex);
    if (isProbability(vertices.get(last).node())) {
      return PROBABILITIES;
    }
    int channels = network.layer(output).channels();
    boolean same = channels == network.channels();
    boolean image = same && (channels == COLORS || finer || isSumWithImage(vertices, last));
    return image ? IMAGE : VALUES;
  }

  /** The vertex whose values another hands on. */
  private static int origin(List<Vertex> vertices, int vertex) {
    int i = vertex;
    while (vertices.get(i).node() instanceof Identity) {
      i = vertices.get(i).inputs().get(0);
    }
    return i;
  }

  private static boolean isProbability(Node node) {
    return node instanceof Activation activation
        && switch (activation.function().kind()) {
          case SIGMOID, HARD_SIGMOID, SOFTMAX -> true;
          default -> false;
        };
  }

  /** Networks that learn the difference between their input and what they are to make. */
  private static boolean isSumWithImage(List<Vertex> vertices, int vertex) {
    return vertices.get(vertex).node() instanceof Combination
        && vertices.get(vertex).inputs().stream().anyMatch(in -> origin(vertices, in) == 0);
  }
}
