package neuralart.plan.opencl;

import java.util.List;
import neuralart.device.OpenClDevice;

/**
 * How a matrix product is divided: a work group computes a tile of rows and columns, each of its
 * work items some values of it.
 *
 * @param rows of the tile
 * @param columns of the tile
 * @param depth steps of the inner sum that are held in local memory at a time
 * @param itemRows rows that a work item computes
 * @param itemColumns columns that a work item computes
 */
record Tile(int rows, int columns, int depth, int itemRows, int itemColumns) {
  /** From large to small; the last is for few columns. */
  static final List<Tile> ALL =
      List.of(
          new Tile(128, 128, 8, 8, 8),
          new Tile(64, 64, 16, 4, 4),
          new Tile(64, 64, 8, 8, 8),
          new Tile(32, 32, 16, 4, 4),
          new Tile(128, 8, 8, 8, 2));

  /** Work items of a group. */
  int items() {
    return (rows / itemRows) * (columns / itemColumns);
  }

  /** Bytes of local memory. */
  private int localBytes() {
    return depth * (rows + 1 + columns) * Float.BYTES;
  }

  boolean fits(OpenClDevice device) {
    return items() <= device.workGroup() && localBytes() <= device.localMemory();
  }

  /** The kernels of products compiled for this tile. */
  Program program(boolean gather) {
    return new Program(
        "products",
        "-D TM="
            + rows
            + " -D TN="
            + columns
            + " -D TK="
            + depth
            + " -D WM="
            + itemRows
            + " -D WN="
            + itemColumns
            + (gather ? " -D GATHER" : ""));
  }

  /** Work items of all groups for a product of some rows and columns. */
  long[] global(long productRows, long productColumns, long batch) {
    return new long[] {
      ceilDiv(productColumns, columns) * items(), ceilDiv(productRows, rows), batch
    };
  }

  /** Groups for a product. */
  long groups(long productRows, long productColumns) {
    return ceilDiv(productColumns, columns) * ceilDiv(productRows, rows);
  }

  long[] local() {
    return new long[] {items(), 1, 1};
  }

  private static long ceilDiv(long value, long divisor) {
    return (value + divisor - 1) / divisor;
  }

  /** A tile that suits a product, without a measurement. */
  static Tile suited(OpenClDevice device, long productRows, long productColumns) {
    List<Tile> possible = ALL.stream().filter(tile -> tile.fits(device)).toList();
    if (productColumns <= 8) {
      return possible.get(possible.size() - 1);
    }
    return possible.stream()
        .filter(tile -> tile.columns > 8)
        .filter(tile -> tile.columns <= Math.max(32, productColumns))
        .filter(tile -> tile.rows == 32 || tile.groups(productRows, productColumns) >= 64)
        .findFirst()
        .orElseThrow();
  }
}
