package neuralart.network.node;

import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.Window;

/**
 * The largest value of each window, channel by channel. Padding never wins: it counts as negative
 * infinity.
 *
 * @param window size, stride and padding
 */
public record MaxPooling(Window window) implements Node {
  @Override
  public String kind() {
    return "max pooling";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return window.slide(inputs.get(0), inputs.get(0).channels());
  }

  @Override
  public boolean backwardReadsInputs() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(new Step.Pool(Step.Pooling.MAXIMUM, window, inputs.get(0), output));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0,
        target ->
            steps.add(
                new Step.PoolGradient(
                    Step.Pooling.MAXIMUM, window, inputs.get(0), gradient, target)));
  }
}
