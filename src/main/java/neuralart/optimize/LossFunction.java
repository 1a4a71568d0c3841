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
  /** The variables, to be read and written; the same buffer at every call. */
  FloatBuffer variables();

  /** The gradient as of the last evaluation; the same buffer at every call. */
  FloatBuffer gradient();

  /**
   * Computes the loss and its gradient at the present variables.
   *
   * @return the loss
   */
  double evaluate();

  /** The device where the variables and the gradient are those of the last evaluation, if any. */
  default Optional<PlanDevice> device() {
    return Optional.empty();
  }

  /** The loss of a plan as a function of the values of its image. */
  static LossFunction of(Plan plan) {
    FloatBuffer variables = plan.image();
    FloatBuffer gradient = plan.gradient();
    return new LossFunction() {
      @Override
      public FloatBuffer variables() {
        return variables;
      }

      @Override
      public FloatBuffer gradient() {
        return gradient;
      }

      @Override
      public double evaluate() {
        return plan.evaluate();
      }

      @Override
      public Optional<PlanDevice> device() {
        return Optional.of(plan.device());
      }
    };
  }
}
