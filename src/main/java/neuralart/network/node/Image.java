package neuralart.network.node;

import java.util.List;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * The input of a network: its pixels are set from outside.
 *
 * @param height rows of the images that the network was trained on, or 0 where that isn't known
 * @param width columns of those images, or 0
 * @param channels channels that the network takes
 */
public record Image(int height, int width, int channels) implements Node {
  /** The input of a network that was trained on images of unknown size. */
  public Image(int channels) {
    this(0, 0, channels);
  }

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
