package neuralart.network.node;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rectified linear unit: {@code max(x, 0)}. */
public record Relu() implements Node {
  @Override
  public String kind() {
    return "ReLU";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return inputs.get(0);
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
    steps.add("relu", () -> Ops.relu(inputs.get(0).array(), output.array()));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    Tensor scratch = steps.scratch(Ops.chunk(output.length()));
    steps.add(
        "relu gradient",
        () -> Ops.maskBySign(output.array(), gradient.array(), scratch.array()));
    gradients.passOn();
  }
}
