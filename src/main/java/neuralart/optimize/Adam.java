package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.function.UnaryOperator;
import neuralart.step.Alteration;
import neuralart.step.Step;
import neuralart.step.Tensor;

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
 * @param iterates what becomes of the variables after each step
 */
public record Adam(
    int iterations,
    double stepSize,
    double beta1,
    double beta2,
    double epsilon,
    Moments moments,
    Iterates iterates)
    implements Optimizer {
  /** The published decay of the mean. */
  public static final double BETA1 = 0.9;

  /** The published decay of the square. */
  public static final double BETA2 = 0.999;

  /** The published number that keeps steps finite where there is no gradient. */
  public static final double EPSILON = 1e-8;

  /** The moments, and what iterates may take. */
  private static final int VECTORS = 4;

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

  /** Adam that leaves the variables as they are after a step. */
  public Adam(
      int iterations,
      double stepSize,
      double beta1,
      double beta2,
      double epsilon,
      Moments moments) {
    this(iterations, stepSize, beta1, beta2, epsilon, moments, Iterates.unchanged());
  }

  @Override
  public Outcome minimize(LossFunction function, Observer observer) {
    return minimize(function, observer, number -> stepSize);
  }

  /**
   * Minimises with steps of different sizes.
   *
   * @param sizes gives the size of each step, from 1
   */
  Outcome minimize(LossFunction function, Observer observer, IntToDoubleFunction sizes) {
    moments.begin(function.variables().limit());
    Descending descending = new Descending(function, sizes);
    return new Descents(function, observer).run(iterations, VECTORS, descending::in);
  }

  /** The iterations. */
  private final class Descending {
    private final LossFunction function;
    private final IntToDoubleFunction sizes;
    private final int before = moments.steps;
    private final int iteratesBefore = iterates.count();
    private final Tensor rates = new Tensor(2);
    private double step;
    private double correction;

    Descending(LossFunction function, IntToDoubleFunction sizes) {
      this.function = function;
      this.sizes = sizes;
    }

    Descents.Iteration in(Vectors vectors) {
      Tensor first = vectors.take(moments.first);
      Tensor second = vectors.take(moments.second);
      Iterates.Settling settling = iterates.in(vectors);
      return number -> {
        double loss = Optimizer.requireFinite(function.evaluate(vectors));
        moments.steps = before + number;
        step = sizes.applyAsDouble(number) / (1 - Math.pow(beta1, moments.steps));
        correction = 1 / (1 - Math.pow(beta2, moments.steps));
        vectors.set(rates, step, correction);
        vectors.run(
            "adam", () -> List.of(step(vectors.variables(), vectors.gradient(), first, second)));
        settling.settle(iteratesBefore + number);
        return loss;
      };
    }

    private Step step(Tensor variables, Tensor gradient, Tensor first, Tensor second) {
      return new Step.Either(
          new Step.OnHost(
              "adam",
              List.of(variables, gradient, first, second),
              List.of(variables, first, second),
              host -> {
                FloatBuffer values = host.values(variables);
                FloatBuffer slopes = host.values(gradient);
                FloatBuffer means = host.values(first);
                FloatBuffer squares = host.values(second);
                return () -> step(values, slopes, means, squares);
              }),
          List.of(
              new Step.Alter(
                  new Alteration.Adam(beta1, beta2, epsilon, rates, gradient, first, second),
                  variables,
                  variables)));
    }

    private void step(
        FloatBuffer variables, FloatBuffer gradient, FloatBuffer first, FloatBuffer second) {
      for (int i = 0; i < variables.limit(); i++) {
        double slope = gradient.get(i);
        double mean = beta1 * first.get(i) + (1 - beta1) * slope;
        double square = beta2 * second.get(i) + (1 - beta2) * slope * slope;
        first.put(i, (float) mean);
        second.put(i, (float) square);
        double change = step * mean / (Math.sqrt(square * correction) + epsilon);
        variables.put(i, (float) (variables.get(i) - change));
      }
    }
  }
}
