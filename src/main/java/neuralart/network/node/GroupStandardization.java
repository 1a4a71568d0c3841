package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.Arrays;
import neuralart.step.Workers;

/**
 * Gives each group of channels mean 0 and deviation 1 over all pixels.
 *
 * <p>The values are taken in pieces, by several threads. Their sums are kept in single precision
 * for some {@link #STRIPE} values side by side, so that the processor adds many at once and no sum
 * has more than {@link #ROWS} terms; then in double precision. Means and squares of pieces become
 * those of the whole by the formula of Chan, Golub and LeVeque (1983).
 */
final class GroupStandardization implements StandardizationLoop {
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

  /** The values of a piece, in an array of the thread's. */
  private float[] load(FloatBuffer from, int piece, int number) {
    float[] values = Workers.memory(number, stripe * ROWS);
    from.get(first(piece), values, 0, size(piece));
    return values;
  }

  /** Zeros for the values of a stripe, in an array of the thread's. */
  private float[] sums(int number) {
    float[] sums = Workers.memory(number, stripe);
    Arrays.fill(sums, 0, stripe, 0);
    return sums;
  }

  @Override
  public void standardize(FloatBuffer x, FloatBuffer y) {
    measure(x);
    Workers.share(
        pieces,
        piece -> {
          float[] v = load(x, piece, 0);
          int size = size(piece);
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
    Workers.share(pieces, piece -> sumProducts(load(x, piece, 0), load(g, piece, 1), piece));
    float[] slope = average(means);
    float[] product = average(squares);
    Workers.share(
        pieces,
        piece -> {
          float[] v = load(x, piece, 0);
          float[] s = load(g, piece, 1);
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

  /** The means and inverse deviations of the groups. */
  private void measure(FloatBuffer x) {
    Workers.share(pieces, piece -> sumSquares(load(x, piece, 0), piece));
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
  private void sumSquares(float[] v, int piece) {
    float[] sum = sums(2);
    float[] square = sums(3);
    int size = size(piece);
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
  private void sumProducts(float[] v, float[] s, int piece) {
    float[] sum = sums(2);
    float[] product = sums(3);
    int size = size(piece);
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
