package neuralart.network.node;

import java.util.List;

/** Rectified linear unit: {@code max(x, 0)}. */
public record Relu() implements Node {
  @Override
  public String kind() {
    return "ReLU";
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
    steps.add("ReLU", () -> Ops.relu(input.array(), output.array()));
  }

  /** Sets the gradient to zero where the output is. */
  static void mask(Steps steps, Tensor output, Tensor gradient) {
    Tensor scratch = steps.scratch(Ops.chunk(output.length()));
    steps.add(
        "ReLU gradient", () -> Ops.maskBySign(output.array(), gradient.array(), scratch.array()));
  }
}
