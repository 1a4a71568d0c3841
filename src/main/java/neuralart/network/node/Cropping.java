package neuralart.network.node;

import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * The image without its border.
 *
 * @param margins what is left out
 */
public record Cropping(Margins margins) implements Node {
  @Override
  public String kind() {
    return "cropping";
  }

  @Override
  public Reach reach(Shape input) {
    return new Reach(Span.shift(margins.top()), Span.shift(margins.left()));
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = inputs.get(0);
    return new Shape(
        input.height() - margins.height(), input.width() - margins.width(), input.channels());
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    margins.cut(steps, inputs.get(0), output);
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(0, target -> margins.surround(steps, gradient, target, 0));
  }
}
