package neuralart.network.node;

import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * All values of an activation as the channels of a single pixel, for a dense layer.
 *
 * @param input the extent that the dense layer was trained for
 * @param channelsFirst whether the values of one channel lie together, else those of one pixel
 */
public record Flattening(Shape input, boolean channelsFirst) implements Node {
  @Override
  public String kind() {
    return "flattening";
  }

  @Override
  public boolean seesAll() {
    return true;
  }

  @Override
  public Shape output(List<Shape> inputs) {
    if (!inputs.get(0).equals(input)) {
      throw new IllegalArgumentException(
          "takes exactly " + input + " values, but its input is " + inputs.get(0));
    }
    return new Shape(1, 1, Math.toIntExact(input.length()));
  }

  @Override
  public int channels(List<Integer> inputs) {
    return Math.toIntExact(input.length());
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(new Step.Copy(View.of(inputs.get(0)), ordered(output)));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(0, target -> steps.add(new Step.Copy(ordered(gradient), View.of(target))));
  }

  /** The flat values as rows, columns and channels. */
  private View ordered(Tensor flat) {
    long h = input.height();
    long w = input.width();
    long c = input.channels();
    return channelsFirst
        ? View.of(flat, 0, 1, c, h, w).permute(0, 2, 3, 1)
        : View.of(flat, 0, 1, h, w, c);
  }
}
