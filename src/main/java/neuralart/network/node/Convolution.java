package neuralart.network.node;

import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A two-dimensional convolution with bias, in the cross-correlation sense of the field.
 *
 * <p>The gradient of the input is itself a convolution. With stride 1 and the same padding on both
 * sides it is the convolution of the output's gradient with the kernel turned by 180 degrees. In
 * general, input row {@code q s + p} (phase {@code p} of stride {@code s}) only sees the kernel
 * rows {@code p, p + s, ..}: one convolution with {@code ceil(k / s)} taps computes all phases as
 * channels, which are then moved to their places (a "sub-pixel convolution", Shi et al. 2016).
 */
public final class Convolution implements Node {
  private static final long EXPLICIT = 0;
  private static final long NHWC = 1;
  private static final long KERNEL_YXIO = 0;

  private final Window window;
  private final INDArray kernel;
  private final INDArray bias;
  private INDArray inputGradientKernel;

  /**
   * @param window size, stride and padding
   * @param kernel {@code [rows, columns, input channels, output channels]}, dense; the node closes
   *     it
   * @param bias {@code [output channels]}; the node closes it
   */
  public Convolution(Window window, INDArray kernel, INDArray bias) {
    this.window = window;
    this.kernel = kernel;
    this.bias = bias;
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
    return kernel.length() + bias.length();
  }

