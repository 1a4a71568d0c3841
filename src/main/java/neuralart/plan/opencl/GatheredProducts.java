package neuralart.plan.opencl;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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

  /** Values of all parts: 64 MB. */
  private static final int HELD = 1 << 24;

  /** Work items that a small device asks for, and a large one. */
  private static final List<Integer> BUSY = List.of(1 << 16, 1 << 18);

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

  /**
   * The ways that may be fast, the likeliest first: tiles of pixels, and where these leave much of
   * a device idle, parts of the inner sum.
   */
  List<Choice.Way> ways(Gathering gathering) {
    List<Choice.Way> ways = new ArrayList<>();
    int pixels = gathering.pixels();
    int outputs = gathering.outputs();
    for (Tile tile : Tile.suited(memory.driver().device(), pixels, outputs, 1)) {
      ways.add(new Choice.Way(tile.toString(), () -> whole(tile, gathering)));
    }
    long most =
        Math.min(gathering.length() / LEAST_PART, HELD / Math.max(1, (long) pixels * outputs));
    for (Tile tile : Tile.possible(memory.driver().device(), outputs)) {
      Set<Integer> tried = new HashSet<>();
      for (int busy : BUSY) {
        long items = Math.max(1, tile.groups(pixels, outputs) * tile.items());
        int parts = (int) Math.min(busy / items, most);
        if (parts > 1 && tried.add(parts)) {
          String name = tile + " in parts for " + busy;
          ways.add(new Choice.Way(name, () -> inParts(tile, gathering, parts)));
        }
      }
    }
    return ways;
  }

  private Launch whole(Tile tile, Gathering gathering) {
    Target target =
        new Target(memory.buffer(gathering.output), gathering.place(), gathering.epilogue);
    return gather(tile, gathering, target, gathering.length(), 1);
  }

  /** Many groups work on parts of the inner sum, which is also more exact. */
  private Runnable inParts(Tile tile, Gathering gathering, int parts) {
    int least = ceilDiv(gathering.length(), parts);
    int part = ceilDiv(least, tile.depth()) * tile.depth();
    int howMany = ceilDiv(gathering.length(), part);
    int count = gathering.pixels() * gathering.outputs();
    DeviceBuffer held = memory.scratch((long) count * howMany);
    int wide = gathering.columns.outputs();
    Target side = new Target(held, new int[] {1, 0, 1, 0, wide, 0, 0, 0}, Epilogue.NONE);
    Launch products = gather(tile, gathering, side, part, howMany);
    Launch sums =
        memory.launch(
            tile.gathering(gathering.channels()),
            "finish_parts",
            count,
            count,
            held,
            howMany,
            wide,
            gathering.outputs(),
            gathering.place(),
            gathering.epilogue.biasOr(held),
            gathering.epilogue.maskOr(held),
            memory.buffer(gathering.output),
            gathering.epilogue.flags());
    return () -> {
      products.run();
      sums.run();
    };
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
