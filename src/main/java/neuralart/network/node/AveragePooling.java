package neuralart.network.node;

import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.Window;

/**
 * The mean of each window, channel by channel.
 *
 * @param window size, stride, dilation and padding
 * @param countPadding whether the padding counts as zeros, else the mean is over the pixels of the
 *     image alone, as in Keras
 * @param factor what the means are multiplied by
 */
public record AveragePooling(Window window, boolean countPadding, double factor) implements Node {
  /** The means as they are. */
  public AveragePooling(Window window, boolean countPadding) {
    this(window, countPadding, 1);
  }

  @Override
  public String kind() {
    return "average pooling";
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return window.slide(inputs.get(0), inputs.get(0).channels());
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(new Step.Pool(pooling(), window, inputs.get(0), output));
    scale(steps, output);
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0,
        target -> {
          steps.add(new Step.PoolGradient(pooling(), window, inputs.get(0), gradient, target));
          scale(steps, target);
        });
  }

  private Step.Pooling pooling() {
    return countPadding ? Step.Pooling.AVERAGE_WITH_PADDING : Step.Pooling.AVERAGE;
  }

  private void scale(Steps steps, Tensor tensor) {
    if (factor != 1) {
      Affine.scale(steps, factor, tensor, tensor);
    }
  }
}
