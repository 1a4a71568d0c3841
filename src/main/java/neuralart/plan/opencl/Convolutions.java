package neuralart.plan.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import neuralart.plan.opencl.GatheredProducts.Gathering;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.Window;

/** Convolutions and their transposes, in the way that is the fastest. */
final class Convolutions {
  private final DeviceMemory memory;
  private final GatheredProducts products;
  private final Winograd winograd;

  Convolutions(DeviceMemory memory) {
    this.memory = memory;
    products = new GatheredProducts(memory);
    winograd = new Winograd(memory);
  }

  /**
   * Binds a convolution.
   *
   * @param rectify whether negative values of the output become 0
   */
  Runnable convolve(Step.Convolve step, boolean rectify) {
    Window window = step.window();
    Shape input = step.input().shape();
    Shape output = step.output().shape();
    int top = window.padTop(input.height());
    int left = window.padLeft(input.width());
    Gathering gathering =
        new Gathering(
            step.input(),
            step.kernel(),
            false,
            Taps.forward(
                window.kernelHeight(),
                window.strideHeight(),
                window.dilationHeight(),
                top,
                output.height()),
            Taps.forward(
                window.kernelWidth(),
                window.strideWidth(),
                window.dilationWidth(),
                left,
                output.width()),
            step.output(),
            new Epilogue(step.bias().map(memory::buffer), false, Optional.empty(), rectify));
    return take(gathering, window, top, left);
  }

  /**
   * Binds the transpose of a convolution. For strides above 1, the pixels of each phase of the
   * stride are a convolution of their own.
   *
   * @param mask of the extent of the output, which becomes 0 where it isn't positive
   */
  Runnable transposed(Step.ConvolveTransposed step, Optional<Tensor> mask) {
    Window window = step.window();
    Shape target = step.output().shape();
    int top = window.padTop(target.height());
    int left = window.padLeft(target.width());
    Epilogue epilogue =
        new Epilogue(Optional.empty(), step.isAdded(), mask.map(memory::buffer), false);
    List<Runnable> phases = new ArrayList<>();
    for (int y = 0; y < Math.min(window.strideHeight(), target.height()); y++) {
      Taps rows =
          Taps.transposed(
              window.kernelHeight(),
              window.strideHeight(),
              window.dilationHeight(),
              top,
              target.height(),
              y);
      for (int x = 0; x < Math.min(window.strideWidth(), target.width()); x++) {
        Taps columns =
            Taps.transposed(
                window.kernelWidth(),
                window.strideWidth(),
                window.dilationWidth(),
                left,
                target.width(),
                x);
        Gathering gathering =
            new Gathering(
                step.input(), step.kernel(), true, rows, columns, step.output(), epilogue);
        phases.add(take(gathering, window, 2 - top, 2 - left));
      }
    }
    return phases.size() == 1 ? phases.get(0) : () -> phases.forEach(Runnable::run);
  }

  /**
   * Binds the way that is the fastest.
   *
   * @param top rows of zeros above the input, where it is a convolution with stride 1
   * @param left columns of zeros before the input
   */
  private Runnable take(Gathering gathering, Window window, int top, int left) {
    List<Choice.Way> ways = products.ways(gathering);
    if (Winograd.suits(window, gathering.kernel())) {
      ways.addAll(winograd.ways(gathering, top, left));
    }
    return memory.driver().choice().take(text(gathering, window), ways, memory);
  }

  private static String text(Gathering gathering, Window window) {
    int size = Integer.SIZE - Integer.numberOfLeadingZeros(gathering.pixels() - 1);
    return String.format(
        Locale.ROOT,
        "%s stride %d %d dilation %d %d %s pixels 2^%d", // about as many are alike
        gathering.transposed() ? "transposed convolution" : "convolution",
        window.strideHeight(),
        window.strideWidth(),
        window.dilationHeight(),
        window.dilationWidth(),
        gathering.kernel(),
        size);
  }
}
