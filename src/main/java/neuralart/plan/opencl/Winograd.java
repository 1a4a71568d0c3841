package neuralart.plan.opencl;

import java.util.ArrayList;
import java.util.List;
import neuralart.plan.opencl.GatheredProducts.Gathering;
import neuralart.step.Shape;
import neuralart.step.Tensor;
import neuralart.step.Weights;
import neuralart.step.Window;

/** 3x3 convolutions with a quarter of the multiplications: Winograd's F(4x4, 3x3). */
final class Winograd {
  private static final Program PROGRAM = new Program("winograd", "");

  /** Points at which the polynomials of a tile are evaluated. */
  private static final int POINTS = 36;

  /** Side of an output tile. */
  static final int SIDE = 4;

  /** Values that are held at a time: 64 MB. */
  private static final int HELD = 1 << 24;

  /** Channels under which the transformations cost more than is saved. */
  private static final int LEAST_CHANNELS = 16;

  private final DeviceMemory memory;

  Winograd(DeviceMemory memory) {
    this.memory = memory;
  }

  static boolean suits(Window window, int channels, int outputs) {
    return window.kernelHeight() == 3
        && window.kernelWidth() == 3
        && window.hasUnitStride()
        && !window.isDilated()
        && Math.min(channels, outputs) >= LEAST_CHANNELS;
  }

  /**
   * The ways to compute a convolution, or the transpose of one, the likeliest to be fast first.
   *
   * @param top rows of zeros above the input
   * @param left columns of zeros before the input
   */
  List<Choice.Way> ways(Gathering gathering, int top, int left) {
    int all = tiles(gathering.output().shape());
    return Tile.suited(memory.driver().device(), all, gathering.outputs(), POINTS).stream()
        .map(tile -> new Choice.Way(tile.toString(), () -> convolve(tile, gathering, top, left)))
        .toList();
  }

  private Runnable convolve(Tile tile, Gathering gathering, int top, int left) {
    Tensor input = gathering.input();
    Tensor output = gathering.output();
    Epilogue epilogue = gathering.epilogue();
    Shape in = input.shape();
    Shape out = output.shape();
    int wide = tiles(out.width());
    int all = tiles(out);
    int together = Math.max(1, Math.min(all, HELD / POINTS / (in.channels() + out.channels())));
    DeviceBuffer points =
        points(gathering.kernel(), gathering.transposed(), in.channels(), out.channels());
    int[] inputImage = {in.height(), in.width(), in.channels(), top, left, wide, 0, 0};
    int[] outputImage = {out.height(), out.width(), out.channels(), 0, 0, wide, 0, 0};
    List<Runnable> runs = new ArrayList<>();
    for (int first = 0; first < all; first += together) {
      int[] part = {first, Math.min(together, all - first)};
      int offset = POINTS * part[1] * in.channels();
      DeviceBuffer held =
          memory.scratch((long) POINTS * together * (in.channels() + out.channels()));
      runs.add(
          memory.launch(
              PROGRAM,
              "inputs",
              (long) part[1] * in.channels(),
              inputImage,
              part,
              memory.buffer(input),
              held));
      runs.add(product(tile, held, points, offset, part[1], in.channels(), out.channels()));
      runs.add(
          memory.launch(
              PROGRAM,
              "outputs",
              (long) part[1] * out.channels(),
              outputImage,
              part,
              held,
              offset,
              epilogue.biasOr(points),
              epilogue.maskOr(points),
              epilogue.flags(),
              memory.buffer(output)));
    }
    return () -> runs.forEach(Runnable::run);
  }

  private static int tiles(Shape output) {
    return tiles(output.width()) * tiles(output.height());
  }

  private static int tiles(int size) {
    return (size + SIDE - 1) / SIDE;
  }

  /** The products {@code [tiles, channels] x [channels, outputs]} of all points. */
  private Runnable product(
      Tile tile,
      DeviceBuffer held,
      DeviceBuffer points,
      int offset,
      int tiles,
      int channels,
      int outputs) {
    return memory.launch(
        tile.program(),
        "multiply",
        tile.global(tiles, outputs, POINTS),
        tile.local(),
        held,
        new int[] {0, channels, 1, tiles * channels},
        points,
        new int[] {0, outputs, 1, channels * outputs},
        held,
        new int[] {offset, outputs, 1, tiles * outputs},
        new int[] {tiles, outputs, channels, 0},
        1f,
        0f);
  }

  /** The kernels at all points, which are kept with the weights. */
  private DeviceBuffer points(Weights kernel, boolean transposed, int channels, int outputs) {
    return memory.form(
        kernel,
        "points" + (transposed ? " of the transpose" : ""),
        (long) POINTS * channels * outputs,
        points -> transform(kernel, transposed, channels, outputs, points));
  }

  private void transform(
      Weights kernel, boolean transposed, int channels, int outputs, DeviceBuffer points) {
    try (Launch transformation =
        memory
            .driver()
            .launch(
                PROGRAM,
                "kernels",
                (long) channels * outputs,
                channels,
                outputs,
                transposed ? 1 : 0,
                memory.buffer(kernel),
                points)) {
      transformation.run();
    }
  }
}
