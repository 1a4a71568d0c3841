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
 * A transposed convolution with bias: what the gradient of a convolution does, as a layer. Each
 * value of the input adds its multiple of the kernel to the output, {@code stride} pixels apart.
 */
public final class TransposedConvolution implements Node {
  private final Window window;
  private final Weights kernel;
  private final Weights bias;
  private final long parameters;

  /**
   * @param window of the convolution that leads from the output back to the input
   * @param kernel of that convolution, {@code [rows, columns, output channels, input channels]},
   *     dense; the node closes it
   * @param bias {@code [output channels]}; the node closes it
   */
  public TransposedConvolution(Window window, Weights kernel, Weights bias) {
    this(window, kernel, bias, kernel.length() + bias.length());
  }

  /** The same without a bias. */
  public TransposedConvolution(Window window, Weights kernel) {
    this(window, kernel, Weights.zeros(kernel.size(2)), kernel.length());
  }

  private TransposedConvolution(Window window, Weights kernel, Weights bias, long parameters) {
    this.window = window.filled();
    this.kernel = window.filled(kernel);
    this.bias = bias;
    this.parameters = parameters;
    kernel.close();
  }

  @Override
  public String kind() {
    return "transposed convolution";
  }

  @Override
  public Window window() {
    return window;
  }

  /** An output pixel is computed from the input pixels whose kernels reach it. */
  @Override
  public Reach reach(Shape input) {
    Shape output = size(input);
    return new Reach(
        span(window.strideHeight(), window.extentHeight(), window.padTop(output.height())),
        span(window.strideWidth(), window.extentWidth(), window.padLeft(output.width())));
  }

  private static Span span(int stride, int extent, int pad) {
    return new Span(1, stride, pad - extent + 1, pad);
  }

  @Override
  public long parameters() {
    return parameters;
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = inputs.get(0);
    channels(List.of(input.channels()));
    Shape output = size(input);
    window.slide(output, input.channels());
    return output;
  }

  private Shape size(Shape input) {
    Window.Padding pad = window.padding();
    return new Shape(
        outputSize(input.height(), window.strideHeight(), window.extentHeight(), pad.top()),
        outputSize(input.width(), window.strideWidth(), window.extentWidth(), pad.left()),
        (int) kernel.size(2));
  }

  private int outputSize(int size, int stride, int extent, int pad) {
    return window.padding().same() ? size * stride : (size - 1) * stride + extent - 2 * pad;
  }

  @Override
  public int channels(List<Integer> inputs) {
    if (inputs.get(0) != kernel.size(3)) {
      throw new IllegalArgumentException(
          "takes " + kernel.size(3) + " channels, but its input has " + inputs.get(0));
    }
    return (int) kernel.size(2);
  }

  @Override
  public boolean hasKernels() {
    return true;
  }

  @Override
  public Node withKernels(UnaryOperator<Weights> change) {
    return new TransposedConvolution(window, change.apply(kernel), bias.copy());
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(new Step.ConvolveTransposed(window, inputs.get(0), kernel, output, false));
    steps.add(new Step.AddBias(output, bias));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0,
        target -> steps.add(new Step.Convolve(window, gradient, kernel, Optional.empty(), target)));
  }

  @Override
  public void close() {
    kernel.close();
    bias.close();
  }
}
