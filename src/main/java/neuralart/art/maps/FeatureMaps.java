package neuralart.art.maps;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import neuralart.image.Picture;
import neuralart.network.FieldAxis;
import neuralart.network.Network;
import neuralart.network.ReceptiveField;
import neuralart.optimize.Monitor;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.step.Shape;

/**
 * The activations of one layer for images of one size. Where memory doesn't suffice for a plan of
 * the whole image, they are computed tile by tile, with the same result.
 */
public final class FeatureMaps implements AutoCloseable {
  /** By how much tiles are made smaller until they fit. */
  private static final double SHRINKING = 0.75;

  /** Values that a buffer of Java can address. */
  private static final int LONGEST = Integer.MAX_VALUE;

  private final Network network;
  private final String layer;
  private final ReceptiveField field;
  private final Shape shape;
  private final Tiles rows;
  private final Tiles columns;
  private final Plan plan;

  /** Takes the values of a layer, each once; the rows come in no particular order. */
  public interface Reader {
    /**
     * Takes values of one row.
     *
     * @param y row of the layer
     * @param x column of the first value
     * @param values {@code [columns, channels]}, to be copied
     */
    void row(int y, int x, float[] values);
  }

  /**
   * Prepares a layer for images of one size.
   *
   * @throws IllegalArgumentException if there is no such layer, it has no spatial extent, or the
   *     image is too small for it
   * @throws IllegalStateException if memory doesn't suffice, for tiles neither
   */
  public FeatureMaps(Network network, String layer, int height, int width) {
    this(network, layer, height, width, Long.MAX_VALUE);
  }

  /**
   * The same within less memory than there is.
   *
   * @param bytes that a plan may take
   * @throws IllegalStateException if that doesn't suffice, for tiles neither
   */
  public FeatureMaps(Network network, String layer, int height, int width, long bytes) {
    this.network = network;
    this.layer = layer;
    field = network.receptiveField(layer, height, width);
    shape = network.shape(layer, height, width);
    Tiles[] tiles = {Tiles.whole(field.rows()), Tiles.whole(field.columns())};
    Draft draft = draft(height, width);
    Optional<IllegalStateException> refusal = refusal(draft, height, width, bytes);
    while (refusal.isPresent()) {
      shorten(tiles, refusal.get());
      draft = draft(tiles[0].length(), tiles[1].length());
      refusal = refusal(draft, tiles[0].length(), tiles[1].length(), bytes);
    }
    rows = tiles[0];
    columns = tiles[1];
    plan = draft.allocate();
  }

  private Draft draft(int height, int width) {
    return Draft.of(network, height, width, List.of(), Set.of(layer));
  }

  /** Why a plan can't be had for want of memory, if it can't. */
  private Optional<IllegalStateException> refusal(Draft draft, int height, int width, long bytes) {
    try {
      draft.check();
    } catch (IllegalStateException e) {
      return Optional.of(e);
    }
    boolean fits =
        draft.bytes() <= bytes && network.shape(layer, height, width).length() <= LONGEST;
    return fits
        ? Optional.empty()
        : Optional.of(new IllegalStateException("A plan takes " + draft.bytes() + " bytes"));
  }

  /** Makes the longer side of the tiles shorter, or the other one where that can't be. */
  private void shorten(Tiles[] tiles, IllegalStateException refusal) {
    int longer = tiles[0].length() >= tiles[1].length() ? 0 : 1;
    for (int direction : new int[] {longer, 1 - longer}) {
      Optional<Tiles> shorter = shorter(direction, tiles[0].length(), tiles[1].length());
      if (shorter.isPresent()) {
        tiles[direction] = shorter.get();
        return;
      }
    }
    throw refusal;
  }

  /** Tiles with fewer rows (direction 0) or fewer columns (1), if they can be had. */
  private Optional<Tiles> shorter(int direction, int height, int width) {
    FieldAxis image = direction == 0 ? field.rows() : field.columns();
    Optional<Integer> length = Tiles.shorter(image, direction == 0 ? height : width, SHRINKING);
    if (length.isEmpty()) {
      return Optional.empty();
    }
    try {
      ReceptiveField crop =
          direction == 0
              ? network.receptiveField(layer, length.get(), width)
              : network.receptiveField(layer, height, length.get());
      return Tiles.cut(image, direction == 0 ? crop.rows() : crop.columns());
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // too small for the layer
    }
  }

  /** The extent of the layer. */
  public Shape shape() {
    return shape;
  }

  /** Where the values lie in the image. */
  public ReceptiveField field() {
    return field;
  }

  /** How many plans the image takes. */
  public int tiles() {
    return rows.tiles().size() * columns.tiles().size();
  }

  /**
   * Computes the layer.
   *
   * @param pixels with the channels of the network, 0..255, not modified
   * @param reader takes the values
   * @param monitor is told of the progress with these pixels, and may stop it
   * @return whether it ran to its end
   */
  public boolean run(Picture pixels, Reader reader, Monitor monitor) {
    int done = 0;
    for (Tiles.Tile row : rows.tiles()) {
      for (Tiles.Tile column : columns.tiles()) {
        Picture crop = pixels.crop(row.start(), column.start(), rows.length(), columns.length());
        network.preprocessing().write(crop, plan.image());
        int before = done;
        if (!plan.forward(share -> monitor.update(progress(before + share)))) {
          return false;
        }
        read(row, column, reader);
        done++;
        if (!monitor.update(progress(done))) {
          return false;
        }
      }
    }
    return true;
  }

  private Monitor.Progress progress(double tiles) {
    return new Monitor.Progress(layer, tiles / tiles());
  }

  private void read(Tiles.Tile row, Tiles.Tile column, Reader reader) {
    FloatBuffer values = plan.activation(layer);
    int width = network.shape(layer, rows.length(), columns.length()).width();
    float[] line = new float[column.count() * shape.channels()];
    for (int i = 0; i < row.count(); i++) {
      values.get(((row.local() + i) * width + column.local()) * shape.channels(), line);
      reader.row(row.value() + i, column.value(), line);
    }
  }

  @Override
  public void close() {
    plan.close();
  }
}
