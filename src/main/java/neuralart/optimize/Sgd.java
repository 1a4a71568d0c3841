package neuralart.optimize;

import java.nio.FloatBuffer;

/**
 * Gradient descent whose steps become smaller: {@code x -= step * decay^i * g} in iteration {@code
 * i}, the first of which is 0. This is what {@code SGD} with {@code ExponentialDecay} does in
 * Keras, with {@code decay = rate^(1 / decay_steps)}.
 *
 * @param iterations how many steps
 * @param stepSize what the gradient is multiplied by in the first step
 * @param decay what the step is multiplied by after each iteration, above 0 to 1
 */
public record Sgd(int iterations, double stepSize, double decay) implements Optimizer {
  @Override
  public Outcome minimize(LossFunction function, Observer observer) {
    double loss = Double.NaN;
    for (int i = 1; i <= iterations; i++) {
      loss = Optimizer.requireFinite(function.evaluate());
      step(function.variables(), function.gradient(), stepSize * Math.pow(decay, i - 1));
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
