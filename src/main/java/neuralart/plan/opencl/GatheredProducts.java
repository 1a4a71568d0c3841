package neuralart.plan.opencl;

import java.util.ArrayList;
import java.util.List;
import neuralart.device.OpenClDevice;
import neuralart.step.Tensor;
import neuralart.step.View;
import neuralart.step.Weights;

/**
 * Convolutions and their transposes as matrix products over the pixels, whose left matrix is
 * gathered from the image while it is needed.
 */
final class GatheredProducts {
  /** Steps of the inner sum under which a part isn't worth the while. */
  private static final int LEAST_PART = 128;

  /** Parts begin at multiples, so that each tile loads whole pieces of them. */
  private static final int PART_STEP = 16;

  /** Values of all parts that are held at a time: 64 MB. */
  private static final int HELD = 1 << 24;

  /** Work items that a small device asks for, and a large one. */
  private static final List<Integer> BUSY = List.of(1 << 16, 1 << 18);

  /** Values that a work item computes, about. */
  private static final int ITEM = 16;

  private final DeviceMemory memory;

  GatheredProducts(DeviceMemory memory) {
    this.memory = memory;
  }

  /** Which pixels of the input are gathered for which of the output, with which weights. */
  record Gathering(
      Tensor input,
      Weights kernel,
      boolean transposed,
      Taps rows,
      Taps columns,
      Tensor output,
      Epilogue epilogue) {
    int channels() {
      return (int) input.size(3);
    }

    int outputs() {
      return (int) output.size(3);
    }

    int pixels() {
      return rows.outputs() * columns.outputs();
    }

    /** Steps of the inner sum. */
    int length() {
      return rows.count() * columns.count() * channels();
    }

    /** The same for some of the rows. */
    Gathering rows(int first, int count) {
      Taps some = rows.part(first, count);
      return new Gathering(input, kernel, transposed, some, columns, output, epilogue);
    }

    /** Where a pixel lies if no others are between, as kernels take it. */
    int[] densePlace() {
      return new int[] {1, 0, 1, 0, columns.outputs(), 0, 0, 0};
    }

    /** Where a pixel lies in the output, as kernels take it. */
    int[] place() {
      return new int[] {
        rows.placeStep(),
        rows.placeOffset(),
        columns.placeStep(),
        columns.placeOffset(),
        (int) output.size(2),
        0,
        0,
        0
      };
    }
  }

  /** Where a product is stored, and what is done before. */
  private record Target(DeviceBuffer buffer, int[] place, Epilogue epilogue) {}

  /** The ways with the inner sum in one go, the likeliest to be fast first. */
  List<Choice.Way> ways(Gathering gathering) {
    return Tile.suited(device(), gathering.pixels(), gathering.outputs(), 1).stream()
        .map(tile -> new Choice.Way(tile.toString(), () -> whole(tile, gathering)))
        .toList();
  }

  /** The ways with the inner sum in parts. */
  List<Choice.Way> ways(Gathering gathering, int part) {
    return Tile.possible(device(), gathering.outputs()).stream()
        .map(tile -> new Choice.Way(tile.toString(), () -> inParts(tile, gathering, part)))
        .toList();
  }

  /**
   * How long parts of the inner sum may be, where the pixels of an image leave much of a device
   * idle. The width tells how many they are, which an image shares with its strips.
   */
  static List<Integer> parts(Gathering gathering) {
    long side = Long.highestOneBit(gathering.columns.outputs());
    long items = Math.max(1, side * side * gathering.outputs() / ITEM);
    int length = gathering.length();
    return BUSY.stream()
        .map(busy -> (int) Math.min(busy / items, length / LEAST_PART))
        .filter(parts -> parts > 1)
        .map(parts -> ceilDiv(ceilDiv(length, parts), PART_STEP) * PART_STEP)
        .distinct()
        .toList();
  }

  private OpenClDevice device() {
    return memory.driver().device();
  }

  private Launch whole(Tile tile, Gathering gathering) {
    Target target =
        new Target(memory.buffer(gathering.output), gathering.place(), gathering.epilogue);
    return gather(tile, gathering, target, gathering.length(), 1);
  }

  /** Many groups work on parts of the inner sum, which is also more exact. */
  private Runnable inParts(Tile tile, Gathering gathering, int part) {
    int parts = ceilDiv(gathering.length(), part);
    int row = gathering.columns.outputs() * gathering.outputs();
    int rows = gathering.rows.outputs();
    int together = Math.max(1, Math.min(rows, HELD / parts / Math.max(1, row)));
    DeviceBuffer held = memory.scratch((long) parts * together * row);
    List<Runnable> runs = new ArrayList<>();
    for (int first = 0; first < rows; first += together) {
      Gathering some = gathering.rows(first, Math.min(together, rows - first));
      Target side = new Target(held, some.densePlace(), Epilogue.NONE);
      runs.add(gather(tile, some, side, part, parts));
      runs.add(finish(some, held, parts));
    }
    return () -> runs.forEach(Runnable::run);
  }

  private Launch finish(Gathering gathering, DeviceBuffer held, int parts) {
    int count = gathering.pixels() * gathering.outputs();
    return memory.launch(
        Program.PARTS,
        "finish_parts",
        count,
        count,
        held,
        parts,
        gathering.columns.outputs(),
        gathering.outputs(),
        gathering.place(),
        gathering.epilogue.biasOr(held),
        gathering.epilogue.maskOr(held),
        memory.buffer(gathering.output),
        gathering.epilogue.flags());
  }

  private static int ceilDiv(int value, int divisor) {
    return (value + divisor - 1) / divisor;
  }

  private Launch gather(Tile tile, Gathering gathering, Target target, int part, int parts) {
    Tensor input = gathering.input;
    Taps rows = gathering.rows;
    Taps columns = gathering.columns;
    DeviceBuffer weights =
        gathering.transposed ? swapped(gathering.kernel) : memory.buffer(gathering.kernel);
    return memory.launch(
        tile.gathering(gathering.channels()),
        "convolve",
        tile.global(gathering.pixels(), gathering.outputs(), parts),
        tile.local(),
        memory.buffer(input),
        weights,
        target.epilogue.biasOr(weights),
        target.epilogue.maskOr(weights),
        target.buffer,
        new int[] {
          (int) input.size(1),
          (int) input.size(2),
          gathering.channels(),
          gathering.outputs(),
          columns.outputs(),
          gathering.pixels(),
          Math.max(1, columns.count()),
          gathering.length()
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
        target.place,
        part,
        target.epilogue.flags());
  }

  /** The kernel with input and output channels in each other's place, {@code [.., .., out, in]}. */
  private DeviceBuffer swapped(Weights kernel) {
    return memory.form(kernel, "swapped", kernel.length(), swapped -> swap(kernel, swapped));
  }

  private void swap(Weights kernel, DeviceBuffer swapped) {
    View from = View.of(kernel).permute(0, 1, 3, 2);
    View to = View.of(kernel, 0, from.sizes());
    DeviceBuffer source = memory.buffer(kernel);
    try (Launch copy = Views.copy(memory.driver(), source, from, swapped, to)) {
      copy.run();
    }
  }
}
