package neuralart.art.apply;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import neuralart.art.maps.FeatureMaps;
import neuralart.art.maps.MapCollector;
import neuralart.image.Grid;
import neuralart.image.Picture;
import neuralart.network.FieldAxis;
import neuralart.network.MeasuredInput;
import neuralart.network.Network;
import neuralart.network.processing.Processing;
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

  private final Network network;
  private final AppliedOutput output;
  private final AxisFit rows;
  private final AxisFit columns;
  private final FeatureMaps maps;
  private final int height;
  private final int width;

  /**
   * Prepares a network for images of one size.
   *
   * @param output what is wanted of it
   * @throws IllegalArgumentException if the network takes no image of this size, enlarged neither
   * @throws IllegalStateException if memory doesn't suffice
   */
  public NetworkApplication(Network network, AppliedOutput output, int height, int width) {
    this(network, output, height, width, TILE_BYTES);
  }

  /**
   * The same with tiles of another size.
   *
   * @param bytes that the plan of a tile should take at most; where that can't be, it takes what
   *     there is
   */
  NetworkApplication(Network network, AppliedOutput output, int height, int width, long bytes) {
    this.network = network;
    this.output = output;
    this.height = height;
    this.width = width;
    String layer = output.layer().name();
    rows = AxisFit.of(network, layer, height);
    columns = height == width ? rows : AxisFit.of(network, layer, width);
    maps = maps(layer, bytes);
  }

  private FeatureMaps maps(String layer, long bytes) {
    try {
      return new FeatureMaps(network, layer, rows.length(), columns.length(), bytes);
    } catch (IllegalStateException e) {
      return new FeatureMaps(network, layer, rows.length(), columns.length());
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

  /**
   * Applies the network, with what its author does to pixels and to outputs.
   *
   * @param pixels with the channels of the network, or RGB for one that takes grey: 0..255, or in
   *     units of the image for a network that is described; not modified
   * @param channels of the output that are wanted
   * @param monitor is told of the progress with this image, and may stop it
   * @return for each of the channels its values, {@code [height, width]}; nothing if it was stopped
   */
  public Optional<float[][]> run(Picture pixels, int[] channels, Monitor monitor) {
    boolean processed = !output.postprocessing().isEmpty();
    int[] all = IntStream.range(0, shape().channels()).toArray();
    MapCollector values = new MapCollector(shape(), processed ? all : channels);
    Picture input =
        network
            .description()
            .map(described -> new MeasuredInput(described.preprocessing()))
            .map(measured -> measured.picture(pixels, network.preprocessing()))
            .orElse(pixels);
    Picture whole = isMirrored() ? mirrored(input) : input;
    if (!maps.run(whole, (y, x, row) -> crop(y, x, row, values), monitor)) {
      return Optional.empty();
    }
    return Optional.of(processed ? processed(values.maps(), channels, pixels) : values.maps());
  }

  private boolean isMirrored() {
    return rows.length() > height || columns.length() > width;
  }

  /** Some channels of what becomes of the output behind the network. */
  private float[][] processed(float[][] maps, int[] channels, Picture pixels) {
    Picture result =
        Processing.apply(
            output.postprocessing(), Picture.ofChannels(maps, shape().width()), pixels);
    float[][] wanted = new float[channels.length][];
    for (int i = 0; i < channels.length; i++) {
      wanted[i] = result.channel(channels[i]);
    }
    return wanted;
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
