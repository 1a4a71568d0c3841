package neuralart.network.node;

import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

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
    if (maximum) {
      wholeImage(inputs.get(0)).forward(steps, inputs, output);
    } else {
      Tensor weights = weights(steps, inputs.get(0));
      steps.add("average", () -> average(inputs.get(0), weights, output));
    }
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    if (maximum) {
      wholeImage(inputs.get(0)).backward(steps, inputs, output, gradient, gradients);
    } else {
      Tensor weights = weights(steps, inputs.get(0));
      gradients.write(
          0, target -> steps.add("average gradient", () -> distribute(gradient, weights, target)));
    }
  }

  private static MaxPooling wholeImage(Tensor input) {
    long[] size = input.dimensions();
    return new MaxPooling(new Window((int) size[1], (int) size[2], 1, 1, Window.Padding.VALID));
  }

  /** One over the number of pixels, as often as there are pixels. */
  private static Tensor weights(Steps steps, Tensor input) {
    long pixels = input.dimensions()[1] * input.dimensions()[2];
    Tensor weights = steps.scratch(1, pixels);
    steps.add(
        "weights",
        () -> {
          INDArray array = weights.array();
          return () -> array.assign(1.0 / pixels);
        });
    return weights;
  }

  private static Runnable average(Tensor input, Tensor weights, Tensor output) {
    return Ops.matmul(weights.array(), false, pixels(input), false, pixels(output), 1, 0);
  }

  private static Runnable distribute(Tensor gradient, Tensor weights, Tensor target) {
    return Ops.matmul(weights.array(), true, pixels(gradient), false, pixels(target), 1, 0);
  }

  private static INDArray pixels(Tensor tensor) {
    long channels = tensor.dimensions()[3];
    return tensor.array().reshape('c', new long[] {tensor.length() / channels, channels});
  }
}
