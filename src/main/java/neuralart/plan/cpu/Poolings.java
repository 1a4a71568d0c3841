package neuralart.plan.cpu;

import java.nio.FloatBuffer;
import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Step.Pooling;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.Window;

/**
 * The gradients of average poolings: the sum of the windows that see a pixel, which is the same
 * pooling of the gradients spread out by the stride.
 */
final class Poolings {
  private Poolings() {}

  static void lower(Step.PoolGradient step, Steps steps) {
    if (step.pooling() == Pooling.MAXIMUM) {
      steps.add(step);
      return;
    }
    Tensor gradient = step.gradient();
    if (step.pooling() == Pooling.AVERAGE) {
      steps.add(
          new Step.OnHost(
              "means of the image alone",
              List.of(gradient),
              List.of(gradient),
              host ->
                  correct(
                      host.values(gradient),
                      step.window(),
                      gradient.shape(),
                      step.target().shape())));
    }
    Spread spread = Spread.add(steps, step.window(), gradient, step.target());
    steps.add(
        new Step.Pool(
            Pooling.AVERAGE_WITH_PADDING, spread.window(), spread.tensor(), step.target()));
  }

  /** Scales the gradients of windows that see padding to the smaller number of pixels. */
  private static Runnable correct(FloatBuffer values, Window window, Shape size, Shape input) {
    int channels = size.channels();
    int[] rows =
        counts(
            size.height(),
            window.kernelHeight(),
            window.strideHeight(),
            window.dilationHeight(),
            window.padTop(input.height()),
            input.height());
    int[] columns =
        counts(
            size.width(),
            window.kernelWidth(),
            window.strideWidth(),
            window.dilationWidth(),
            window.padLeft(input.width()),
            input.width());
    int all = window.kernelHeight() * window.kernelWidth();
    return () -> {
      for (int y = 0; y < rows.length; y++) {
        for (int x = 0; x < columns.length; x++) {
          int count = rows[y] * columns[x];
          int first = (y * columns.length + x) * channels;
          for (int i = first; count < all && i < first + channels; i++) {
            values.put(i, values.get(i) * all / Math.max(count, 1));
          }
        }
      }
    };
  }

  /** How many rows or columns of the image each window sees. */
  private static int[] counts(
      int windows, int kernel, int stride, int dilation, int pad, int size) {
    int[] counts = new int[windows];
    for (int i = 0; i < windows; i++) {
      for (int k = 0; k < kernel; k++) {
        int pixel = i * stride - pad + k * dilation;
        counts[i] += pixel >= 0 && pixel < size ? 1 : 0;
      }
    }
    return counts;
  }
}
