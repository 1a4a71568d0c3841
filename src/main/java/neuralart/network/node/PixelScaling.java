package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.List;
import neuralart.step.Constant;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Each pixel multiplied by a factor of its row and one of its column, which is how means over
 * windows at the border are made means of fewer pixels.
 *
 * @param rows a factor for each row
 * @param columns a factor for each column
 */
public record PixelScaling(float[] rows, float[] columns) implements Node {
  @Override
  public String kind() {
    return "scaling of pixels";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = inputs.get(0);
    if (input.height() != rows.length || input.width() != columns.length) {
      throw new IllegalArgumentException(
          "takes exactly " + rows.length + " x " + columns.length + " pixels, not " + input);
    }
    return input;
  }

  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    scale(steps, inputs.get(0), output);
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    scale(steps, gradient, gradient);
    gradients.passOn();
  }

  private void scale(Steps steps, Tensor from, Tensor to) {
    Step.OnHost loop =
        new Step.OnHost(
            kind(),
            List.of(from),
            List.of(to),
            host -> {
              FloatBuffer x = host.values(from);
              FloatBuffer y = host.values(to);
              float[] pixel = new float[(int) from.size(3)];
              return () -> scale(x, y, pixel);
            });
    steps.add(new Step.Either(loop, multiply(from, to)));
  }

  /** The same for devices. */
  private List<Step> multiply(Tensor from, Tensor to) {
    View factors = View.of(new Constant(factors(), rows.length * columns.length, 1));
    return List.of(
        new Step.Copy(View.of(from), View.of(to)),
        new Step.Combine(
            Step.Operation.MULTIPLY, factors.repeated(1, to.size(3)), View.pixels(to)));
  }

  private float[] factors() {
    float[] factors = new float[rows.length * columns.length];
    for (int i = 0; i < factors.length; i++) {
      factors[i] = rows[i / columns.length] * columns[i % columns.length];
    }
    return factors;
  }

  private void scale(FloatBuffer x, FloatBuffer y, float[] pixel) {
    for (int i = 0; i < rows.length * columns.length; i++) {
      float factor = rows[i / columns.length] * columns[i % columns.length];
      x.get(i * pixel.length, pixel);
      for (int c = 0; c < pixel.length; c++) {
        pixel[c] *= factor;
      }
      y.put(i * pixel.length, pixel);
    }
  }
}
