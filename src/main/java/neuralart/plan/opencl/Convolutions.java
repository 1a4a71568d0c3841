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
  /** The kind of way by {@link Winograd}. */
  static final String WINOGRAD = "winograd";

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
   * Binds the way that is the fastest. Which values come out, to the last bit, is a matter of the
   * kind of way; it is the same for all images of about one width, so that strips compute what the
   * whole image does. The tile is another one for each number of pixels.
   *
   * @param top rows of zeros above the input, where it is a convolution with stride 1
   * @param left columns of zeros before the input
   */
  private Runnable take(Gathering gathering, Window window, int top, int left) {
    List<Choice.Way> kinds = new ArrayList<>();
    String what = text(gathering, window);
    kinds.add(kind(what, "whole", gathering, products.ways(gathering)));
    for (int part : GatheredProducts.parts(gathering)) {
      kinds.add(kind(what, "parts of " + part, gathering, products.ways(gathering, part)));
    }
    if (Winograd.suits(window, gathering.channels(), gathering.outputs())) {
      kinds.add(kind(what, WINOGRAD, gathering, winograd.ways(gathering, top, left)));
    }
    String width = " width 2^" + bits(gathering.columns().outputs());
    return memory.driver().choice().take(what + width, kinds, memory);
  }

  private Choice.Way kind(String what, String name, Gathering gathering, List<Choice.Way> tiles) {
    String size = String.join(" ", what, name, "pixels 2^" + bits(gathering.pixels()));
    return new Choice.Way(name, () -> memory.driver().choice().take(size, tiles, memory));
  }

  /** Numbers with as many of them are about alike. */
  private static int bits(int number) {
    return Integer.SIZE - Integer.numberOfLeadingZeros(number);
  }

  private static String text(Gathering gathering, Window window) {
    return String.format(
        Locale.ROOT,
        "%s %s stride %d %d dilation %d %d",
        gathering.transposed() ? "transposed convolution" : "convolution",
        gathering.kernel(),
        window.strideHeight(),
        window.strideWidth(),
        window.dilationHeight(),
        window.dilationWidth());
  }
}
