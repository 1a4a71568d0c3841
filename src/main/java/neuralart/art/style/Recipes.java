package neuralart.art.style;

import neuralart.art.style.StyleTransferOptions.Method;
import neuralart.art.style.StyleTransferOptions.Optimization;
import neuralart.optimize.Adam;

/** How the recipes minimise their losses, and what their layers weigh. */
final class Recipes {
  static final double[] EQUAL = {1, 1, 1, 1, 1};

  /** Adam on 0..1 with the step 0.02 and the epsilon 0.1, clipped. */
  static final Optimization TENSORFLOW =
      new Optimization(Method.ADAM, 1000, 0.02 * 255, 1, 0.99, 0.999, 0.1 / 255, 100, 0, true, 0);

  /** Adam on 0..1 with the step 0.02, clipped. */
  static final Optimization NEIGHBORS =
      new Optimization(
          Method.ADAM, 50, 0.02 * 255, 1, Adam.BETA1, Adam.BETA2, Adam.EPSILON, 100, 25, true, 0);

  private Recipes() {}

  static Optimization sgd(int iterations, double step, double decay) {
    return new Optimization(
        Method.SGD,
        iterations,
        step,
        decay,
        Adam.BETA1,
        Adam.BETA2,
        Adam.EPSILON,
        100,
        0,
        false,
        0);
  }

  static Optimization lbfgs(int evaluations, int history, int round) {
    return new Optimization(
        Method.LBFGS,
        evaluations,
        0.001,
        1,
        Adam.BETA1,
        Adam.BETA2,
        Adam.EPSILON,
        history,
        round,
        false,
        0);
  }

  static Optimization adam(int iterations, double step, double beta2, double averaging) {
    return new Optimization(
        Method.ADAM, iterations, step, 1, Adam.BETA1, beta2, Adam.EPSILON, 100, 0, true, averaging);
  }
}
