package neuralart.step;

import java.nio.FloatBuffer;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What runs steps: a processor, or a device with memory of its own. */
public interface Executor {
  /**
   * Writes a step as those that this executor runs: itself, or several simpler ones with scratch
   * memory between them.
   */
  void lower(Step step, Steps steps);

  /**
   * Whether a device has room for tensors; of the computer's memory, others know.
   *
   * @param bytes of all of them
   * @param longest values of the one with the most
   */
  default boolean hasRoom(long bytes, long longest) {
    return true;
  }

  /**
   * Bytes that a device gives for steps beside the memory of their slots: weights that it didn't
   * have before, what stays the same, what single steps take.
   *
   * @param slots the tensors that share each piece of memory
   * @param steps all that will be bound, as {@link #lower} writes them
   */
  default long bytesBeside(List<List<Tensor>> slots, List<Step> steps) {
    return 0;
  }

  /**
   * Rows of a convolution's output that are computed together. In a part of an image they come out
   * the same to the last bit where all of them are there, and the part begins at a multiple of
   * their number.
   *
   * @param window of the convolution
   * @param input extent of its input; the height doesn't count
   * @param output extent of its output; the height doesn't count
   */
  default int rowsTogether(Window window, Shape input, Shape output) {
    return 1;
  }

  /**
   * An executor that does the same in less memory, more slowly, and equal up to rounding, if there
   * is one. What this one allocates runs its steps too.
   */
  default Optional<Executor> frugal() {
    return Optional.empty();
  }

  /**
   * Takes memory.
   *
   * @param slots the tensors that share each piece of it, which is as large as the largest of them
   * @throws DeviceException if a device can't; so may all that is done with the execution
   */
  Execution allocate(List<List<Tensor>> slots);

  /** The memory of a plan, and what runs on it. */
  interface Execution extends AutoCloseable {
    /** Prepares a step as {@link #lower} writes it, to be run any number of times. */
    Runnable bind(Step step);

    /**
     * Prepares steps that always run one after the other, in this order, where an executor may do
     * several in one go. A step that comes again is the same again.
     *
     * @return one for each step
     */
    default List<Runnable> bind(List<Step> steps) {
      Map<Step, Runnable> bound = new IdentityHashMap<>();
      return steps.stream().map(step -> bound.computeIfAbsent(step, this::bind)).toList();
    }

    /** The values of a tensor as Java sees them: the same buffer in every iteration. */
    FloatBuffer host(Tensor tensor);

    /** Makes the values that Java has written those of the tensor. */
    void write(Tensor tensor);

    /** Makes the values of the tensor those that Java reads. */
    void read(Tensor tensor);

    /** Hands out what steps have added up; so does {@link #read}. */
    default void deliverSums() {}

    /**
     * Memory and steps of their own that see the tensors of this one, to be closed before it.
     *
     * @param bytes that will be taken
     * @param longest values of the largest tensor
     * @return nothing if this is the computer's memory, or a device has no room
     */
    default Optional<Execution> beside(long bytes, long longest) {
      return Optional.empty();
    }

    /**
     * Lets ReLUs that block the whole gradient pass on what would make their input larger. Off at
     * first.
     */
    void redirectGradients(boolean redirect);

    @Override
    void close();
  }
}
