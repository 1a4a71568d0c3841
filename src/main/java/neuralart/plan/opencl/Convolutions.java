package neuralart.plan.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;
import neuralart.step.Weights;
import neuralart.step.Window;

/** Convolutions and their transposes as matrix products over the pixels. */
final class Convolutions {
  private final DeviceMemory memory;
  private final Winograd winograd;

  Convolutions(DeviceMemory memory) {
    this.memory = memory;
    winograd = new Winograd(memory);
  }

  /** What is gathered from where, with which weights. */
  private record Gathering(
      Tensor input, Weights kernel, boolean transposed, Tensor output, Epilogue epilogue) {
    String text(String kind, int pixels) {
      int size = Integer.SIZE - Integer.numberOfLeadingZeros(pixels - 1); // about as many alike
      return String.join(
          " ", transposed ? "transposed" : "convolve", kind, kernel.toString(), "pixels 2^" + size);
    }
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
    Epilogue epilogue = new Epilogue(step.bias().map(memory::buffer), rectify);
    Gathering gathering =
        new Gathering(step.input(), step.kernel(), false, step.output(), epilogue);
    Taps rows =
        Taps.forward(
            window.kernelHeight(),
            window.strideHeight(),
            window.dilationHeight(),
            top,
            output.height());
    Taps columns =
        Taps.forward(
            window.kernelWidth(),
            window.strideWidth(),
            window.dilationWidth(),
            left,
            output.width());
    List<Choice.Way> ways = ways(gathering, rows, columns);
    if (Winograd.suits(window, step.kernel())) {
      ways.add(winograd(gathering, top, left));
    }
    return take(gathering, window, rows.outputs() * columns.outputs(), ways);
  }

  private Choice.Way winograd(Gathering gathering, int top, int left) {
    return new Choice.Way(
        "winograd",
        () ->
            winograd.convolve(
                gathering.input,
                gathering.kernel,
                gathering.transposed,
                gathering.output,
                top,
                left,
                gathering.epilogue));
  }

  private Runnable take(Gathering gathering, Window window, int pixels, List<Choice.Way> ways) {
    String kind =
        String.format(
            Locale.ROOT,
            "stride %d %d dilation %d %d",
            window.strideHeight(),
            window.strideWidth(),
            window.dilationHeight(),
            window.dilationWidth());
    DeviceContext context = memory.context();
    return context.choice().take(gathering.text(kind, pixels), ways, context::finish);
  }

  /** For strides above 1, the pixels of each phase of the stride are a convolution of their own. */
  Runnable transposed(Step.ConvolveTransposed step) {
    Window window = step.window();
    Shape target = step.output().shape();
    int top = window.padTop(target.height());
    int left = window.padLeft(target.width());
    Gathering gathering =
        new Gathering(step.input(), step.kernel(), true, step.output(), Epilogue.NONE);
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
        List<Choice.Way> ways = ways(gathering, rows, columns);
        if (Winograd.suits(window, step.kernel())) {
          ways.add(winograd(gathering, 2 - top, 2 - left));
        }
        phases.add(take(gathering, window, rows.outputs() * columns.outputs(), ways));
      }
    }
    return phases.size() == 1 ? phases.get(0) : () -> phases.forEach(Runnable::run);
  }

  /** The tiles that are likely to be fast, the likeliest first. */
  private List<Choice.Way> ways(Gathering gathering, Taps rows, Taps columns) {
    List<Choice.Way> ways = new ArrayList<>();
    int pixels = rows.outputs() * columns.outputs();
    int outputs = (int) gathering.output.size(3);
    for (Tile tile : Tile.suited(memory.context().device(), pixels, outputs)) {
      ways.add(new Choice.Way(tile.toString(), () -> gather(tile, gathering, rows, columns)));
    }
    return ways;
  }

  private Launch gather(Tile tile, Gathering gathering, Taps rows, Taps columns) {
    Tensor input = gathering.input;
    int channels = (int) input.size(3);
    int outputs = (int) gathering.output.size(3);
    int pixels = rows.outputs() * columns.outputs();
    int taps = rows.count() * columns.count();
    DeviceBuffer weights =
        gathering.transposed ? swapped(gathering.kernel) : memory.buffer(gathering.kernel);
    return memory.launch(
        tile.program(true),
        "convolve",
        tile.global(pixels, outputs, 1),
        tile.local(),
        memory.buffer(input),
        weights,
        gathering.epilogue.bias().orElse(weights),
        memory.buffer(gathering.output),
        new int[] {
          (int) input.size(1),
          (int) input.size(2),
          channels,
          outputs,
          columns.outputs(),
          pixels,
          Math.max(1, columns.count()),
          taps * channels
        },
        new int[] {
          rows.step(),
          rows.offset(),
          rows.tapStep(),
          columns.step(),
          columns.offset(),
          columns.tapStep(),
          0,
          0
        },
        new int[] {
          rows.firstTap(),
          rows.tapStride(),
          columns.firstTap(),
          columns.tapStride(),
          (int) gathering.kernel.size(1),
          0,
          0,
          0
        },
        new int[] {
          rows.placeStep(),
          rows.placeOffset(),
          columns.placeStep(),
          columns.placeOffset(),
          (int) gathering.output.size(2),
          0,
          0,
          0
        },
        gathering.epilogue.hasBias(),
        gathering.epilogue.rectifies());
  }

  /** The kernel with input and output channels in each other's place, {@code [.., .., out, in]}. */
  private DeviceBuffer swapped(Weights kernel) {
    DeviceContext context = memory.context();
    return kernel.form(
        DeviceBuffer.class,
        List.of(context, "swapped"),
        () -> context.filled(kernel.length(), swapped -> swap(kernel, swapped)));
  }

  private void swap(Weights kernel, DeviceBuffer swapped) {
    View from = View.of(kernel).permute(0, 1, 3, 2);
    View to = View.of(kernel, 0, from.sizes());
    DeviceBuffer source = memory.buffer(kernel);
    try (Launch copy = Views.copy(memory.context(), source, from, swapped, to)) {
      copy.run();
    }
  }
}
