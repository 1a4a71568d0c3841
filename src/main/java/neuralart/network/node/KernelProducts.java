package neuralart.network.node;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * A convolution with stride 1 as a sum of matrix products, one for each pixel of the kernel: the
 * input lies in a padded buffer with rows of {@code width + padding} pixels, so that all the pixels
 * that one pixel of the kernel meets are one dense matrix, shifted by a few pixels. Several times
 * faster than ND4J's convolution where that does without oneDNN.
 */
final class KernelProducts {
  /**
   * Forces {@code true} or {@code false} for {@link #arePreferredFor}; unset, this way is taken
   * where it is faster.
   */
  static final String PROPERTY = "neuralart.kernelProducts";

  private final Window window;
  private final int top;
  private final int left;

  /**
   * @param window kernel size and dilation count
   * @param top rows of padding above
   * @param left columns of padding before
   */
  KernelProducts(Window window, int top, int left) {
    this.window = window;
    this.top = top;
    this.left = left;
  }

  /**
   * Whether a convolution should be done this way: with stride 1, if its kernel is a single pixel,
   * which takes oneDNN twice the time, if it is dilated, which ND4J's own refuses with oneDNN, or
   * if this way is faster on this machine.
   */
  static boolean arePreferredFor(Window window) {
    String forced = System.getProperty(PROPERTY, "");
    return window.hasUnitStride()
        && (window.isDilated()
            || (forced.isEmpty()
                ? window.isPoint() || Comparison.FASTER
                : Boolean.parseBoolean(forced)));
  }

  /**
   * Adds the steps.
   *
   * @param kernel {@code [rows, columns, input channels, output channels]}
   * @param output overwritten; its extent tells the padding below and behind
   */
  void add(Steps steps, String name, Tensor input, Supplier<INDArray> kernel, Tensor output) {
    long[] in = input.dimensions();
    long[] out = output.dimensions();
    long height = out[1] + window.extentHeight() - 1;
    long width = out[2] + window.extentWidth() - 1;
    boolean unpadded = height == in[1] && width == in[2];
    if (window.isPoint() && unpadded) {
      steps.add(name, () -> multiply(input.array(), kernel.get(), output.array(), width));
      return;
    }
    Tensor padded = steps.scratch(1, height * width + window.extentWidth() - 1, 1, in[3]);
    Tensor sums = steps.scratch(1, out[1], width, out[3]);
    steps.add("pad", () -> pad(input.array(), padded.array(), height, width));
    steps.add(name, () -> multiply(padded.array(), kernel.get(), sums.array(), width));
    steps.add("crop", () -> crop(sums.array(), output.array()));
  }

  private static Runnable crop(INDArray from, INDArray to) {
    INDArray source = Ops.region(from, 0, 0, to.size(1), to.size(2));
    return () -> to.assign(source);
  }

  private Runnable pad(INDArray input, INDArray padded, long height, long width) {
    INDArray image =
        Ops.prefix(
                padded.reshape('c', new long[] {padded.length()}), height * width * input.size(3))
            .reshape('c', new long[] {1, height, width, input.size(3)});
    long rows = Math.min(input.size(1), height - top);
    long columns = Math.min(input.size(2), width - left);
    INDArray source = Ops.region(input, 0, 0, rows, columns);
    INDArray target = Ops.region(image, top, left, rows, columns);
    return () -> {
      padded.assign(0);
      target.assign(source);
    };
  }

  /** Adds up the products of all pixels of the kernel. */
  private Runnable multiply(INDArray padded, INDArray kernel, INDArray sums, long width) {
    long in = kernel.size(2);
    long out = kernel.size(3);
    long pixels = sums.length() / out;
    INDArray x = padded.reshape('c', new long[] {padded.length() / in, in});
    INDArray w = kernel.reshape('c', new long[] {kernel.length() / out, out});
    INDArray y = sums.reshape('c', new long[] {pixels, out});
    Runnable[] products = new Runnable[window.kernelHeight() * window.kernelWidth()];
    for (int k = 0; k < products.length; k++) {
      long dy = (long) (k / window.kernelWidth()) * window.dilationHeight();
      long dx = (long) (k % window.kernelWidth()) * window.dilationWidth();
      INDArray shifted = rows(x, dy * width + dx, pixels);
      products[k] = Ops.matmul(shifted, false, rows(w, k * in, in), false, y, 1, k == 0 ? 0 : 1);
    }
    return () -> Arrays.stream(products).forEach(Runnable::run);
  }

  private static INDArray rows(INDArray matrix, long from, long count) {
    return matrix.get(NDArrayIndex.interval(from, from + count), NDArrayIndex.all());
  }

  /**
   * Which way is faster. ND4J's builds for processors tell: both ways round differently, and a
   * choice by time would, under other load, make the next dream of a seed another one. On a GPU
   * both are timed once, at a size that is typical of the middle of a network.
   */
  private static final class Comparison {
    private static final int SIDE = 64;
    private static final int CHANNELS = 128;
    private static final int RUNS = 3;
    static final boolean FASTER = choose();

    private static boolean choose() {
      String build = NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo();
      return !build.contains("HAVE_ONEDNN") && (build.contains("ENGINE_CPU") || measure());
    }

    private static boolean measure() {
      Window window = new Window(3, 3, 1, 1, Window.Padding.SAME);
      try (StepTimer products = new StepTimer();
          StepTimer operation = new StepTimer();
          INDArray kernel = Nd4j.ones(DataType.FLOAT, 3, 3, CHANNELS, CHANNELS)) {
        Tensor input = products.scratch(1, SIDE, SIDE, CHANNELS);
        Tensor output = products.scratch(1, SIDE, SIDE, CHANNELS);
        input.array().assign(1);
        new KernelProducts(window, 1, 1).add(products, "", input, () -> kernel, output);
        operation.add("", () -> Convolution.slide(window, input, kernel, Optional.empty(), output));
        return isFaster(products, operation);
      }
    }

    /** Compares the shortest of runs that take turns, so that both meet the same other load. */
    private static boolean isFaster(StepTimer one, StepTimer other) {
      double shortest = Double.POSITIVE_INFINITY;
      double othersShortest = Double.POSITIVE_INFINITY;
      for (int i = 0; i <= RUNS; i++) {
        double seconds = one.seconds();
        double othersSeconds = other.seconds();
        if (i > 0) { // the first run of each prepares
          shortest = Math.min(shortest, seconds);
          othersShortest = Math.min(othersShortest, othersSeconds);
        }
      }
      return shortest < othersShortest;
    }
  }
}
