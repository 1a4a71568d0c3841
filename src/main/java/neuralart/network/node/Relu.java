package neuralart.network.node;

import java.util.List;
import neuralart.step.PixelFunction;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/** Rectified linear unit: {@code max(x, 0)}. */
public record Relu() implements Node {
  private static final PixelFunction FUNCTION = PixelFunction.of(PixelFunction.Kind.RELU);

  @Override
  public String kind() {
    return "ReLU";
  }

  @Override
  public Role role() {
    return Role.NONLINEAR;
  }

  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public boolean backwardReadsOutput() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    rectify(steps, inputs.get(0), output);
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    mask(steps, output, gradient);
    gradients.passOn();
  }

  static void rectify(Steps steps, Tensor input, Tensor output) {
    steps.add(new Step.Map(FUNCTION, input, output));
  }

  /** Sets the gradient to zero where the output is. */
  static void mask(Steps steps, Tensor output, Tensor gradient) {
    steps.add(new Step.MapGradient(FUNCTION, output, gradient, gradient));
  }
}
