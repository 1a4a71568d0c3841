package neuralart.plan.cpu;

import java.nio.FloatBuffer;
import java.util.Optional;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;
import neuralart.step.Weights;
import neuralart.step.Window;

/**
 * A convolution with few output channels and a wide kernel, as networks have it that paint images.
 * oneDNN computes sixteen channels at a time, however few there are, so some neighbouring pixels of
 * a row become the channels of one: the kernel gets wider, and stands in it once for each of these
 * pixels, moved along.
 */
final class NarrowConvolutions {
  private static final int LANES = 16;

  /** Narrower kernels would become too much wider for a gain. */
  private static final int LEAST_WIDTH = 7;

  private NarrowConvolutions() {}

  /** Whether this way is faster where oneDNN computes convolutions. */
  static boolean arePreferredFor(Step.Convolve step) {
    Window window = step.window();
    Shape in = step.input().shape();
    return window.hasUnitStride()
        && !window.isDilated()
        && window.kernelWidth() >= LEAST_WIDTH
        && 2 * step.output().shape().channels() <= LANES
        && !window.isUneven(in.height(), in.width());
  }

  static void lower(Step.Convolve step, Steps steps) {
    Window window = step.window();
    Shape in = step.input().shape();
    Shape out = step.output().shape();
    int pixels = LANES / out.channels();
    int runs = (out.width() + pixels - 1) / pixels;
    int more = runs * pixels - out.width();
    Tensor channels = steps.scratch(1, out.height(), runs, (long) pixels * out.channels());
    Window wide =
        new Window(
            window.kernelHeight(),
            window.kernelWidth() + pixels - 1,
            1,
            pixels,
            Window.Padding.explicit(window.padTop(in.height()), window.padLeft(in.width())));
    Tensor input = more == 0 ? step.input() : widened(step.input(), more, steps);
    Optional<Weights> bias = step.bias().map(values -> repeated(values, pixels));
    steps.add(new Step.Convolve(wide, input, widened(step.kernel(), pixels), bias, channels));
    View image = View.of(channels, 0, 1, out.height(), (long) runs * pixels, out.channels());
    steps.add(new Step.Copy(image.part(2, 0, out.width(), 1), View.of(step.output())));
  }

  /** With columns of zeros behind the last, for outputs that nobody wants. */
  private static Tensor widened(Tensor input, int columns, Steps steps) {
    Shape size = input.shape();
    Tensor wide = steps.scratch(1, size.height(), size.width() + columns, size.channels());
    steps.add(new Step.Fill(View.region(wide, 0, size.width(), size.height(), columns), 0));
    steps.add(new Step.Copy(View.of(input), View.region(wide, 0, 0, size.height(), size.width())));
    return wide;
  }

  /** {@code [rows, columns + pixels - 1, input channels, pixels x output channels]}. */
  private static Weights widened(Weights kernel, int pixels) {
    int rows = (int) kernel.size(0);
    int columns = (int) kernel.size(1);
    int in = (int) kernel.size(2);
    int out = (int) kernel.size(3);
    return kernel.form(
        "for " + pixels + " pixels",
        wide -> {
          FloatBuffer values = kernel.values();
          for (int tap = 0; tap < rows * columns; tap++) {
            for (int pixel = 0; pixel < pixels; pixel++) {
              int target = tap / columns * (columns + pixels - 1) + tap % columns + pixel;
              for (int i = 0; i < in; i++) {
                int to = ((target * in + i) * pixels + pixel) * out;
                wide.put(to, values, (tap * in + i) * out, out);
              }
            }
          }
        },
        rows,
        columns + pixels - 1L,
        in,
        (long) pixels * out);
  }

  private static Weights repeated(Weights bias, int times) {
    int length = (int) bias.length();
    return bias.form(
        times + " times",
        all -> {
          for (int i = 0; i < times; i++) {
            all.put(i * length, bias.values(), 0, length);
          }
        },
        (long) times * length);
  }
}
