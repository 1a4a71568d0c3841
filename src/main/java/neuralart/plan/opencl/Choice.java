package neuralart.plan.opencl;

import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** Which of several ways to compute the same is taken. */
interface Choice {
  /** The way that is the most unlike the others. */
  Choice LAST = (what, ways, memory) -> ways.get(ways.size() - 1).binding().get();

  /** A way to compute something, which is bound where it is tried or taken. */
  record Way(String name, Supplier<Runnable> binding) {}

  /** The memory that ways are bound to, where they can be tried. */
  interface Trials {
    /**
     * Binds something, and takes back what that took.
     *
     * @return what is said of it
     */
    long tried(Supplier<Runnable> binding, ToLongFunction<Runnable> judge);

    /** Values of all memory that was taken. */
    long length();

    /** Waits for all that was asked of the device. */
    void finish();
  }

  /**
   * Binds one of the ways.
   *
   * @param what is computed: the same choice for the same
   * @param ways at least one; the first is likely to be good
   * @param memory that the ways are bound to
   */
  Runnable take(String what, List<Way> ways, Trials memory);

  /** The same where nothing can be timed: what isn't known yet is the way with the most memory. */
  default Choice untimed() {
    return this;
  }
}
