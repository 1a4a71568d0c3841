package neuralart.network.node;

import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

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
    steps.add("spread", () -> spread(window, gradient.array(), spread.array(), top, left));
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

  private static Runnable spread(Window window, INDArray from, INDArray to, int top, int left) {
    Range rows = Range.of(from.size(1), to.size(1), top, window.strideHeight());
    Range columns = Range.of(from.size(2), to.size(2), left, window.strideWidth());
    if (rows.count < 1 || columns.count < 1) {
      return () -> to.assign(0);
    }
    INDArray source = Ops.region(from, rows.first, columns.first, rows.count, columns.count);
    INDArray target =
        to.get(NDArrayIndex.all(), rows.targets(), columns.targets(), NDArrayIndex.all());
    return () -> {
      to.assign(0);
      target.assign(source);
    };
  }

  /** The windows whose first pixel lies in the buffer, {@code start} being that of the first. */
  private record Range(long first, long count, long start, long stride) {
    static Range of(long windows, long size, long offset, long stride) {
      long first = Math.max(0, Math.floorDiv(stride - 1 - offset, stride));
      long last = Math.min(windows - 1, Math.floorDiv(size - 1 - offset, stride));
      return new Range(first, last - first + 1, offset + first * stride, stride);
    }

    INDArrayIndex targets() {
      if (count == 1) { // ND4J gets a strided interval of one index wrong
        return NDArrayIndex.interval(start, start + 1);
      }
      return NDArrayIndex.interval(start, stride, start + (count - 1) * stride + 1);
    }
  }
}
