package neuralart.network.node;

import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The largest value of each window, channel by channel. Padding never wins: it counts as negative
 * infinity.
 *
 * @param window size, stride and padding
 */
public record MaxPooling(Window window) implements Node {
  private static final long NHWC = 1;

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
    steps.add(
        "max pooling",
        () ->
            Ops.op(
                "maxpool2d",
                new INDArray[] {inputs.get(0).array()},
                new INDArray[] {output.array()},
                window.arguments(inputs.get(0).dimensions(), 0, NHWC)));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0,
        target ->
            steps.add(
                "max pooling gradient",
                () ->
                    Ops.op(
                        "maxpool2d_bp",
                        new INDArray[] {inputs.get(0).array(), gradient.array()},
                        new INDArray[] {target.array()},
                        window.arguments(inputs.get(0).dimensions(), 0, NHWC))));
  }
}
