package neuralart.plan.cpu;

import java.nio.FloatBuffer;
import java.util.Optional;
import java.util.stream.IntStream;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;
import neuralart.step.Weights;
import neuralart.step.Window;

/**
 * The transpose of a convolution as a convolution.
 *
 * <p>With stride 1 and the same padding on both sides it is the convolution with the kernel turned
 * by 180 degrees. In general, input row {@code q s + p} (phase {@code p} of stride {@code s}) only
 * sees the kernel rows {@code p, p + s, ..}: one convolution with {@code ceil(k / s)} taps computes
 * all phases as channels, which are then moved to their places (a "sub-pixel convolution", Shi et
 * al. 2016). A dilated kernel is then filled up with zeros first.
 */
final class TransposedConvolutions {
  /** Columns of a matrix that are transposed at a time. */
  private static final int BLOCK = 32;

  private TransposedConvolutions() {}

  /**
   * @param winograd whether it may be one by Winograd's transforms
   */
  static void lower(Step.ConvolveTransposed step, boolean winograd, Steps steps) {
    if (step.isAdded()) {
      Tensor output = steps.scratch(step.output().dimensions());
      lower(
          new Step.ConvolveTransposed(step.window(), step.input(), step.kernel(), output, false),
          winograd,
          steps);
      steps.add(new Step.Combine(Step.Operation.ADD, View.of(output), View.of(step.output())));
    } else if (isPlain(step.window())) {
      addTurned(step, winograd, steps);
    } else if (isSparse(step)) {
      addSparse(step, steps);
    } else {
      addSubPixel(step, steps);
    }
  }

  /** Whether it only sees the first pixel of each step. */
  private static boolean isSparse(Step.ConvolveTransposed step) {
    Window window = step.window();
    Shape to = step.output().shape();
    return window.isPoint() && window.padTop(to.height()) == 0 && window.padLeft(to.width()) == 0;
  }

  /** Computes these pixels alone, and leaves zeros between them. */
  private static void addSparse(Step.ConvolveTransposed step, Steps steps) {
    Window window = step.window();
    Shape from = step.input().shape();
    Tensor output = step.output();
    Shape to = output.shape();
    Tensor pixels = steps.scratch(1, from.height(), from.width(), to.channels());
    Weights kernel = turn(step.kernel(), Window.POINT, 1, 1);
    convolve(Window.POINT, step.input(), kernel, pixels, false, steps);
    steps.add(new Step.Fill(View.of(output), 0));
    long height = Math.min(from.height(), taps(to.height(), window.strideHeight()));
    long width = Math.min(from.width(), taps(to.width(), window.strideWidth()));
    View seen =
        View.of(output)
            .part(1, 0, height, window.strideHeight())
            .part(2, 0, width, window.strideWidth());
    steps.add(new Step.Copy(View.region(pixels, 0, 0, height, width), seen));
  }

  /** Whether this is a single convolution, with nothing to crop. */
  private static boolean isPlain(Window window) {
    boolean odd = window.extentHeight() % 2 == 1 && window.extentWidth() % 2 == 1;
    return window.hasUnitStride()
        && (!window.padding().same() || odd)
        && window.padding().top() < window.extentHeight()
        && window.padding().left() < window.extentWidth();
  }

  private static void addTurned(Step.ConvolveTransposed step, boolean winograd, Steps steps) {
    Window window = step.window();
    int eh = window.extentHeight();
    int ew = window.extentWidth();
    boolean same = window.padding().same();
    int top = eh - 1 - (same ? (eh - 1) / 2 : window.padding().top());
    int left = ew - 1 - (same ? (ew - 1) / 2 : window.padding().left());
    Window turned =
        new Window(
            window.kernelHeight(),
            window.kernelWidth(),
            1,
            1,
            window.dilationHeight(),
            window.dilationWidth(),
            Window.Padding.explicit(top, left));
    if (winograd && Winograd.suits(turned, step.input().shape(), step.output().shape())) {
      Winograd.lowerTurned(turned, step.input(), step.kernel(), step.output(), steps);
      return;
    }
    Weights kernel = turn(step.kernel(), window, 1, 1);
    convolve(turned, step.input(), kernel, step.output(), winograd, steps);
  }

  private static void convolve(
      Window window, Tensor input, Weights kernel, Tensor output, boolean winograd, Steps steps) {
    Step.Convolve plain = new Step.Convolve(window, input, kernel, Optional.empty(), output);
    KernelProducts.lower(plain, winograd, steps);
  }

