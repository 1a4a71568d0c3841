package neuralart.network.node;

import java.util.List;
import java.util.Optional;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A two-dimensional convolution with bias, in the cross-correlation sense of the field: {@code y[o]
 * = bias + sum over k of x[o stride - pad + k dilation] kernel[k]}.
 */
public final class Convolution implements Node {
  private final Window window;
  private final INDArray kernel;
  private final INDArray bias;
  private final long parameters;
  private final AdjointConvolution adjoint;
  private final Folding folding = new Folding();

  /**
   * @param window size, stride, dilation and padding
   * @param kernel {@code [rows, columns, input channels, output channels]}, dense; the node closes
   *     it
   * @param bias {@code [output channels]}; the node closes it
   */
  public Convolution(Window window, INDArray kernel, INDArray bias) {
    this(window, kernel, bias, kernel.length() + bias.length());
  }

  /** The same without a bias. */
  public Convolution(Window window, INDArray kernel) {
    this(window, kernel, Nd4j.zeros(DataType.FLOAT, kernel.size(3)), kernel.length());
  }

  private Convolution(Window window, INDArray kernel, INDArray bias, long parameters) {
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
    this.adjoint = new AdjointConvolution(this.window, this.kernel);
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
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    Tensor input = inputs.get(0);
    if (KernelProducts.arePreferredFor(window)) {
      int top = window.padTop((int) input.dimensions()[1]);
      int left = window.padLeft((int) input.dimensions()[2]);
      KernelProducts products = new KernelProducts(window, top, left);
      products.add(steps, "convolution", input, () -> kernel, output);
      steps.add("bias", () -> Ops.addBias(output.array(), bias));
    } else {
      steps.add("convolution", () -> slide(window, input, kernel, Optional.of(bias), output));
    }
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(0, target -> adjoint.add(steps, "convolution gradient", gradient, target));
  }

  /** The convolution as ND4J computes it, without dilation. */
  static Runnable slide(
      Window window, Tensor input, INDArray kernel, Optional<INDArray> bias, Tensor output) {
    INDArray x = input.array();
    INDArray[] arrays =
        bias.map(b -> new INDArray[] {x, kernel, b}).orElse(new INDArray[] {x, kernel});
    long nhwc = 1;
    long kernelYxio = 0;
    return Ops.op(
        "conv2d",
        arrays,
        new INDArray[] {output.array()},
        window.arguments(input.dimensions(), nhwc, kernelYxio));
  }

  @Override
  public void close() {
    kernel.close();
    bias.close();
    adjoint.close();
    folding.close();
  }
}
