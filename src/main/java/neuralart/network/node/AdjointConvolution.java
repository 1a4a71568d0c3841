package neuralart.network.node;

import java.util.Optional;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The adjoint of a convolution: what turns the gradient of its output into that of its input, and
 * what a transposed convolution computes.
 *
 * <p>It is itself a convolution. With stride 1 and the same padding on both sides it is the
 * convolution with the kernel turned by 180 degrees. In general, input row {@code q s + p} (phase
 * {@code p} of stride {@code s}) only sees the kernel rows {@code p, p + s, ..}: one convolution
 * with {@code ceil(k / s)} taps computes all phases as channels, which are then moved to their
 * places (a "sub-pixel convolution", Shi et al. 2016). A dilated kernel is then filled up with
 * zeros first.
 */
final class AdjointConvolution implements AutoCloseable {
  private final Window window;
  private final INDArray kernel;
  private INDArray turned;

  /**
   * @param window of the convolution that this is the adjoint of
   * @param kernel of that convolution, {@code [rows, columns, input channels, output channels]},
   *     not modified
   */
  AdjointConvolution(Window window, INDArray kernel) {
    this.window = window;
    this.kernel = kernel;
  }

  /**
   * Adds the steps.
   *
   * @param from of the extent of the convolution's output
   * @param to of the extent of its input, to be overwritten
   */
  void add(Steps steps, String name, Tensor from, Tensor to) {
    if (isPlain()) {
      addTurned(steps, name, from, to);
    } else {
      addSubPixel(steps, name, from, to);
    }
  }

  /** Whether this is a single convolution, with nothing to crop. */
  private boolean isPlain() {
    boolean odd = window.extentHeight() % 2 == 1 && window.extentWidth() % 2 == 1;
    return window.hasUnitStride()
        && (!window.padding().same() || odd)
        && window.padding().top() < window.extentHeight()
        && window.padding().left() < window.extentWidth();
  }

  private void addTurned(Steps steps, String name, Tensor from, Tensor to) {
    int eh = window.extentHeight();
    int ew = window.extentWidth();
    boolean same = window.padding().same();
    int top = eh - 1 - (same ? (eh - 1) / 2 : window.padding().top());
    int left = ew - 1 - (same ? (ew - 1) / 2 : window.padding().left());
    addConvolution(steps, name, window, top, left, from, to);
  }

  /** Adds the convolution of stride 1 with the turned kernel. */
  private void addConvolution(
      Steps steps, String name, Window taps, int top, int left, Tensor from, Tensor to) {
    Window window =
        new Window(
            taps.kernelHeight(),
            taps.kernelWidth(),
            1,
            1,
            taps.dilationHeight(),
            taps.dilationWidth(),
            Window.Padding.explicit(top, left));
    if (KernelProducts.arePreferredFor(window)) {
      new KernelProducts(window, top, left).add(steps, name, from, this::turnedKernel, to);
    } else {
      steps.add(name, () -> Convolution.slide(window, from, turnedKernel(), Optional.empty(), to));
    }
  }

  private void addSubPixel(Steps steps, String name, Tensor from, Tensor to) {
    int sh = window.strideHeight();
    int sw = window.strideWidth();
    int th = taps(window.extentHeight(), sh);
    int tw = taps(window.extentWidth(), sw);
    long height = from.dimensions()[1] + th - 1;
    long width = from.dimensions()[2] + tw - 1;
    long channels = to.dimensions()[3];
    Tensor phases = steps.scratch(1, height, width, sh * sw * channels);
    Tensor full = sh * sw == 1 ? phases : steps.scratch(1, height * sh, width * sw, channels);
    Window every = new Window(th, tw, 1, 1, Window.Padding.VALID);
    addConvolution(steps, name, every, th - 1, tw - 1, from, phases);
    if (sh * sw > 1) {
      steps.add("interleave phases", () -> interleave(phases.array(), full.array(), sh));
    }
    int top = window.padTop((int) to.dimensions()[1]);
    int left = window.padLeft((int) to.dimensions()[2]);
    steps.add("crop", () -> crop(full.array(), top, left, to.array()));
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

  private static int taps(int kernel, int stride) {
    return (kernel + stride - 1) / stride;
  }

  /**
   * The kernel of the convolution that this is: {@code [taps, taps, from's channels, phases x to's
   * channels]}, made on first use and shared by all plans.
   */
  private synchronized INDArray turnedKernel() {
    if (turned == null) {
      boolean dilated = isPlain();
      turned = turn(dilated ? 1 : window.dilationHeight(), dilated ? 1 : window.dilationWidth());
    }
    return turned;
  }

  /** Turns the kernel, its rows and columns spread out by the given steps. */
  private INDArray turn(int spreadHeight, int spreadWidth) {
    int sh = window.strideHeight();
    int sw = window.strideWidth();
    int th = taps((window.kernelHeight() - 1) * spreadHeight + 1, sh);
    int tw = taps((window.kernelWidth() - 1) * spreadWidth + 1, sw);
    long in = kernel.size(2);
    INDArray target = Nd4j.zeros(DataType.FLOAT, th, tw, kernel.size(3), sh * sw * in);
    for (int ky = 0; ky < window.kernelHeight(); ky++) {
      for (int kx = 0; kx < window.kernelWidth(); kx++) {
        int y = ky * spreadHeight;
        int x = kx * spreadWidth;
        long phase = (long) (y % sh) * sw + x % sw;
        target
            .get(
                NDArrayIndex.point(th - 1 - y / sh),
                NDArrayIndex.point(tw - 1 - x / sw),
                NDArrayIndex.all(),
                NDArrayIndex.interval(phase * in, (phase + 1) * in))
            .assign(
                kernel
                    .get(
                        NDArrayIndex.point(ky),
                        NDArrayIndex.point(kx),
                        NDArrayIndex.all(),
                        NDArrayIndex.all())
                    .transpose());
      }
    }
    return target;
  }

  @Override
  public synchronized void close() {
    if (turned != null) {
      turned.close();
      turned = null;
    }
  }
}
