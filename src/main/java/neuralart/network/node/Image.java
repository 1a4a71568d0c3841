package neuralart.network.node;

import java.util.List;

/**
 * The input of a network: its pixels are set from outside.
 *
 * @param channels channels that the network takes
 */
public record Image(int channels) implements Node {
  @Override
  public String kind() {
    return "input";
  }

  @Override
  public int channels(List<Integer> inputs) {
    return channels;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {}

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {}
}
