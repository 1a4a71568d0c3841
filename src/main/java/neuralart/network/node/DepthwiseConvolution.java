package neuralart.network.node;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.Weights;
import neuralart.step.Window;

/**
 * A convolution of each channel by itself, with {@code multiplier} kernels for each: output channel
 * {@code c multiplier + m} is input channel {@code c} under its kernel {@code m}.
 */
public final class DepthwiseConvolution implements Node {
  private final Window window;
  private final Weights kernel;
  private final Weights bias;
  private final long parameters;
  private final Folding folding = new Folding();

  /**
   * @param window size, stride, dilation and padding
   * @param kernel {@code [rows, columns, channels, multiplier]}, dense; the node closes it
   * @param bias {@code [channels x multiplier]}; the node closes it
   */
  public DepthwiseConvolution(Window window, Weights kernel, Weights bias) {
    this(window, kernel, bias, kernel.length() + bias.length());
  }

  /** The same without a bias. */
  public DepthwiseConvolution(Window window, Weights kernel) {
    this(window, kernel, Weights.zeros(kernel.size(2) * kernel.size(3)), kernel.length());
  }

  private DepthwiseConvolution(Window window, Weights kernel, Weights bias, long parameters) {
    this.window = window.filled();
    this.kernel = window.filled(kernel);
    this.bias = bias;
    this.parameters = parameters;
    kernel.close();
  }

  @Override
  public String kind() {
    return "depthwise convolution";
  }

  @Override
  public Window window() {
    return window;
  }

  @Override
  public long parameters() {
    return parameters;
  }

  @Override
  public Shape output(List<Shape> inputs) {
    return window.slide(inputs.get(0), channels(List.of(inputs.get(0).channels())));
  }

  @Override
  public int channels(List<Integer> inputs) {
    if (inputs.get(0) != kernel.size(2)) {
      throw new IllegalArgumentException(
          "takes " + kernel.size(2) + " channels, but its input has " + inputs.get(0));
    }
    return (int) bias.length();
  }

  @Override
  public Optional<Node> followedBy(Node next) {
    return folding.with(
        next, norm -> new DepthwiseConvolution(window, norm.scaled(kernel), norm.applied(bias)));
  }

  @Override
  public boolean hasKernels() {
    return true;
  }

  @Override
  public Node withKernels(UnaryOperator<Weights> change) {
    return new DepthwiseConvolution(window, change.apply(kernel), bias.copy());
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(new Step.ConvolveDepthwise(window, inputs.get(0), kernel, Optional.of(bias), output));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0,
        target ->
            steps.add(new Step.ConvolveDepthwiseTransposed(window, gradient, kernel, target)));
  }

  @Override
  public void close() {
    kernel.close();
    bias.close();
    folding.close();
  }
}
