package neuralart.plan.opencl;

import java.util.List;
import neuralart.step.Step;
import neuralart.step.View;

/** Products of matrices. */
final class Products {
  /** Steps of the inner sum from which a product with few values is computed in parts. */
  private static final int PART = 256;

  /** Groups of work items that keep a large device busy. */
  private static final int BUSY = 512;

  /** As many leave none of its units idle. */
  private static final int ENOUGH = 256;

  private final DeviceMemory memory;

  Products(DeviceMemory memory) {
    this.memory = memory;
  }

  /** A matrix in a buffer: where it begins, and how far its rows and columns lie apart. */
  record Matrix(DeviceBuffer buffer, int offset, int rowStep, int columnStep, int matrixStep) {
    int[] at() {
      return new int[] {offset, rowStep, columnStep, matrixStep};
    }
  }

  Runnable multiply(Step.Multiply step) {
    int rows = (int) step.z().sizes()[0];
    int columns = (int) step.z().sizes()[1];
    int inner = (int) step.x().sizes()[step.transposeX() ? 0 : 1];
    List<Tile> tiles = Tile.possible(memory.driver().device(), columns);
    Tile tile =
        tiles.stream()
            .filter(each -> each.groups(rows, columns) * Math.max(1, inner / PART) >= ENOUGH)
            .findFirst()
            .orElse(tiles.get(tiles.size() - 1));
    int parts = (int) Math.min(inner / PART, BUSY / tile.groups(rows, columns));
    if (parts < 2) {
      return multiply(tile, step, new int[] {rows, columns, inner, 0});
    }
    int part = (inner + parts - 1) / parts;
    int count = (inner + part - 1) / part;
    return multiplyInParts(tile, step, new int[] {rows, columns, inner, part}, count);
  }

  private Launch multiply(Tile tile, Step.Multiply step, int[] sizes) {
    Matrix x = matrix(step.x(), step.transposeX(), 0);
    return memory.launch(
        tile.program(),
        "multiply",
        tile.global(sizes[0], sizes[1], 1),
        tile.local(),
        x.buffer,
        x.at(),
        memory.buffer(step.y().tensor()),
        matrix(step.y(), step.transposeY(), 0).at(),
        memory.buffer(step.z().tensor()),
        matrix(step.z(), false, 0).at(),
        sizes,
        (float) step.alpha(),
        (float) step.beta());
  }

  /** Many groups work on parts of the inner sum, which is also more exact. */
  private Runnable multiplyInParts(Tile tile, Step.Multiply step, int[] sizes, int count) {
    Matrix x = matrix(step.x(), step.transposeX(), sizes[3]);
    Matrix y = matrix(step.y(), step.transposeY(), sizes[3]);
    int length = sizes[0] * sizes[1];
    DeviceBuffer parts = memory.scratch((long) length * count);
    Launch product =
        memory.launch(
            tile.program(),
            "multiply",
            tile.global(sizes[0], sizes[1], count),
            tile.local(),
            x.buffer,
            new int[] {x.offset, x.rowStep, x.columnStep, 0},
            y.buffer,
            new int[] {y.offset, y.rowStep, y.columnStep, 0},
            parts,
            new int[] {0, sizes[1], 1, length},
            sizes,
            1f,
            0f);
    Matrix z = matrix(step.z(), false, 0);
    Launch sum =
        memory.launch(
            Program.PARTS,
            "add_parts",
            length,
            parts,
            count,
            sizes,
            z.buffer,
            z.at(),
            (float) step.alpha(),
            (float) step.beta());
    return () -> {
      product.run();
      sum.run();
    };
  }

  private Matrix matrix(View view, boolean transposed, int matrixStep) {
    long[] strides = view.strides();
    return new Matrix(
        memory.buffer(view.tensor()),
        (int) view.offset(),
        (int) strides[transposed ? 1 : 0],
        (int) strides[transposed ? 0 : 1],
        matrixStep);
  }
}
