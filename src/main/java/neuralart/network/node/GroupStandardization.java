package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Gives each group of channels mean 0 and deviation 1 over all pixels.
 *
 * <p>The values are taken in pieces, by several threads. Their sums are kept in single precision
 * for some {@link #STRIPE} values side by side, so that the processor adds many at once and no sum
 * has more than {@link #ROWS} terms; then in double precision. Means and squares of pieces become
 * those of the whole by the formula of Chan, Golub and LeVeque (1983).
 */
final class GroupStandardization implements Standardization.Loop {
  /** Values side by side, at least: some pixels. */
  private static final int STRIPE = 512;

  /** Stripes of a piece. */
  private static final int ROWS = 32;

  private final int channels;
  private final int groups;
  private final double epsilon;
  private final int length;
  private final int stripe;
  private final int pieces;
  private final float[][] values;
  private final float[][] slopes;
  private final float[][] sums;
  private final float[][] products;

  /** By piece and channel. */
  private final double[][] means;

  private final double[][] squares;

  /** Repeated for the pixels of a stripe. */
  private final float[] mean;

  private final float[] inverse;

  GroupStandardization(int pixels, int channels, int groups, double epsilon) {
    this.channels = channels;
    this.groups = groups;
    this.epsilon = epsilon;
    length = pixels * channels;
    stripe = channels * Math.max(1, STRIPE / channels);
    int piece = stripe * ROWS;
    pieces = (length + piece - 1) / piece;
    values = new float[Workers.COUNT][piece];
    slopes = new float[Workers.COUNT][piece];
    sums = new float[Workers.COUNT][stripe];
    products = new float[Workers.COUNT][stripe];
    means = new double[pieces][channels];
    squares = new double[pieces][channels];
    mean = new float[stripe];
    inverse = new float[stripe];
  }

  /** Values of a piece. */
  private int size(int piece) {
    return Math.min(length - first(piece), stripe * ROWS);
  }

  private int first(int piece) {
    return piece * stripe * ROWS;
  }

  @Override
  public void standardize(FloatBuffer x, FloatBuffer y) {
    measure(x);
    Workers.share(
        pieces,
        (piece, worker) -> {
          float[] v = values[worker];
          int size = size(piece);
          x.get(first(piece), v, 0, size);
          for (int start = 0; start < size; start += stripe) {
            int end = Math.min(stripe, size - start);
            for (int i = 0; i < end; i++) {
              v[start + i] = (v[start + i] - mean[i]) * inverse[i];
            }
          }
          y.put(first(piece), v, 0, size);
        });
  }

  @Override
  public void differentiate(FloatBuffer x, FloatBuffer g, FloatBuffer target) {
    measure(x);
    Workers.share(
        pieces,
        (piece, worker) -> {
          load(x, g, piece, worker);
          sumProducts(piece, worker);
        });
    float[] slope = average(means);
    float[] product = average(squares);
    Workers.share(
        pieces,
        (piece, worker) -> {
          load(x, g, piece, worker);
          float[] v = values[worker];
          float[] s = slopes[worker];
          int size = size(piece);
          for (int start = 0; start < size; start += stripe) {
            int end = Math.min(stripe, size - start);
            for (int i = 0; i < end; i++) {
              float y = (v[start + i] - mean[i]) * inverse[i];
              s[start + i] = (s[start + i] - slope[i] - y * product[i]) * inverse[i];
            }
          }
          target.put(first(piece), s, 0, size);
        });
  }

  private void load(FloatBuffer x, FloatBuffer g, int piece, int worker) {
    x.get(first(piece), values[worker], 0, size(piece));
    g.get(first(piece), slopes[worker], 0, size(piece));
  }

  /** The means and inverse deviations of the groups. */
  private void measure(FloatBuffer x) {
    Workers.share(
        pieces,
        (piece, worker) -> {
          x.get(first(piece), values[worker], 0, size(piece));
          sumSquares(piece, worker);
        });
    double[] count = new double[groups];
    double[] average = new double[groups];
    double[] square = new double[groups];
    for (int piece = 0; piece < pieces; piece++) {
      double more = (double) size(piece) / channels;
      for (int c = 0; c < channels; c++) {
        int group = c / (channels / groups);
        double all = count[group] + more;
        double distance = means[piece][c] - average[group];
        square[group] += squares[piece][c] + distance * distance * count[group] * more / all;
        average[group] += distance * more / all;
        count[group] = all;
      }
    }
    for (int i = 0; i < stripe; i++) {
      int group = i % channels / (channels / groups);
      mean[i] = (float) average[group];
      inverse[i] = (float) (1 / Math.sqrt(square[group] / count[group] + epsilon));
    }
  }

  /** The mean of a piece's channels, and the sum of the squares of the distances to it. */
  private void sumSquares(int piece, int worker) {
    float[] v = values[worker];
    float[] sum = sums[worker];
    float[] square = products[worker];
    int size = size(piece);
    Arrays.fill(sum, 0);
    for (int start = 0; start < size; start += stripe) {
      int end = Math.min(stripe, size - start);
      for (int i = 0; i < end; i++) {
        sum[i] += v[start + i];
      }
    }
    double pixels = (double) size / channels;
    double[] about = byChannel(sum, means[piece]);
    for (int i = 0; i < stripe; i++) {
      sum[i] = (float) (about[i % channels] / pixels);
    }
    Arrays.fill(square, 0);
    for (int start = 0; start < size; start += stripe) {
      int end = Math.min(stripe, size - start);
      for (int i = 0; i < end; i++) {
        float distance = v[start + i] - sum[i];
        square[i] += distance * distance;
      }
    }
    byChannel(square, squares[piece]);
    for (int c = 0; c < channels; c++) {
      means[piece][c] /= pixels;
    }
  }

  /** The sums of a piece's slopes, and those of their products with the standardised values. */
  private void sumProducts(int piece, int worker) {
    float[] v = values[worker];
    float[] s = slopes[worker];
    float[] sum = sums[worker];
    float[] product = products[worker];
    int size = size(piece);
    Arrays.fill(sum, 0);
    Arrays.fill(product, 0);
    for (int start = 0; start < size; start += stripe) {
      int end = Math.min(stripe, size - start);
      for (int i = 0; i < end; i++) {
        sum[i] += s[start + i];
        product[i] += s[start + i] * ((v[start + i] - mean[i]) * inverse[i]);
      }
    }
    byChannel(sum, means[piece]);
    byChannel(product, squares[piece]);
  }

  /** Adds up the pixels of a stripe. */
  private double[] byChannel(float[] sums, double[] target) {
    Arrays.fill(target, 0);
    for (int i = 0; i < stripe; i++) {
      target[i % channels] += sums[i];
    }
    return target;
  }

  /** What the sums of all pieces are for one value of a group, repeated for a stripe. */
  private float[] average(double[][] sums) {
    double[] total = new double[groups];
    for (double[] piece : sums) {
      for (int c = 0; c < channels; c++) {
        total[c / (channels / groups)] += piece[c];
      }
    }
    float[] average = new float[stripe];
    for (int i = 0; i < stripe; i++) {
      int group = i % channels / (channels / groups);
      average[i] = (float) (total[group] * groups / length);
    }
    return average;
  }
}
