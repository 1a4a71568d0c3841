package neuralart.optimize;

import java.nio.FloatBuffer;

/**
 * Gradient descent on the pixels of an image: {@code x -= step * g / divisor(g)}.
 *
 * @param iterations how many steps
 * @param stepSize size of a step, in units of the network's input
 * @param normalization what the gradient is divided by
 * @param lowestLoss stops before a step when the loss is below this
 */
public record GradientDescent(
    int iterations, double stepSize, GradientNormalization normalization, double lowestLoss)
    implements Optimizer {

  @Override
  public Outcome minimize(LossFunction function, Observer observer) {
    double loss = Double.NaN;
    for (int i = 1; i <= iterations; i++) {
      loss = function.evaluate();
      if (!Double.isFinite(loss)) {
        throw new IllegalStateException(
            "the loss is no longer a finite number; use a smaller step size");
      }
      boolean stop = loss < lowestLoss;
      if (!stop) {
        step(function.variables(), function.gradient());
      }
      if (!observer.iteration(i, loss)) {
        return new Outcome(loss, true);
      }
      if (stop) {
        break;
      }
    }
    return new Outcome(loss, false);
  }

  private void step(FloatBuffer variables, FloatBuffer gradient) {
    float factor = (float) (stepSize / normalization.divisor(gradient));
    for (int i = 0; i < variables.limit(); i++) {
      variables.put(i, variables.get(i) - factor * gradient.get(i));
    }
  }
}
