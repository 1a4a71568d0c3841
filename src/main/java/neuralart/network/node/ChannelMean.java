package neuralart.network.node;

import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;

/** The mean of the channels of each pixel. */
public record ChannelMean() implements Node {
  @Override
  public String kind() {
    return "mean of channels";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return new Shape(inputs.get(0).height(), inputs.get(0).width(), 1);
  }

  @Override
  public int channels(List<Integer> inputs) {
    return 1;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    View pixels = View.pixels(inputs.get(0));
    View shares = shares(steps, inputs.get(0));
    steps.add(new Step.Multiply(pixels, false, shares, true, View.pixels(output), 1, 0));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    View shares = shares(steps, inputs.get(0));
    View mean = View.pixels(gradient);
    gradients.write(
        0,
        target ->
            steps.add(new Step.Multiply(mean, false, shares, false, View.pixels(target), 1, 0)));
  }

  private static View shares(Steps steps, Tensor input) {
    View shares = View.of(steps.scratch(1, input.size(3)));
    steps.add(new Step.Fill(shares, 1.0 / input.size(3)));
    return shares;
  }
}
