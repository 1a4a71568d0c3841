package neuralart.network.node;

import java.util.List;
import java.util.Optional;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A convolution of each channel by itself, with {@code multiplier} kernels for each: output channel
 * {@code c multiplier + m} is input channel {@code c} under its kernel {@code m}.
 */
public final class DepthwiseConvolution implements Node {
  private static final long NHWC = 1;
  private static final long KERNEL_YXIO = 0;

  private final Window window;
  private final INDArray kernel;
  private final INDArray bias;
  private final long parameters;
  private final Folding folding = new Folding();
  private INDArray turned;

  /**
   * @param window size, stride, dilation and padding
   * @param kernel {@code [rows, columns, channels, multiplier]}, dense; the node closes it
   * @param bias {@code [channels x multiplier]}; the node closes it
   */
  public DepthwiseConvolution(Window window, INDArray kernel, INDArray bias) {
    this(window, kernel, bias, kernel.length() + bias.length());
  }

  /** The same without a bias. */
  public DepthwiseConvolution(Window window, INDArray kernel) {
    this(
        window,
        kernel,
        Nd4j.zeros(DataType.FLOAT, kernel.size(2) * kernel.size(3)),
        kernel.length());
  }

  private DepthwiseConvolution(Window window, INDArray kernel, INDArray bias, long parameters) {
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
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(
        "depthwise convolution",
        () -> {
          INDArray[] arrays = {inputs.get(0).array(), kernel, bias};
          return convolve(window, inputs.get(0), arrays, output);
        });
  }

  private static Runnable convolve(Window window, Tensor input, INDArray[] arrays, Tensor output) {
    return Ops.op(
        "depthwise_conv2d",
        arrays,
        new INDArray[] {output.array()},
        window.arguments(input.dimensions(), NHWC, KERNEL_YXIO));
  }

  /**
   * The convolution of the output's gradient, spread out by the stride, with the kernels turned by
   * 180 degrees; then the sum over the kernels of each channel.
   */
  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0,
        target -> {
          Spread spread = Spread.add(steps, window, gradient, target);
          long[] size = target.dimensions();
          boolean single = kernel.size(3) == 1;
          Tensor all =
              single ? target : steps.scratch(1, size[1], size[2], gradient.dimensions()[3]);
          steps.add(
              "depthwise convolution gradient",
              () -> {
                INDArray[] arrays = {spread.tensor().array(), turnedKernel()};
                return convolve(spread.window(), spread.tensor(), arrays, all);
              });
          if (!single) {
            steps.add("sum", () -> sumOfMultiples(all.array(), target.array()));
          }
        });
  }

  private Runnable sumOfMultiples(INDArray all, INDArray target) {
    INDArray matrix = all.reshape('c', new long[] {target.length(), kernel.size(3)});
    INDArray[] columns = new INDArray[(int) kernel.size(3)];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = matrix.get(NDArrayIndex.all(), NDArrayIndex.point(i));
    }
    INDArray sum = target.reshape('c', new long[] {target.length()});
    return () -> {
      sum.assign(columns[0]);
      for (int i = 1; i < columns.length; i++) {
        sum.addi(columns[i]);
      }
    };
  }

  /** {@code [rows, columns, channels x multiplier, 1]}, made on first use. */
  private synchronized INDArray turnedKernel() {
    if (turned == null) {
      long rows = kernel.size(0);
      long columns = kernel.size(1);
      turned = kernel.dup('c').reshape('c', new long[] {rows, columns, bias.length(), 1});
      INDArray flat = kernel.reshape('c', new long[] {rows * columns, bias.length()});
      INDArray target = turned.reshape('c', new long[] {rows * columns, bias.length()});
      for (long i = 0; i < rows * columns; i++) {
        target.getRow(i).assign(flat.getRow(rows * columns - 1 - i));
      }
    }
    return turned;
  }

  @Override
  public synchronized void close() {
    kernel.close();
    bias.close();
    folding.close();
    if (turned != null) {
      turned.close();
      turned = null;
    }
  }
}
