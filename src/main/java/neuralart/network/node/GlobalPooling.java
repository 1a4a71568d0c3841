package neuralart.network.node;

import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;
import neuralart.step.Window;

/**
 * The mean or the largest value of each channel over the whole image.
 *
 * @param maximum whether it is the largest, else the mean
 */
public record GlobalPooling(boolean maximum) implements Node {
  @Override
  public String kind() {
    return maximum ? "global max pooling" : "global average pooling";
  }

  @Override
  public Reach reach(Shape input) {
    return new Reach(Span.everything(input.height(), 1), Span.everything(input.width(), 1));
  }

  @Override
  public boolean seesAll() {
    return true;
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return new Shape(1, 1, inputs.get(0).channels());
  }

  @Override
  public boolean backwardReadsInputs() {
    return maximum;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    Tensor input = inputs.get(0);
    if (maximum) {
      wholeImage(input).forward(steps, inputs, output);
    } else {
      View weights = weights(steps, input);
      steps.add(
          new Step.Multiply(weights, false, View.pixels(input), false, View.pixels(output), 1, 0));
    }
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    Tensor input = inputs.get(0);
    if (maximum) {
      wholeImage(input).backward(steps, inputs, output, gradient, gradients);
    } else {
      View weights = weights(steps, input);
      gradients.write(
          0,
          target ->
              steps.add(
                  new Step.Multiply(
                      weights, true, View.pixels(gradient), false, View.pixels(target), 1, 0)));
    }
  }

  private static MaxPooling wholeImage(Tensor input) {
    Shape size = input.shape();
    return new MaxPooling(new Window(size.height(), size.width(), 1, 1, Window.Padding.VALID));
  }

  /** One over the number of pixels, as often as there are pixels. */
  private static View weights(Steps steps, Tensor input) {
    long pixels = (long) input.shape().height() * input.shape().width();
    View weights = View.of(steps.scratch(1, pixels));
    steps.add(new Step.Fill(weights, 1.0 / pixels));
    return weights;
  }
}
