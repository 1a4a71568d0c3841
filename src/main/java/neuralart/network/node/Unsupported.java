package neuralart.network.node;

import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * A layer that can't be computed. A network may have such layers as long as nothing that is asked
 * of it depends on them.
 *
 * @param kind what the layer is
 * @param reason why it can't be computed; names the layer
 */
public record Unsupported(String kind, String reason) implements Node {
  @Override
  public Shape output(List<Shape> inputs) {
    throw refusal();
  }

  @Override
  public int channels(List<Integer> inputs) {
    throw refusal();
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    throw refusal();
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    throw refusal();
  }

  private IllegalArgumentException refusal() {
    return new IllegalArgumentException(reason);
  }
}
