package neuralart.plan.cpu;

import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;
import neuralart.step.Window;

/**
 * The pixels of an output's gradient, put where the first pixel of their window would be in an
 * image padded by a whole window: a window that slides over them pixel by pixel collects what
 * belongs to each pixel of the input.
 *
 * @param tensor the pixels, with zeros between and around them
 * @param window slides over them with stride 1; its output has the extent of the input
 */
record Spread(Tensor tensor, Window window) {
  /** Adds the step that spreads the pixels out, if there is anything to do. */
  static Spread add(Steps steps, Window window, Tensor gradient, Tensor target) {
    long[] to = target.dimensions();
    int top = window.extentHeight() - 1 - window.padTop((int) to[1]);
    int left = window.extentWidth() - 1 - window.padLeft((int) to[2]);
    boolean even =
        to[1] == gradient.dimensions()[1] + 2L * top - window.extentHeight() + 1
            && to[2] == gradient.dimensions()[2] + 2L * left - window.extentWidth() + 1;
    if (window.hasUnitStride() && even && top >= 0 && left >= 0) {
      return new Spread(gradient, sliding(window, top, left));
    }
    long height = to[1] + window.extentHeight() - 1;
    long width = to[2] + window.extentWidth() - 1;
    Tensor spread = steps.scratch(1, height, width, gradient.dimensions()[3]);
    spread(window, gradient, spread, top, left, steps);
    return new Spread(spread, sliding(window, 0, 0));
  }

  private static Window sliding(Window window, int top, int left) {
    return new Window(
        window.kernelHeight(),
        window.kernelWidth(),
        1,
        1,
        window.dilationHeight(),
        window.dilationWidth(),
        Window.Padding.explicit(top, left));
  }

  private static void spread(
      Window window, Tensor from, Tensor to, int top, int left, Steps steps) {
    Range rows = Range.of(from.size(1), to.size(1), top, window.strideHeight());
    Range columns = Range.of(from.size(2), to.size(2), left, window.strideWidth());
    steps.add(new Step.Fill(View.of(to), 0));
    if (rows.count > 0 && columns.count > 0) {
      View target =
          View.of(to)
              .part(1, rows.start, rows.count, rows.stride)
              .part(2, columns.start, columns.count, columns.stride);
      steps.add(
          new Step.Copy(
              View.region(from, rows.first, columns.first, rows.count, columns.count), target));
    }
  }

  /** The windows whose first pixel lies in the buffer, {@code start} being that of the first. */
  private record Range(long first, long count, long start, long stride) {
    static Range of(long windows, long size, long offset, long stride) {
      long first = Math.max(0, Math.floorDiv(stride - 1 - offset, stride));
      long last = Math.min(windows - 1, Math.floorDiv(size - 1 - offset, stride));
      return new Range(first, last - first + 1, offset + first * stride, stride);
    }
  }
}
