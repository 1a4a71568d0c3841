package neuralart.network.node;

import java.util.Optional;
import java.util.function.Function;

/** Keeps the node that a linear node and the batch normalisation behind it make together. */
final class Folding implements AutoCloseable {
  private Node next;
  private Node folded;

  /** The node that does both, made on first use, if what follows is a batch normalisation. */
  synchronized Optional<Node> with(Node follower, Function<BatchNormalization, Node> maker) {
    if (!(follower instanceof BatchNormalization normalization)) {
      return Optional.empty();
    }
    if (follower != next) {
      close();
      next = follower;
      folded = maker.apply(normalization);
    }
    return Optional.of(folded);
  }

  @Override
  public synchronized void close() {
    if (folded != null) {
      folded.close();
      folded = null;
      next = null;
    }
  }
}
