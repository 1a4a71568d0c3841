package neuralart.plan.opencl;

import java.util.ArrayList;
import java.util.List;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;
import neuralart.step.Weights;
import neuralart.step.Window;

/** Convolutions and their transposes as matrix products over the pixels. */
final class Convolutions {
  private final DeviceMemory memory;

  Convolutions(DeviceMemory memory) {
    this.memory = memory;
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
    Taps rows =
        Taps.forward(
            window.kernelHeight(),
            window.strideHeight(),
            window.dilationHeight(),
            window.padTop(input.height()),
            output.height());
    Taps columns =
        Taps.forward(
            window.kernelWidth(),
            window.strideWidth(),
            window.dilationWidth(),
            window.padLeft(input.width()),
            output.width());
    return gather(
        step.input(),
        memory.buffer(step.kernel()),
        memory.buffer(step.bias().orElse(step.kernel())),
        step.output(),
        rows,
        columns,
        window.kernelWidth(),
        step.bias().isPresent(),
        rectify);
  }

  /** For strides above 1, the pixels of each phase of the stride are a convolution of their own. */
  Runnable transposed(Step.ConvolveTransposed step) {
    Window window = step.window();
    Shape target = step.output().shape();
    DeviceBuffer weights = swapped(step.kernel());
    List<Runnable> phases = new ArrayList<>();
    for (int y = 0; y < Math.min(window.strideHeight(), target.height()); y++) {
      Taps rows =
          Taps.transposed(
              window.kernelHeight(),
              window.strideHeight(),
              window.dilationHeight(),
              window.padTop(target.height()),
              target.height(),
              y);
      for (int x = 0; x < Math.min(window.strideWidth(), target.width()); x++) {
        Taps columns =
            Taps.transposed(
                window.kernelWidth(),
                window.strideWidth(),
                window.dilationWidth(),
                window.padLeft(target.width()),
                target.width(),
                x);
        phases.add(
            gather(
                step.input(),
                weights,
                weights,
                step.output(),
                rows,
                columns,
                window.kernelWidth(),
                false,
                false));
      }
    }
    return phases.size() == 1 ? phases.get(0) : () -> phases.forEach(Runnable::run);
  }

  private Launch gather(
      Tensor input,
      DeviceBuffer weights,
      DeviceBuffer bias,
      Tensor output,
      Taps rows,
      Taps columns,
      int kernelWidth,
      boolean hasBias,
      boolean rectify) {
    int channels = (int) input.size(3);
    int outputs = (int) output.size(3);
    int pixels = rows.outputs() * columns.outputs();
    int taps = rows.count() * columns.count();
    Tile tile = Tile.suited(memory.context().device(), pixels, outputs);
    return memory.launch(
        tile.program(true),
        "convolve",
        tile.global(pixels, outputs, 1),
        tile.local(),
        memory.buffer(input),
        weights,
        bias,
        memory.buffer(output),
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
          kernelWidth,
          0,
          0,
          0
        },
        new int[] {
          rows.placeStep(),
          rows.placeOffset(),
          columns.placeStep(),
          columns.placeOffset(),
          (int) output.size(2),
          0,
          0,
          0
        },
        hasBias ? 1 : 0,
        rectify ? 1 : 0);
  }

  /** The kernel with input and output channels in each other's place, {@code [.., .., out, in]}. */
  private DeviceBuffer swapped(Weights kernel) {
    DeviceContext context = memory.context();
    return kernel.form(
        DeviceBuffer.class,
        List.of(context, "swapped"),
        () -> {
          DeviceBuffer swapped = context.buffer(kernel.length());
          View from = View.of(kernel).permute(0, 1, 3, 2);
          View to = View.of(kernel, 0, from.sizes());
          try (Launch copy = Views.copy(context, memory.buffer(kernel), from, swapped, to)) {
            copy.run();
          }
          return swapped;
        });
  }
}
