package neuralart.network.node;

import java.util.List;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

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
      steps.add(
          "copy",
          () -> {
            INDArray source = inputs.get(0).array();
            INDArray target = output.array();
            return () -> target.assign(source);
          });
    }
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.passOn();
  }
}
