package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.function.UnaryOperator;

/**
 * Adam (Kingma and Ba 2015): {@code m = b1 m + (1 - b1) g}, {@code v = b2 v + (1 - b2) g^2}, {@code
 * x -= step * (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + e)}.
 *
 * @param iterations how many steps
 * @param stepSize size of a step, in units of the variables
 * @param beta1 how slowly the mean of the gradient forgets, 0 to below 1
 * @param beta2 how slowly the mean of its square forgets, 0 to below 1
 * @param epsilon {@code e}, above 0: steps are smaller where the gradient isn't much larger
 * @param moments what is known of the gradient; new ones, or those of a descent that this one goes
 *     on from
 */
public record Adam(
    int iterations, double stepSize, double beta1, double beta2, double epsilon, Moments moments)
    implements Optimizer {
  /** The published decay of the mean. */
  public static final double BETA1 = 0.9;

  /** The published decay of the square. */
  public static final double BETA2 = 0.999;

  /** The published number that keeps steps finite where there is no gradient. */
  public static final double EPSILON = 1e-8;

  /** The running means of a gradient and of its square, and the number of steps behind them. */
  public static final class Moments {
    private float[] first = {};
    private float[] second = {};
    private int steps;

    /**
     * Makes them fit another number of variables.
     *
     * @param resize gives the values of an array at the new size
     */
    public void resize(UnaryOperator<float[]> resize) {
      if (steps > 0) {
        first = resize.apply(first);
        second = resize.apply(second);
        for (int i = 0; i < second.length; i++) {
          second[i] = Math.max(second[i], 0); // an interpolation may fall below
        }
      }
    }

    private void begin(int length) {
      if (steps == 0) {
        first = new float[length];
        second = new float[length];
      } else if (first.length != length) {
        throw new IllegalStateException(
            "the moments are of " + first.length + " variables, not of " + length);
      }
    }
  }

  public Adam {
    boolean decays = beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1;
    if (!decays) {
      throw new IllegalArgumentException(
          "the betas are " + beta1 + " and " + beta2 + ", but must be 0 to below 1");
    }
    if (!(epsilon > 0)) {
      throw new IllegalArgumentException("epsilon is " + epsilon + ", but must be above 0");
    }
  }

  @Override
  public Outcome minimize(LossFunction function, Observer observer) {
    moments.begin(function.variables().limit());
    double loss = Double.NaN;
    for (int i = 1; i <= iterations; i++) {
      loss = Optimizer.requireFinite(function.evaluate());
      step(function.variables(), function.gradient());
      if (!observer.iteration(i, loss)) {
        return new Outcome(loss, true);
      }
    }
    return new Outcome(loss, false);
  }

  private void step(FloatBuffer variables, FloatBuffer gradient) {
    moments.steps++;
    float[] first = moments.first;
    float[] second = moments.second;
    double step = stepSize / (1 - Math.pow(beta1, moments.steps));
    double correction = 1 / (1 - Math.pow(beta2, moments.steps));
    for (int i = 0; i < first.length; i++) {
      double slope = gradient.get(i);
      double mean = beta1 * first[i] + (1 - beta1) * slope;
      double square = beta2 * second[i] + (1 - beta2) * slope * slope;
      first[i] = (float) mean;
      second[i] = (float) square;
      double change = step * mean / (Math.sqrt(square * correction) + epsilon);
      variables.put(i, (float) (variables.get(i) - change));
    }
  }
}
