package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.Optional;
import neuralart.plan.PlanDevice;

/** The variables of a loss, with its gradient, and where they may be besides. */
public interface Variables {
  /**
   * The variables, to be read and written: the same buffer at every call. Those that were changed
   * on a device are there when they are asked for anew.
   */
  FloatBuffer variables();

  /**
   * The gradient as of the last evaluation in the computer's memory; the same buffer at every call.
   */
  FloatBuffer gradient();

  /** The device where all of the loss can be computed, if any. */
  default Optional<PlanDevice> device() {
    return Optional.empty();
  }

  /** Whether the variables are the image of a plan; else they are made into it. */
  default boolean isOfImage() {
    return true;
  }
}