  @Override
  public Shape output(List<Shape> inputs) {
    Shape input = inputs.get(0);
    if (input.channels() != kernel.size(2)) {
      throw new IllegalArgumentException(
          "takes " + kernel.size(2) + " channels, but its input has " + input.channels());
    }
    return window.slide(input, (int) kernel.size(3));
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(
        "convolution",
        () ->
            Ops.op(
                "conv2d",
                new INDArray[] {inputs.get(0).array(), kernel, bias},
                new INDArray[] {output.array()},
                window.arguments(inputs.get(0).dimensions(), NHWC, KERNEL_YXIO)));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0,
        target -> {
          if (isPlain()) {
            steps.add("convolution gradient", () -> turnedConvolution(gradient, target));
          } else {
            subPixelConvolution(steps, gradient, target);
          }
        });
  }

  /** Whether the input's gradient is a single convolution, with nothing to crop. */
  private boolean isPlain() {
    boolean odd = window.kernelHeight() % 2 == 1 && window.kernelWidth() % 2 == 1;
    return window.strideHeight() == 1
        && window.strideWidth() == 1
        && (!window.padding().same() || odd)
        && window.padding().top() < window.kernelHeight()
        && window.padding().left() < window.kernelWidth();
  }

  private Runnable turnedConvolution(Tensor gradient, Tensor target) {
    int kh = window.kernelHeight();
    int kw = window.kernelWidth();
    boolean same = window.padding().same();
    int top = kh - 1 - (same ? (kh - 1) / 2 : window.padding().top());
    int left = kw - 1 - (same ? (kw - 1) / 2 : window.padding().left());
    return convolve(gradient.array(), inputGradientKernel(), target.array(), kh, kw, top, left);
  }

  private void subPixelConvolution(Steps steps, Tensor gradient, Tensor target) {
    long[] from = gradient.dimensions();
    long[] to = target.dimensions();
    int sh = window.strideHeight();
    int sw = window.strideWidth();
    if (sh != sw) {
      throw new IllegalArgumentException("strides differ: " + sh + " and " + sw);
    }
    int tapsHeight = taps(window.kernelHeight(), sh);
    int tapsWidth = taps(window.kernelWidth(), sw);
    long height = from[1] + tapsHeight - 1;
    long width = from[2] + tapsWidth - 1;
    Tensor phases = steps.scratch(1, height, width, sh * sw * to[3]);
    Tensor full = sh == 1 ? phases : steps.scratch(1, height * sh, width * sw, to[3]);
    steps.add(
        "convolution gradient",
        () ->
            convolve(
                gradient.array(),
                inputGradientKernel(),
                phases.array(),
                tapsHeight,
                tapsWidth,
                tapsHeight - 1,
                tapsWidth - 1));
    if (sh > 1) {
      steps.add("interleave phases", () -> interleave(phases.array(), full.array(), sh));
    }
    int top = window.padTop((int) to[1]);
    int left = window.padLeft((int) to[2]);
    steps.add("crop", () -> crop(full.array(), top, left, target.array()));
  }

  /**
   * Moves the phases from the channels to their pixels: {@code depth_to_space}, but row by row of a
   * phase, in which the pixels of a window lie side by side in both arrays.
   */
  private static Runnable interleave(INDArray phases, INDArray full, int stride) {
    long height = phases.size(1);
    long width = phases.size(2);
    long run = phases.size(3) / stride;
    INDArray rows = full.reshape('c', new long[] {height, stride, width, run});
    INDArray[] sources = new INDArray[stride];
    INDArray[] destinations = new INDArray[stride];
    for (int phase = 0; phase < stride; phase++) {
      sources[phase] =
          phases
              .reshape('c', new long[] {height, width, phases.size(3)})
              .get(
                  NDArrayIndex.all(),
                  NDArrayIndex.all(),
                  NDArrayIndex.interval(phase * run, (phase + 1) * run));
      destinations[phase] =
          rows.get(
              NDArrayIndex.all(),
              NDArrayIndex.point(phase),
              NDArrayIndex.all(),
              NDArrayIndex.all());
    }
    return () -> {
      for (int phase = 0; phase < stride; phase++) {
        destinations[phase].assign(sources[phase]);
      }
    };
  }

  /** Copies the part of {@code full} that lies over the image; pixels that no window sees are 0. */
  private static Runnable crop(INDArray full, int top, int left, INDArray target) {
    long height = Math.min(target.size(1), full.size(1) - top);
    long width = Math.min(target.size(2), full.size(2) - left);
    INDArray source = Ops.region(full, top, left, height, width);
    INDArray destination = Ops.region(target, 0, 0, height, width);
    boolean covered = height == target.size(1) && width == target.size(2);
    return () -> {
      if (!covered) {
        target.assign(0);
      }
      destination.assign(source);
    };
  }

  private static Runnable convolve(
      INDArray x, INDArray kernel, INDArray y, int rows, int columns, int top, int left) {
    long[] arguments = {rows, columns, 1, 1, top, left, 1, 1, EXPLICIT, NHWC, KERNEL_YXIO};
    return Ops.op("conv2d", new INDArray[] {x, kernel}, new INDArray[] {y}, arguments);
  }

  private static int taps(int kernel, int stride) {
    return (kernel + stride - 1) / stride;
  }

  /**
   * The kernel of the convolution that computes the input's gradient: {@code [taps, taps, output
   * channels, phases x input channels]}, made on first use and shared by all plans.
   */
  private synchronized INDArray inputGradientKernel() {
    if (inputGradientKernel == null) {
      inputGradientKernel = turn(kernel, window.strideHeight(), window.strideWidth());
    }
    return inputGradientKernel;
  }

  private static INDArray turn(INDArray kernel, int sh, int sw) {
    long kh = kernel.size(0);
    long kw = kernel.size(1);
    long in = kernel.size(2);
    int th = taps((int) kh, sh);
    int tw = taps((int) kw, sw);
    INDArray turned = Nd4j.zeros(DataType.FLOAT, th, tw, kernel.size(3), sh * sw * in);
    for (int y = 0; y < kh; y++) {
      for (int x = 0; x < kw; x++) {
        long phase = (long) (y % sh) * sw + x % sw;
        turned
            .get(
                NDArrayIndex.point(th - 1 - y / sh),
                NDArrayIndex.point(tw - 1 - x / sw),
                NDArrayIndex.all(),
                NDArrayIndex.interval(phase * in, (phase + 1) * in))
            .assign(
                kernel
                    .get(
                        NDArrayIndex.point(y),
                        NDArrayIndex.point(x),
                        NDArrayIndex.all(),
                        NDArrayIndex.all())
                    .transpose());
      }
    }
    return turned;
  }

  @Override
  public synchronized void close() {
    kernel.close();
    bias.close();
    if (inputGradientKernel != null) {
      inputGradientKernel.close();
      inputGradientKernel = null;
    }
  }
}
