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
 * A two-dimensional convolution with bias, in the cross-correlation sense of the field: {@code y[o]
 * = bias + sum over k of x[o stride - pad + k dilation] kernel[k]}.
 */
public final class Convolution implements Node {
  private final Window window;
  private final Weights kernel;
  private final Weights bias;
  private final long parameters;
  private final Folding folding = new Folding();

  /**
   * @param window size, stride, dilation and padding
   * @param kernel {@code [rows, columns, input channels, output channels]}, dense; the node closes
   *     it
   * @param bias {@code [output channels]}; the node closes it
   */
  public Convolution(Window window, Weights kernel, Weights bias) {
    this(window, kernel, bias, kernel.length() + bias.length());
  }

  /** The same without a bias. */
  public Convolution(Window window, Weights kernel) {
    this(window, kernel, Weights.zeros(kernel.size(3)), kernel.length());
  }

  private Convolution(Window window, Weights kernel, Weights bias, long parameters) {
    this.bias = bias;
    this.parameters = parameters;
    if (window.isDilated() && !window.hasUnitStride()) {
      this.window = window.filled();
      this.kernel = window.filled(kernel);
      kernel.close();
    } else {
      this.window = window;
      this.kernel = kernel;
    }
  }

  @Override
  public String kind() {
    return "convolution";
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
    return (int) kernel.size(3);
  }

  @Override
  public Optional<Node> followedBy(Node next) {
    return folding.with(
        next, norm -> new Convolution(window, norm.scaled(kernel), norm.applied(bias)));
  }

  @Override
  public boolean hasKernels() {
    return true;
  }

  @Override
  public Node withKernels(UnaryOperator<Weights> change) {
    return new Convolution(window, change.apply(kernel), bias.copy());
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(new Step.Convolve(window, inputs.get(0), kernel, Optional.of(bias), output));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.add(
        0,
        (target, isAdded) ->
            steps.add(new Step.ConvolveTransposed(window, gradient, kernel, target, isAdded)));
  }

  @Override
  public void close() {
    kernel.close();
    bias.close();
    folding.close();
  }
}
