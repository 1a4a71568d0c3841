package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.List;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

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
    Descending descending = new Descending(function);
    return new Descents(function, observer).run(iterations, 1, descending::in);
  }

  /** The iterations. */
  private final class Descending {
    private final LossFunction function;
    private final float[] start;
    private final Tensor shared = new Tensor(1);
    private double first = Double.NaN;
    private double share;
    private double size;

    Descending(LossFunction function) {
      this.function = function;
      start = new float[function.variables().limit()];
      function.variables().get(0, start);
    }

    Descents.Iteration in(Vectors vectors) {
      Tensor beginning = vectors.take(start);
      return number -> run(number, vectors, beginning);
    }

    private double run(int number, Vectors vectors, Tensor beginning) {
      double loss = function.evaluate(vectors);
      if (number == 1) {
        first = loss;
        share = 1;
      } else if (!(loss <= first + Math.abs(first)) && share > SMALLEST) { // no number either
        share /= 2;
        vectors.writeVariables(beginning);
        loss = function.evaluate(vectors);
      }
      Optimizer.requireFinite(loss);
      size = share * stepSize * Math.pow(decay, number - 1);
      vectors.set(shared, -size);
      vectors.run("descent", () -> List.of(step(vectors.variables(), vectors.gradient())));
      return loss;
    }

    private Step step(Tensor variables, Tensor gradient) {
      View sizes = View.of(shared).repeated(0, gradient.length());
      View slopes = View.of(gradient, 0, gradient.length());
      return new Step.Either(
          new Step.OnHost(
              "descent",
              List.of(variables, gradient),
              List.of(variables),
              host -> {
                FloatBuffer values = host.values(variables);
                FloatBuffer slope = host.values(gradient);
                return () -> step(values, slope);
              }),
          List.of(
              new Step.Combine(Step.Operation.MULTIPLY, sizes, slopes),
              new Step.Combine(Step.Operation.ADD, View.of(gradient), View.of(variables))));
    }

    private void step(FloatBuffer variables, FloatBuffer gradient) {
      for (int i = 0; i < variables.limit(); i++) {
        variables.put(i, (float) (variables.get(i) - size * gradient.get(i)));
      }
    }
  }
}
