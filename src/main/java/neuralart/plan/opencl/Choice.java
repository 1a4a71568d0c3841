package neuralart.plan.opencl;

import java.util.List;
import java.util.function.Supplier;

/** Which of several ways to compute the same is taken. */
interface Choice {
  /** The way that is the most unlike the others. */
  Choice LAST = (what, ways, waiting) -> ways.get(ways.size() - 1).binding().get();

  /** A way to compute something, which is bound where it is tried or taken. */
  record Way(String name, Supplier<Runnable> binding) {}

  /**
   * Binds one of the ways.
   *
   * @param what is computed: the same choice for the same
   * @param ways at least one; the first is likely to be good
   * @param waiting waits for what the device was asked for
   */
  Runnable take(String what, List<Way> ways, Runnable waiting);
}
