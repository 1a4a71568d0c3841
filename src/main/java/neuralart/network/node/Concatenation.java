package neuralart.network.node;

import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Joins the channels of its inputs, in their order.
 *
 * @param rectified whether a {@link Relu} follows: cheaper here than on each of the inputs
 */
public record Concatenation(boolean rectified) implements Node {
  private static final int CHANNEL_AXIS = 3;

  @Override
  public String kind() {
    return "concatenation";
  }

  @Override
  public Role role() {
    return Role.JOIN;
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape first = inputs.get(0);
    for (Shape input : inputs) {
      if (input.height() != first.height() || input.width() != first.width()) {
        throw new IllegalArgumentException("has inputs that differ in size: " + inputs);
      }
    }
    return new Shape(
        first.height(), first.width(), channels(inputs.stream().map(Shape::channels).toList()));
  }

  @Override
  public int channels(List<Integer> inputs) {
    return inputs.stream().mapToInt(Integer::intValue).sum();
  }

  @Override
  public boolean backwardReadsOutput() {
    return rectified;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(new Step.Concatenate(inputs, output));
    if (rectified) {
      Relu.rectify(steps, output, output);
    }
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    if (rectified) {
      Relu.mask(steps, output, gradient);
    }
    long from = 0;
    for (int i = 0; i < inputs.size(); i++) {
      View part = View.channels(gradient, from, from + inputs.get(i).size(CHANNEL_AXIS));
      gradients.write(i, target -> steps.add(new Step.Copy(part, View.of(target))));
      from += inputs.get(i).size(CHANNEL_AXIS);
    }
  }
}
