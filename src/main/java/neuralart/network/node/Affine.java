package neuralart.network.node;

import java.util.List;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/** {@code y = x scale + shift}, the same for all values. */
public record Affine(double scale, double shift) implements Node {
  /**
   * @throws IllegalArgumentException if one of them isn't finite
   */
  public Affine {
    if (!Double.isFinite(scale) || !Double.isFinite(shift)) {
      throw new IllegalArgumentException(
          "has a scale of " + scale + " and a shift of " + shift + "; expected are numbers");
    }
  }

  @Override
  public String kind() {
    return shift == 0 ? "scaling" : "shift";
  }

  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add("scaling", () -> Ops.multiply(inputs.get(0).array(), scale, output.array()));
    if (shift != 0) {
      steps.add("shift", () -> Ops.add(output.array(), shift, output.array()));
    }
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    if (scale != 1) {
      steps.add("scaling gradient", () -> Ops.multiply(gradient.array(), scale, gradient.array()));
    }
    gradients.passOn();
  }
}
