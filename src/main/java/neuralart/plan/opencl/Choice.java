package neuralart.plan.opencl;

import java.util.List;
import java.util.function.Supplier;

/** Which of several ways to compute the same is taken. */
interface Choice {
  /** The way that is the most unlike the others. */
  Choice LAST = (what, ways, memory) -> ways.get(ways.size() - 1).binding().get();

  /** A way to compute something, which is bound where it is tried or taken. */
  record Way(String name, Supplier<Runnable> binding) {}

  /**
   * Binds one of the ways.
   *
   * @param what is computed: the same choice for the same
   * @param ways at least one; the first is likely to be good
   * @param memory that the ways are bound to
   */
  Runnable take(String what, List<Way> ways, DeviceMemory memory);

  /** The same where nothing can be timed: what isn't known yet is the way with the most memory. */
  default Choice untimed() {
    return this;
  }
}
