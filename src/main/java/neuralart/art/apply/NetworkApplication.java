package neuralart.art.apply;

import java.util.Arrays;
import neuralart.art.maps.FeatureMaps;
import neuralart.image.Grid;
import neuralart.image.Picture;
import neuralart.network.FieldAxis;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import neuralart.step.Shape;

/**
 * The output of a network for images of one size, which may be any. Where the network takes some
 * sizes only, or cuts off the border, the image is mirrored at its edges, and the output cropped;
 * an output that is finer than the image is so by a whole factor. It is computed tile by tile, with
 * the same result, but for networks in which every value depends on the whole image.
 */
public final class NetworkApplication implements AutoCloseable {
  /**
   * Bytes that the plan of a tile may take: the larger a tile, the smaller the share of it that is
   * computed twice, but the rarer its progress.
   */
  private static final long TILE_BYTES = 1L << 30;

  private final AxisFit rows;
  private final AxisFit columns;
  private final FeatureMaps maps;
  private final int height;
  private final int width;

  /**
   * Prepares a network for images of one size.
   *
   * @param output name of the layer that is wanted
   * @throws IllegalArgumentException if there is no such layer, it has no spatial extent, or the
   *     network takes no image of this size, enlarged neither
   * @throws IllegalStateException if memory doesn't suffice
   */
  public NetworkApplication(Network network, String output, int height, int width) {
    this(network, output, height, width, TILE_BYTES);
  }

  /**
   * The same with tiles of another size.
   *
   * @param bytes that the plan of a tile should take at most; where that can't be, it takes what
   *     there is
   */
  NetworkApplication(Network network, String output, int height, int width, long bytes) {
    this.height = height;
    this.width = width;
    rows = AxisFit.of(network, output, height);
    columns = height == width ? rows : AxisFit.of(network, output, width);
    maps = maps(network, output, bytes);
  }

  private FeatureMaps maps(Network network, String output, long bytes) {
    try {
      return new FeatureMaps(network, output, rows.length(), columns.length(), bytes);
    } catch (IllegalStateException e) {
      return new FeatureMaps(network, output, rows.length(), columns.length());
    }
  }

  /** The extent of the output that belongs to the image. */
  public Shape shape() {
    return new Shape(rows.count(), columns.count(), maps.shape().channels());
  }

  /** Where the values lie in the image: on its corners where they are no fewer than its pixels. */
  public Grid grid() {
    FieldAxis down = maps.field().rows();
    FieldAxis across = maps.field().columns();
    return new Grid(
        columns.count(),
        rows.count(),
        origin(across, columns),
        origin(down, rows),
        across.stride(),
        down.stride());
  }

  private static double origin(FieldAxis axis, AxisFit fit) {
    return axis.stride() > 1 ? axis.center(fit.first()) - fit.before() : (axis.stride() - 1) / 2;
  }

  /** How many plans an image takes. */
  public int tiles() {
    return maps.tiles();
  }

  /** How many rows and columns are mirrored around the image. */
  public int mirrored() {
    return rows.length() - height + columns.length() - width;
  }

  /**
   * Applies the network.
   *
   * @param pixels with the channels of the network, 0..255, not modified
   * @param reader takes the values of {@link #shape}
   * @param monitor is told of the progress with this image, and may stop it
   * @return whether it ran to its end
   */
  public boolean run(Picture pixels, FeatureMaps.Reader reader, Monitor monitor) {
    Picture whole = mirrored() > 0 ? mirrored(pixels) : pixels;
    return maps.run(whole, (y, x, values) -> crop(y, x, values, reader), monitor);
  }

  /** The image with its surroundings. */
  private Picture mirrored(Picture pixels) {
    int channels = pixels.channels();
    Picture whole = new Picture(rows.length(), columns.length(), channels);
    for (int y = 0; y < whole.height(); y++) {
      float[] from = pixels.row(mirrored(y - rows.before(), height));
      float[] to = whole.row(y);
      for (int x = 0; x < whole.width(); x++) {
        int column = mirrored(x - columns.before(), width);
        System.arraycopy(from, column * channels, to, x * channels, channels);
      }
    }
    return whole;
  }

  /** The row of the image that stands at a place, which mirrors it as often as it takes. */
  private static int mirrored(int place, int size) {
    int period = Math.max(1, 2 * (size - 1));
    int back = Math.floorMod(place, period);
    return Math.min(back, period - back) % size;
  }

  /** Hands on what belongs to the image of a row of the output. */
  private void crop(int y, int x, float[] values, FeatureMaps.Reader reader) {
    int channels = maps.shape().channels();
    int start = Math.max(x, columns.first());
    int end = Math.min(x + values.length / channels, columns.first() + columns.count());
    int row = y - rows.first();
    if (row >= 0 && row < rows.count() && start < end) {
      float[] inside = Arrays.copyOfRange(values, (start - x) * channels, (end - x) * channels);
      reader.row(row, start - columns.first(), inside);
    }
  }

  @Override
  public void close() {
    maps.close();
  }
}
