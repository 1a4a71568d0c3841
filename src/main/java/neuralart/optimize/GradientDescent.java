package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Gradient descent on the pixels of an image: {@code x -= step * g / divisor(g)}.
 *
 * @param iterations how many steps
 * @param stepSize size of a step, in units of the network's input
 * @param normalization what the gradient is divided by
 * @param lowestLoss stops when the loss is below this
 * @param lastStep whether the step at which it is found to be below is still made
 * @param constraint may change each step before it is made
 */
public record GradientDescent(
    int iterations,
    double stepSize,
    GradientNormalization normalization,
    double lowestLoss,
    boolean lastStep,
    Constraint constraint)
    implements Optimizer {

  /** Descent without a constraint that stops before a step. */
  public GradientDescent(
      int iterations, double stepSize, GradientNormalization normalization, double lowestLoss) {
    this(iterations, stepSize, normalization, lowestLoss, false, Constraint.NONE);
  }

  @Override
  public Outcome minimize(LossFunction function, Observer observer) {
    return new Descents(function, observer)
        .run(iterations, 0, vectors -> new Descending(function, vectors));
  }

  /** The iterations. */
  private final class Descending implements Descents.Iteration {
    private final LossFunction function;
    private final Vectors vectors;
    private final Tensor shared = new Tensor(1);
    private float factor;
    private boolean isLast;

    Descending(LossFunction function, Vectors vectors) {
      this.function = function;
      this.vectors = vectors;
    }

    @Override
    public double run(int number) {
      double loss = Optimizer.requireFinite(function.evaluate(vectors));
      isLast = loss < lowestLoss;
      if (!isLast || lastStep) {
        factor = (float) (stepSize / normalization.divisor(vectors.totals(vectors.gradient())));
        vectors.set(shared, -factor);
        vectors.run("descent", () -> List.of(step(vectors.variables(), vectors.gradient())));
      }
      return loss;
    }

    @Override
    public boolean isLast() {
      return isLast;
    }

    /** A step, which takes the place of the gradient. */
    private Step step(Tensor variables, Tensor gradient) {
      List<Step> steps = new ArrayList<>();
      View factors = View.of(shared).repeated(0, gradient.length());
      View slopes = View.of(gradient, 0, gradient.length());
      steps.add(new Step.Combine(Step.Operation.MULTIPLY, factors, slopes));
      steps.addAll(constraint.steps(variables, gradient));
      steps.add(new Step.Combine(Step.Operation.ADD, View.of(gradient), View.of(variables)));
      List<Tensor> both = List.of(variables, gradient);
      return new Step.Either(
          new Step.OnHost(
              "descent",
              both,
              both,
              host -> {
                FloatBuffer values = host.values(variables);
                FloatBuffer step = host.values(gradient);
                return () -> step(values, step);
              }),
          steps);
    }

    private void step(FloatBuffer variables, FloatBuffer gradient) {
      for (int i = 0; i < gradient.limit(); i++) {
        gradient.put(i, -factor * gradient.get(i));
      }
      constraint.limit(variables, gradient);
      for (int i = 0; i < variables.limit(); i++) {
        variables.put(i, variables.get(i) + gradient.get(i));
      }
    }
  }
}
