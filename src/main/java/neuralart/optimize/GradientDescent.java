package neuralart.optimize;

import java.nio.FloatBuffer;
import neuralart.network.Plan;
import neuralart.network.node.Ops;

/**
 * Gradient descent on the pixels of an image: {@code x -= step * g / divisor(g)}.
 *
 * @param iterations how many steps
 * @param stepSize size of a step, in units of the network's input
 * @param normalization what the gradient is divided by
 * @param lowestLoss stops before a step when the loss is below this
 */
public record GradientDescent(
    int iterations, double stepSize, GradientNormalization normalization, double lowestLoss) {

  /** Moves the pixels before an evaluation, and back after it. */
  public interface Transform {
    /** Leaves the image as it is. */
    Transform NONE =
        new Transform() {
          @Override
          public void apply(FloatBuffer image) {}

          @Override
          public void undo(FloatBuffer image) {}
        };

    /** Moves the pixels; called before every evaluation. */
    void apply(FloatBuffer image);

    /** Moves the pixels back; called after every step. */
    void undo(FloatBuffer image);
  }

  /**
   * How a descent ended.
   *
   * @param loss of the last evaluation
   * @param canceled whether the observer stopped it
   */
  public record Outcome(double loss, boolean canceled) {}

  /** Is told the number of iterations done and the loss; says whether to go on. */
  public interface Observer {
    boolean iteration(int done, double loss);
  }

  /**
   * Minimises the loss of a plan, starting from the image that is in it.
   *
   * @throws IllegalStateException if the loss is no longer a finite number
   */
  public Outcome minimize(Plan plan, Transform transform, Observer observer) {
    FloatBuffer image = Ops.values(plan.image());
    FloatBuffer gradient = Ops.values(plan.gradient());
    double loss = Double.NaN;
    for (int i = 1; i <= iterations; i++) {
      transform.apply(image);
      loss = plan.evaluate();
      if (!Double.isFinite(loss)) {
        throw new IllegalStateException(
            "the loss is no longer a finite number; use a smaller step size");
      }
      boolean stop = loss < lowestLoss;
      if (!stop) {
        step(image, gradient);
      }
      transform.undo(image);
      if (!observer.iteration(i, loss)) {
        return new Outcome(loss, true);
      }
      if (stop) {
        break;
      }
    }
    return new Outcome(loss, false);
  }

  private void step(FloatBuffer image, FloatBuffer gradient) {
    float factor = (float) (stepSize / normalization.divisor(gradient));
    for (int i = 0; i < image.limit(); i++) {
      image.put(i, image.get(i) - factor * gradient.get(i));
    }
  }
}
