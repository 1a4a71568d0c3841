package neuralart.network.node;

import java.util.List;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Hands its input on: what is left of layers that only act in training.
 *
 * @param kind what the layer is, for instance {@code dropout}
 */
public record Identity(String kind) implements Node {
  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    if (output != inputs.get(0)) {
      steps.add(new Step.Copy(View.of(inputs.get(0)), View.of(output)));
    }
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.passOn();
  }
}
