package neuralart.optimize;

import java.nio.FloatBuffer;

/**
 * Gradient descent whose steps become smaller: {@code x -= step * decay^i * g} in iteration {@code
 * i}, the first of which is 0. This is what {@code SGD} with {@code ExponentialDecay} does in
 * Keras, with {@code decay = rate^(1 / decay_steps)}. Where the steps are so large that the loss
 * grows to twice that of the start, it begins anew with half of them.
 *
 * @param iterations how many steps
 * @param stepSize what the gradient is multiplied by in the first step
 * @param decay what the step is multiplied by after each iteration, above 0 to 1
 */
public record Sgd(int iterations, double stepSize, double decay) implements Optimizer {
  /** The smallest share of the step size that is tried. */
  private static final double SMALLEST = 1.0 / 1024;

  @Override
  public Outcome minimize(LossFunction function, Observer observer) {
    FloatBuffer variables = function.variables();
    float[] start = new float[variables.limit()];
    variables.get(0, start);
    double first = Double.NaN;
    double loss = Double.NaN;
    double share = 1;
    for (int i = 1; i <= iterations; i++) {
      loss = function.evaluate();
      if (i == 1) {
        first = loss;
      } else if (!(loss <= first + Math.abs(first)) && share > SMALLEST) { // no number either
        share /= 2;
        variables.put(0, start);
        loss = function.evaluate();
      }
      Optimizer.requireFinite(loss);
      step(variables, function.gradient(), share * stepSize * Math.pow(decay, i - 1));
      if (!observer.iteration(i, loss)) {
        return new Outcome(loss, true);
      }
    }
    return new Outcome(loss, false);
  }

  private static void step(FloatBuffer variables, FloatBuffer gradient, double size) {
    for (int i = 0; i < variables.limit(); i++) {
      variables.put(i, (float) (variables.get(i) - size * gradient.get(i)));
    }
  }
}
