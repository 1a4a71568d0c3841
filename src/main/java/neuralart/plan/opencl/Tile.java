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
 * @param itemRows rows that a work item computes
 * @param itemColumns columns that a work item computes
 */
record Tile(int rows, int columns, int depth, int itemRows, int itemColumns) {
  /** Columns for which there is a tile of its own. */
  private static final int NARROW = 8;

  private static final int SMALLEST = 32;

  /** Groups that leave a device idle. */
  private static final int FEW = 32;

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
    List<Tile> suited =
        possible(device, productColumns).stream()
            .filter(
                tile ->
                    tile.rows == SMALLEST || batch * tile.groups(productRows, productColumns) > FEW)
            .toList();
    return suited.isEmpty() ? List.of(last(device)) : suited;
  }

  /** The tiles for products of some columns on a device, from large to small. */
  static List<Tile> possible(OpenClDevice device, long productColumns) {
    List<Tile> possible =
        ALL.stream()
            .filter(tile -> tile.fits(device))
            .filter(tile -> productColumns <= NARROW == tile.columns <= NARROW)
            .filter(tile -> tile.columns <= Math.max(SMALLEST, productColumns))
            .toList();
    return possible.isEmpty() ? List.of(last(device)) : possible;
  }

  private static Tile last(OpenClDevice device) {
    List<Tile> fitting = ALL.stream().filter(tile -> tile.fits(device)).toList();
    return fitting.get(fitting.size() - 1);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT, "%dx%dx%d by %dx%d", rows, columns, depth, itemRows, itemColumns);
  }
}
