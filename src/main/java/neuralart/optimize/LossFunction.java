package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.Optional;
import neuralart.plan.Plan;
import neuralart.plan.PlanDevice;

/**
 * A loss as a function of many variables, with its gradient. What lies between the variables and
 * the network (a transform of the image, a parameterisation) is a loss function around another one.
 */
public interface LossFunction extends Variables {
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
