package neuralart.network.node;

import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * The first input repeated to the extent of the second: one pixel for all pixels, or one channel
 * for all channels.
 *
 * @param channels whether the channel is repeated, else the pixel
 */
public record Broadcast(boolean channels) implements Node {
  @Override
  public String kind() {
    return "broadcasting";
  }

  /** A pixel that is repeated has no place of its own. */
  @Override
  public List<Integer> placing(List<Integer> inputs) {
    return channels ? inputs : inputs.subList(1, 2);
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape small = inputs.get(0);
    Shape large = inputs.get(1);
    boolean fits =
        channels
            ? small.height() == large.height() && small.width() == large.width()
            : small.height() == 1 && small.width() == 1;
    channels(List.of(small.channels(), large.channels()));
    if (!fits) {
      throw new IllegalArgumentException("has inputs that differ in size: " + inputs);
    }
    return large;
  }

  @Override
  public int channels(List<Integer> inputs) {
    if (inputs.get(0) != (channels ? 1 : inputs.get(1))) {
      throw new IllegalArgumentException("has inputs that differ in channels: " + inputs);
    }
    return inputs.get(1);
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    View ones = ones(steps, output);
    View small = View.pixels(inputs.get(0));
    steps.add(
        channels
            ? new Step.Multiply(small, false, ones, false, View.pixels(output), 1, 0)
            : new Step.Multiply(ones, true, small, false, View.pixels(output), 1, 0));
  }

  /** Sums up. */
  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    View ones = ones(steps, output);
    View large = View.pixels(gradient);
    gradients.write(
        0,
        target ->
            steps.add(
                channels
                    ? new Step.Multiply(large, false, ones, true, View.pixels(target), 1, 0)
                    : new Step.Multiply(ones, false, large, false, View.pixels(target), 1, 0)));
  }

  private View ones(Steps steps, Tensor output) {
    long repeats = channels ? output.size(3) : output.size(1) * output.size(2);
    View ones = View.of(steps.scratch(1, repeats));
    steps.add(new Step.Fill(ones, 1));
    return ones;
  }
}
