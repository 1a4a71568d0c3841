package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.Random;

/**
 * The loss of a large image as the mean of the losses of its tiles, which are all of one size, so
 * that a network compiled for a tile will do (Mordvintsev et al. 2015). The image is rolled by a
 * random offset before every evaluation, so that the edges of the tiles lie elsewhere each time.
 *
 * <p>The tiles are spread evenly from edge to edge. Where they overlap, the gradient passes
 * gradually from one to the next.
 */
public final class TiledLoss implements LossFunction {
  /** Tiles overlap by at least this part of a side, over which one fades into the next. */
  private static final int FADE = 8;

  private final LossFunction tile;
  private final FloatBuffer image;
  private final FloatBuffer gradient;
  private final int channels;
  private final int roll;
  private final Random random;
  private final Axis rows;
  private final Axis columns;

  /** One dimension: where tiles start, and how much each of their values counts. */
  private record Axis(int size, int tile, int[] starts, float[][] weights) {
    static Axis of(int size, int tile) {
      int[] starts = TiledLoss.starts(size, tile);
      int count = starts.length;
      float[][] weights = new float[count][tile];
      float[] sums = new float[size];
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < tile; j++) {
          float fromEdge = Math.min(j, tile - 1 - j) + 0.5f;
          weights[i][j] = Math.min(1, fromEdge * FADE / tile);
          sums[starts[i] + j] += weights[i][j];
        }
      }
      for (int i = 0; i < count; i++) {
        for (int j = 0; j < tile; j++) {
          weights[i][j] /= sums[starts[i] + j];
        }
      }
      return new Axis(size, tile, starts, weights);
    }
  }

  /**
   * @param tile loss of a tile, {@code [tileHeight, tileWidth, channels]}
   * @param tileHeight rows of a tile, at most those of the image
   * @param tileWidth columns of a tile, at most those of the image
   * @param image {@code [height, width, channels]}, the variables
   * @param gradient same size, where the gradient will be
   * @param height rows of the image
   * @param width columns of the image
   * @param roll largest random offset in pixels, in each direction
   * @param random where the offsets come from: for each evaluation first the rows, then the columns
   */
  public TiledLoss(
      LossFunction tile,
      int tileHeight,
      int tileWidth,
      FloatBuffer image,
      FloatBuffer gradient,
      int height,
      int width,
      int roll,
      Random random) {
    this.tile = tile;
    this.image = image;
    this.gradient = gradient;
    this.channels = image.limit() / height / width;
    this.roll = roll;
    this.random = random;
    rows = Axis.of(height, tileHeight);
    columns = Axis.of(width, tileWidth);
  }

  /** Number of tiles. */
  public int tiles() {
    return rows.starts.length * columns.starts.length;
  }

  /**
   * The first rows, or columns, of all tiles.
   *
   * @param size of the image, rows or columns
   * @param tile size of a tile, at most as large
   */
  public static int[] starts(int size, int tile) {
    int step = tile - tile / FADE;
    int count = 1 + (size - tile + step - 1) / step;
    int[] starts = new int[count];
    for (int i = 1; i < count; i++) {
      starts[i] = Math.round((float) i * (size - tile) / (count - 1));
    }
    return starts;
  }

  @Override
  public FloatBuffer variables() {
    return image;
  }

  @Override
  public FloatBuffer gradient() {
    return gradient;
  }

  @Override
  public double evaluate() {
    int down = random.nextInt(2 * roll + 1) - roll;
    int right = random.nextInt(2 * roll + 1) - roll;
    for (int i = 0; i < gradient.limit(); i++) {
      gradient.put(i, 0);
    }
    double loss = 0;
    for (int y = 0; y < rows.starts.length; y++) {
      for (int x = 0; x < columns.starts.length; x++) {
        int top = rows.starts[y] - down;
        int left = columns.starts[x] - right;
        read(top, left);
        loss += tile.evaluate();
        add(top, left, rows.weights[y], columns.weights[x]);
      }
    }
    return loss / tiles();
  }

  /** Where a pixel of the tile at an offset lies in the image, which goes on at its other edge. */
  private int index(int top, int left, int y, int x) {
    int row = Math.floorMod(top + y, rows.size);
    return (row * columns.size + Math.floorMod(left + x, columns.size)) * channels;
  }

  private void read(int top, int left) {
    FloatBuffer values = tile.variables();
    int i = 0;
    for (int y = 0; y < rows.tile; y++) {
      for (int x = 0; x < columns.tile; x++) {
        int from = index(top, left, y, x);
        for (int c = 0; c < channels; c++) {
          values.put(i++, image.get(from + c));
        }
      }
    }
  }

  private void add(int top, int left, float[] rowWeights, float[] columnWeights) {
    FloatBuffer slopes = tile.gradient();
    float share = 1f / tiles();
    int i = 0;
    for (int y = 0; y < rows.tile; y++) {
      for (int x = 0; x < columns.tile; x++) {
        int to = index(top, left, y, x);
        float weight = share * rowWeights[y] * columnWeights[x];
        for (int c = 0; c < channels; c++) {
          gradient.put(to + c, gradient.get(to + c) + weight * slopes.get(i++));
        }
      }
    }
  }
}
