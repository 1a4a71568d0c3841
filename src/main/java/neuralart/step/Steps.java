package neuralart.step;

import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import neuralart.network.node.Relu;

/** The part of a plan under construction that a node writes to. */
public interface Steps {
  /**
   * Adds a step. It is built once the buffers exist, and then run in every iteration.
   *
   * @param name what a profile calls it
   */
  void add(String name, Supplier<Runnable> step);

  /** Memory for this node's steps alone, given back when the node is done; its values are unset. */
  Tensor scratch(long... dimensions);

  /** Tells in every iteration whether ReLUs redirect their gradient: see {@link Relu#mask}. */
  default BooleanSupplier redirection() {
    return () -> false;
  }
}