  private static void addSubPixel(Step.ConvolveTransposed step, Steps steps) {
    Window window = step.window();
    int sh = window.strideHeight();
    int sw = window.strideWidth();
    int th = taps(window.extentHeight(), sh);
    int tw = taps(window.extentWidth(), sw);
    Shape from = step.input().shape();
    Shape to = step.output().shape();
    long height = from.height() + th - 1L;
    long width = from.width() + tw - 1L;
    Tensor phases = steps.scratch(1, height, width, (long) sh * sw * to.channels());
    Tensor full = sh * sw == 1 ? phases : steps.scratch(1, height * sh, width * sw, to.channels());
    Window every = new Window(th, tw, 1, 1, Window.Padding.explicit(th - 1, tw - 1));
    Weights turned = turn(step.kernel(), window, window.dilationHeight(), window.dilationWidth());
    // Not by Winograd, whose tiles would be of other rows in a strip than in the whole image.
    convolve(every, step.input(), turned, phases, false, steps);
    if (sh * sw > 1) {
      interleave(phases, full, sh, steps);
    }
    int top = window.padTop(to.height());
    int left = window.padLeft(to.width());
    crop(full, top, left, step.output(), steps);
  }

  /**
   * Moves the phases from the channels to their pixels: {@code depth_to_space}, but row by row of a
   * phase, in which the pixels of a window lie side by side in both arrays.
   */
  private static void interleave(Tensor phases, Tensor full, int stride, Steps steps) {
    Shape size = phases.shape();
    long run = size.channels() / stride;
    long row = size.width() * run;
    long[] sizes = {size.height(), size.width(), run};
    for (int phase = 0; phase < stride; phase++) {
      long[] from = {(long) size.width() * size.channels(), size.channels(), 1};
      long[] to = {stride * row, run, 1};
      steps.add(
          new Step.Copy(
              new View(phases, phase * run, sizes, from), new View(full, phase * row, sizes, to)));
    }
  }

  /** Copies the part of {@code full} that lies over the image; pixels that no window sees are 0. */
  private static void crop(Tensor full, int top, int left, Tensor target, Steps steps) {
    Shape to = target.shape();
    long height = Math.min(to.height(), full.shape().height() - top);
    long width = Math.min(to.width(), full.shape().width() - left);
    if (height < to.height() || width < to.width()) {
      steps.add(new Step.Fill(View.of(target), 0));
    }
    steps.add(
        new Step.Copy(
            View.region(full, top, left, height, width), View.region(target, 0, 0, height, width)));
  }

  private static int taps(int kernel, int stride) {
    return (kernel + stride - 1) / stride;
  }

  /**
   * The kernel of the convolution that this is: {@code [taps, taps, output channels, phases x input
   * channels]}, its rows and columns spread out by the given steps.
   */
  private static Weights turn(Weights kernel, Window window, int spreadHeight, int spreadWidth) {
    int th = taps((window.kernelHeight() - 1) * spreadHeight + 1, window.strideHeight());
    int tw = taps((window.kernelWidth() - 1) * spreadWidth + 1, window.strideWidth());
    int phases = window.strideHeight() * window.strideWidth();
    return kernel.form(
        window,
        values -> turn(kernel, window, spreadHeight, spreadWidth, values),
        th,
        tw,
        kernel.size(3),
        phases * kernel.size(2));
  }

  private static void turn(
      Weights kernel, Window window, int spreadHeight, int spreadWidth, FloatBuffer turned) {
    int sh = window.strideHeight();
    int sw = window.strideWidth();
    int th = taps((window.kernelHeight() - 1) * spreadHeight + 1, sh);
    int tw = taps((window.kernelWidth() - 1) * spreadWidth + 1, sw);
    int in = (int) kernel.size(2);
    int out = (int) kernel.size(3);
    FloatBuffer values = kernel.values();
    IntStream.range(0, window.kernelHeight() * window.kernelWidth())
        .parallel()
        .forEach(
            pixel -> {
              int y = pixel / window.kernelWidth() * spreadHeight;
              int x = pixel % window.kernelWidth() * spreadWidth;
              int phase = y % sh * sw + x % sw;
              int tap = (th - 1 - y / sh) * tw + tw - 1 - x / sw;
              int target = (tap * out * sh * sw + phase) * in;
              transpose(values, pixel * in * out, in, out, turned, target, sh * sw * in);
            });
  }

  /** Writes the columns of a matrix as rows, some columns at a time to spare the heap. */
  private static void transpose(
      FloatBuffer from, int first, int rows, int columns, FloatBuffer to, int start, int stride) {
    float[] block = new float[rows * Math.min(columns, BLOCK)];
    float[] row = new float[rows];
    for (int left = 0; left < columns; left += BLOCK) {
      int width = Math.min(BLOCK, columns - left);
      for (int i = 0; i < rows; i++) {
        from.get(first + i * columns + left, block, i * width, width);
      }
      for (int j = 0; j < width; j++) {
        for (int i = 0; i < rows; i++) {
          row[i] = block[i * width + j];
        }
        to.put(start + (left + j) * stride, row);
      }
    }
  }
}
