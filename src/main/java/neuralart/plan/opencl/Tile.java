package neuralart.plan.opencl;

import java.util.List;
import java.util.Locale;
import neuralart.device.OpenClDevice;

/**
 * How a matrix product is divided: a work group computes a tile of rows and columns, each of its
 * work items some values of it.
 *
 * @param rows of the tile
 * @param columns of the tile
 * @param depth steps of the inner sum that are held in local memory at a time
 * @param itemRows rows that a work item computes, a multiple of 4
 * @param itemColumns columns that a work item computes, a multiple of 4
 */
record Tile(int rows, int columns, int depth, int itemRows, int itemColumns) {
  /** Columns for which there is a tile of its own. */
  private static final int NARROW = 8;

  private static final int SMALLEST = 32;

  /** Values between two columns of the left tile in local memory. */
  private static final int PADDING = 4;

  /** Groups that leave a device idle. */
  private static final int FEW = 32;

  /** One for few columns, then from large to small. */
  static final List<Tile> ALL =
      List.of(
          new Tile(128, 8, 8, 4, 4),
          new Tile(128, 64, 8, 8, 8),
          new Tile(64, 64, 16, 4, 4),
          new Tile(32, 32, 16, 4, 4));

  /** Work items of a group. */
  int items() {
    return (rows / itemRows) * (columns / itemColumns);
  }

  /** Bytes of local memory. */
  private int localBytes() {
    return depth * (rows + PADDING + columns) * Float.BYTES;
  }

  boolean fits(OpenClDevice device) {
    return items() <= device.workGroup() && localBytes() <= device.localMemory();
  }

  /** The kernels of products compiled for this tile. */
  Program program() {
    return program("");
  }

  /** The kernels of convolutions of some channels compiled for this tile. */
  Program gathering(int channels) {
    return program(" -D GATHER" + (channels % depth == 0 ? " -D WHOLE_TAPS" : ""));
  }

  private Program program(String more) {
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
            + more);
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

  /**
   * The tiles that suit products, the likeliest to be fast first.
   *
   * @param batch how many products there are
   */
  static List<Tile> suited(OpenClDevice device, long productRows, long productColumns, int batch) {
    return possible(device, productColumns).stream()
        .filter(
            tile -> tile.rows == SMALLEST || batch * tile.groups(productRows, productColumns) > FEW)
        .toList();
  }

  /** The tiles for products of some columns on a device, the smallest last. */
  static List<Tile> possible(OpenClDevice device, long productColumns) {
    return ALL.stream()
        .filter(tile -> tile.fits(device))
        .filter(tile -> productColumns <= NARROW || tile.columns > NARROW)
        .filter(tile -> tile.columns <= Math.max(SMALLEST, productColumns))
        .toList();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%dx%dx%d by %dx%d", rows, columns, depth, itemRows, itemColumns);
  }
}
