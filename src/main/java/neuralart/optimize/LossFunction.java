package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.Optional;
import neuralart.plan.Plan;
import neuralart.plan.PlanDevice;

/**
 * A loss as a function of many variables, with its gradient. What lies between the variables and
 * the network (a transform of the image, a parameterisation) is a loss function around another one.
 */
public interface LossFunction {
  /**
   * The variables, to be read and written: the same buffer at every call. Those that were changed
   * on a device are there when they are asked for anew.
   */
  FloatBuffer variables();

  /**
   * The gradient as of the last evaluation by {@link #evaluate()}; the same buffer at every call.
   */
  FloatBuffer gradient();

  /**
   * Computes the loss and its gradient at the present variables.
   *
   * @return the loss
   */
  double evaluate();

  /**
   * The same for variables, and a gradient, that may be on the function's device.
   *
   * @param vectors of this function, or of one around it that has the same variables
   */
  default double evaluate(Vectors vectors) {
    return evaluate();
  }

  /** The device where all of this function can be computed, if any. */
  default Optional<PlanDevice> device() {
    return Optional.empty();
  }

  /** Whether the variables are the image of a plan; else they are made into it. */
  default boolean isOfImage() {
    return true;
  }

  /** The loss of a plan as a function of the values of its image. */
  static LossFunction of(Plan plan) {
    return new LossFunction() {
      @Override
      public FloatBuffer variables() {
        return plan.image();
      }

      @Override
      public FloatBuffer gradient() {
        return plan.gradient();
      }

      @Override
      public double evaluate() {
        return plan.evaluate();
      }

      @Override
      public double evaluate(Vectors vectors) {
        return vectors.evaluate(plan);
      }

      @Override
      public Optional<PlanDevice> device() {
        return Optional.of(plan.device());
      }
    };
  }
}
