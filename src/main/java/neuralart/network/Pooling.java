package neuralart.network;

import java.util.Locale;
import java.util.stream.Stream;
import neuralart.network.node.AveragePooling;
import neuralart.network.node.MaxPooling;
import neuralart.network.node.Node;

/** What the poolings of a network take of each window. */
public enum Pooling {
  /** What the network was trained with. */
  NETWORK {
    @Override
    Node replace(Node node) {
      return node;
    }
  },

  /** The largest value. */
  MAX {
    @Override
    Node replace(Node node) {
      return node instanceof AveragePooling average ? new MaxPooling(average.window()) : node;
    }
  },

  /** The mean, which lets more of the gradient through (Gatys et al. 2015). */
  AVERAGE {
    @Override
    Node replace(Node node) {
      return node instanceof MaxPooling max ? new AveragePooling(max.window(), false) : node;
    }
  },

  /** Twice the mean, about as large as the largest value (K. Crowson 2021). */
  DOUBLED_AVERAGE {
    @Override
    Node replace(Node node) {
      return node instanceof MaxPooling max ? new AveragePooling(max.window(), false, 2) : node;
    }
  };

  /** What the user calls it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The pooling of a title, of those that a user can choose.
   *
   * @throws IllegalArgumentException listing the poolings there are
   */
  public static Pooling of(String title) {
    return Stream.of(NETWORK, MAX, AVERAGE)
        .filter(pooling -> pooling.title().equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "pooling is '" + title + "', but must be network, max or average"));
  }

  /** The node that takes the place of another one. */
  abstract Node replace(Node node);
}
