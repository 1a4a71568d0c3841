package neuralart.plan.cpu;

import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;
import neuralart.step.Window;
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

  private KernelProducts() {}

  /**
   * Whether a convolution should be done this way: with stride 1, if its kernel is a single pixel,
   * which takes oneDNN twice the time, if it is dilated, which ND4J's own refuses with oneDNN, or
   * if this way is faster on this machine.
   */
  private static boolean arePreferredFor(Window window) {
    String forced = System.getProperty(PROPERTY, "");
    return window.hasUnitStride()
        && (window.isDilated()
            || (forced.isEmpty()
                ? window.isPoint() || Build.IS_FOR_PLAIN_PROCESSORS
                : Boolean.parseBoolean(forced)));
  }

  /**
   * A convolution, by products where they are preferred.
   *
   * @param winograd whether it may be one by Winograd's transforms
   */
  static void lower(Step.Convolve convolve, boolean winograd, Steps steps) {
    if (winograd
        && Winograd.suits(convolve.window(), convolve.input().shape(), convolve.output().shape())) {
      Winograd.lower(convolve, steps);
      return;
    }
    if (!arePreferredFor(convolve.window())) {
      if (NarrowConvolutions.arePreferredFor(convolve)) {
        NarrowConvolutions.lower(convolve, steps);
      } else {
        steps.add(convolve);
      }
      return;
    }
    multiply(convolve, steps);
    convolve.bias().ifPresent(bias -> steps.add(new Step.AddBias(convolve.output(), bias)));
  }

  private static void multiply(Step.Convolve convolve, Steps steps) {
    Window window = convolve.window();
    Shape in = convolve.input().shape();
    Shape out = convolve.output().shape();
    int height = out.height() + window.extentHeight() - 1;
    int width = out.width() + window.extentWidth() - 1;
    if (window.isPoint() && height == in.height() && width == in.width()) {
      multiply(convolve, View.pixels(convolve.input()), convolve.output(), width, steps);
      return;
    }
    long pixels = (long) height * width;
    Tensor padded = steps.scratch(1, pixels + window.extentWidth() - 1, 1, in.channels());
    Tensor sums = steps.scratch(1, out.height(), width, out.channels());
    int top = window.padTop(in.height());
    int left = window.padLeft(in.width());
    long rows = Math.min(in.height(), height - top);
    long columns = Math.min(in.width(), width - left);
    View image = View.of(padded, 0, 1, height, width, in.channels());
    steps.add(new Step.Fill(View.of(padded), 0));
    steps.add(
        new Step.Copy(
            View.region(convolve.input(), 0, 0, rows, columns),
            image.part(1, top, rows, 1).part(2, left, columns, 1)));
    multiply(convolve, View.pixels(padded), sums, width, steps);
    steps.add(
        new Step.Copy(
            View.region(sums, 0, 0, out.height(), out.width()), View.of(convolve.output())));
  }

  /** Adds up the products of all pixels of the kernel. */
  private static void multiply(
      Step.Convolve convolve, View padded, Tensor sums, long width, Steps steps) {
    Window window = convolve.window();
    long in = convolve.kernel().size(2);
    View kernel = View.pixels(convolve.kernel());
    View target = View.pixels(sums);
    long pixels = target.sizes()[0];
    for (int k = 0; k < window.kernelHeight() * window.kernelWidth(); k++) {
      long dy = (long) (k / window.kernelWidth()) * window.dilationHeight();
      long dx = (long) (k % window.kernelWidth()) * window.dilationWidth();
      View shifted = padded.rows(dy * width + dx, pixels);
      double beta = k == 0 ? 0 : 1;
      View weights = kernel.rows(k * in, in);
      LargeProducts.lower(
          new Step.Multiply(shifted, false, weights, false, target, 1, beta), steps);
    }
  }

  /**
   * Which build of ND4J runs. It tells what is faster: a choice by time would, under other load,
   * make the next dream of a seed another one, since both ways round differently.
   */
  private static final class Build {
    static final boolean IS_FOR_PLAIN_PROCESSORS = isForPlainProcessors();

    private static boolean isForPlainProcessors() {
      String build = NativeOpsHolder.getInstance().getDeviceNativeOps().buildInfo();
      return !build.contains("HAVE_ONEDNN") && build.contains("ENGINE_CPU");
    }
  }
}
