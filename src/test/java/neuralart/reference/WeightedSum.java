package neuralart.reference;

import java.nio.FloatBuffer;
import java.util.List;
import neuralart.objective.Objective;
import neuralart.objective.Objective.Part;
import neuralart.objective.Objective.Term;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * Sum of an activation with fixed weights, so that the weights are its gradient.
 *
 * @param layer whose activation it is
 * @param weights {@code [H, W, C]}
 */
public record WeightedSum(String layer, double[] weights) implements Objective {
  @Override
  public Term bind(Shape activation, Steps steps) {
    double[] sum = new double[1];
    return new Term() {
      @Override
      public void begin() {}

      @Override
      public void differentiate(Part part, Tensor gradient) {
        Tensor tensor = part.tensor();
        steps.add(
            new Step.OnHost(
                "weighted sum",
                List.of(tensor, gradient),
                List.of(gradient),
                host -> () -> sum[0] = add(host.values(tensor), host.values(gradient))));
      }

      @Override
      public double value() {
        return sum[0];
      }
    };
  }

  private double add(FloatBuffer values, FloatBuffer slopes) {
    double sum = 0;
    for (int i = 0; i < weights.length; i++) {
      sum += (float) weights[i] * values.get(i);
      slopes.put(i, slopes.get(i) + (float) weights[i]);
    }
    return sum;
  }
}
