package neuralart.network.node;

import java.util.List;
import neuralart.step.PixelFunction;
import neuralart.step.Step;
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
    scale(steps, scale, inputs.get(0), output);
    if (shift != 0) {
      steps.add(new Step.Map(PixelFunction.of(PixelFunction.Kind.SHIFT, shift), output, output));
    }
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    if (scale != 1) {
      scale(steps, scale, gradient, gradient);
    }
    gradients.passOn();
  }

  /** {@code y = x factor}. */
  static void scale(Steps steps, double factor, Tensor x, Tensor y) {
    steps.add(new Step.Map(PixelFunction.of(PixelFunction.Kind.SCALE, factor), x, y));
  }
}
