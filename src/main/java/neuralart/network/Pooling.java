package neuralart.network;

import java.util.Arrays;
import java.util.Locale;
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
  };

  /** What the user calls it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The pooling of a title.
   *
   * @throws IllegalArgumentException listing the poolings there are
   */
  public static Pooling of(String title) {
    return Arrays.stream(values())
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
