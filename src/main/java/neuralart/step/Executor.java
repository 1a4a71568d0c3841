package neuralart.step;

import java.nio.FloatBuffer;
import java.util.List;

/** What runs steps: a processor, or a device with memory of its own. */
public interface Executor {
  /**
   * Writes a step as those that this executor runs: itself, or several simpler ones with scratch
   * memory between them.
   */
  void lower(Step step, Steps steps);

  /**
   * Takes memory.
   *
   * @param slots the tensors that share each piece of it, which is as large as the largest of them
   */
  Execution allocate(List<List<Tensor>> slots);

  /** The memory of a plan, and what runs on it. */
  interface Execution extends AutoCloseable {
    /** Prepares a step as {@link #lower} writes it, to be run any number of times. */
    Runnable bind(Step step);

    /** The values of a tensor as Java sees them: the same buffer in every iteration. */
    FloatBuffer host(Tensor tensor);

    /** Makes the values that Java has written those of the tensor. */
    void write(Tensor tensor);

    /** Makes the values of the tensor those that Java reads. */
    void read(Tensor tensor);

    /**
     * Lets ReLUs that block the whole gradient pass on what would make their input larger. Off at
     * first.
     */
    void redirectGradients(boolean redirect);

    @Override
    void close();
  }
}
