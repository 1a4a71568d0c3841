package neuralart.network.node;

import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * Zeros around the image, or other values that are all the same.
 *
 * @param margins how many
 * @param value what they are
 */
public record ZeroPadding(Margins margins, double value) implements Node {
  /** Zeros. */
  public ZeroPadding(Margins margins) {
    this(margins, 0);
  }

  @Override
  public String kind() {
    return value == 0 ? "zero padding" : "constant padding";
  }

  @Override
  public Reach reach(Shape input) {
    return new Reach(Span.shift(-margins.top()), Span.shift(-margins.left()));
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = inputs.get(0);
    return new Shape(
        input.height() + margins.height(), input.width() + margins.width(), input.channels());
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    margins.surround(steps, inputs.get(0), output, value);
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(0, target -> margins.cut(steps, gradient, target));
  }
}
