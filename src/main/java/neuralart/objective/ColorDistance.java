package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import neuralart.step.Constant;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Sums;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * The distance of an image's colours from a given mean and covariance: {@code weight * sum((M -
 * I)^2) / 4} of the matrix {@code M} of the means of all products of two of the three colours and
 * 1. The colours count whitened: after a map that makes the wanted mean 0 and the wanted covariance
 * the unit matrix {@code I}, so that every colour direction counts the same. Gram matrices of
 * layers leave much freedom to colours; this is the Gram matrix of the image itself.
 *
 * @param layer name of the image
 * @param weight factor of the term
 * @param map three rows of the affine map that whitens, the constant last: {@code y_i = m_i0 x_0 +
 *     m_i1 x_1 + m_i2 x_2 + m_i3}
 * @param mask {@code H x W} weights of the pixels, whose squares count, or empty for all alike
 */
public record ColorDistance(String layer, double weight, double[][] map, float[] mask)
    implements Objective {
  /** Channels of the image. */
  public static final int COLORS = 3;

  /** Rows, and columns, of the matrix of moments: the colours and 1. */
  public static final int SIZE = COLORS + 1;

  /**
   * The means of all products of two of the three colours, as they are, and 1.
   *
   * @param colors the three colours of one pixel after the other
   * @param rows of the image
   */
  public static double[][] moments(FloatBuffer colors, int rows) {
    int width = colors.limit() / COLORS / rows;
    double[][] moments = new double[SIZE][SIZE];
    float[] noMask = {};
    Part whole = Part.whole(new Tensor(1, rows, width, COLORS));
    addMoments(colors, whole, width, noMask, (double) rows * width, moments);
    return moments;
  }

  @Override
  public Term bind(Shape activation, Steps steps) {
    return new Moments(activation, steps);
  }

  /** Gathers the moments of all parts, then differentiates their distance. */
  private final class Moments implements Term {
    private final Steps steps;
    private final int width;
    private final double count;
    private final double factor;
    private final double[][] moments = new double[SIZE][SIZE];
    private final Sums sums = new Sums(SIZE * (SIZE + 1) / 2, this::take);
    private final Optional<Tensor> shares;
    private double[][] slope = new double[SIZE][SIZE];
    private double value;

    Moments(Shape activation, Steps steps) {
      this.steps = steps;
      width = activation.width();
      count = count(mask, activation.height() * width);
      factor = weight / count;
      shares = mask.length == 0 ? Optional.empty() : Optional.of(new Constant(mask, mask.length));
    }

    @Override
    public void begin() {
      add(
          List.of(),
          List.of(),
          host ->
              () -> {
                for (double[] row : moments) {
                  Arrays.fill(row, 0);
                }
              },
          new Step.Begin(sums));
    }

    private Optional<View> shares(Part part) {
      return shares.map(part::pixelsOfAll);
    }

    @Override
    public void accumulate(Part part) {
      add(
          List.of(part.tensor()),
          List.of(),
          host -> {
            FloatBuffer values = host.values(part.tensor());
            return () -> addMoments(values, part, width, mask, count, moments);
          },
          new Step.MeasureColors(part.pixels(part.tensor()), shares(part), sums));
    }

    @Override
    public void finish() {
      add(List.of(), List.of(), host -> this::differentiateMoments);
    }

    /** Takes the sums of a device. */
    private void take(double[] upperTriangle) {
      int next = 0;
      for (int i = 0; i < SIZE; i++) {
        for (int j = i; j < SIZE; j++) {
          moments[i][j] = upperTriangle[next++] / count;
          moments[j][i] = moments[i][j];
        }
      }
      differentiateMoments();
    }

    private void differentiateMoments() {
      double[][] whitening = whitening();
      double[][] difference = product(product(whitening, moments), transposed(whitening));
      double sum = 0;
      for (int i = 0; i < SIZE; i++) {
        difference[i][i] -= 1;
        sum += Arrays.stream(difference[i]).map(d -> d * d).sum();
      }
      slope = product(transposed(whitening), product(difference, whitening));
      value = weight * sum / SIZE;
    }

    private double[][] whitening() {
      double[][] whitening = Arrays.copyOf(map, SIZE);
      whitening[COLORS] = new double[] {0, 0, 0, 1};
      return whitening;
    }

    @Override
    public void differentiate(Part part, Tensor gradient) {
      add(
          List.of(part.tensor(), gradient),
          List.of(gradient),
          host -> {
            FloatBuffer values = host.values(part.tensor());
            FloatBuffer slopes = host.values(gradient);
            return () ->
                RowSums.of(
                    part.first(),
                    part.first() + part.count(),
                    values.limit(),
                    y -> addRow(values, slopes, part.top(), y, width, slope, factor));
          },
          new Step.DifferentiateColors(
              Arrays.stream(whitening()).flatMapToDouble(Arrays::stream).toArray(),
              count,
              factor,
              part.pixels(part.tensor()),
              shares(part),
              sums,
              part.pixels(gradient)));
    }

    private void add(
        List<Tensor> reads, List<Tensor> writes, Function<Step.Host, Runnable> body, Step... same) {
      steps.add(new Step.Either(new Step.OnHost("colours", reads, writes, body), List.of(same)));
    }

    @Override
    public double value() {
      return value;
    }
  }

  /** Adds the moments of a part's own rows. */
  private static void addMoments(
      FloatBuffer values, Part part, int width, float[] mask, double count, double[][] moments) {
    double[][][] sums = new double[part.count()][SIZE][SIZE];
    RowSums.of(
        0,
        part.count(),
        values.limit(),
        i -> addMoments(values, part.top(), part.first() + i, width, mask, sums[i]));
    for (double[][] row : sums) {
      for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
          moments[i][j] += row[Math.min(i, j)][Math.max(i, j)] / count;
        }
      }
    }
  }

  private static double count(float[] mask, int pixels) {
    if (mask.length == 0) {
      return pixels;
    }
    double sum = 0;
    for (float m : mask) {
      sum += (double) m * m;
    }
    return sum > 0 ? sum : 1;
  }

  /** Sets the upper triangle of a row's moments. */
  private static double addMoments(
      FloatBuffer values, int top, int y, int width, float[] mask, double[][] sum) {
    float[] line = new float[width * COLORS];
    values.get((y - top) * line.length, line);
    double[] first = sum[0];
    double[] second = sum[1];
    double[] third = sum[2];
    for (int x = 0, i = 0; x < width; x++, i += COLORS) {
      double share = share(mask, y * width + x);
      double a = share * line[i];
      double b = share * line[i + 1];
      double c = share * line[i + 2];
      first[0] += a * line[i];
      first[1] += a * line[i + 1];
      first[2] += a * line[i + 2];
      first[3] += a;
      second[1] += b * line[i + 1];
      second[2] += b * line[i + 2];
      second[3] += b;
      third[2] += c * line[i + 2];
      third[3] += c;
      sum[3][3] += share;
    }
    return 0;
  }

  private double addRow(
      FloatBuffer values,
      FloatBuffer slopes,
      int top,
      int y,
      int width,
      double[][] slope,
      double factor) {
    float[] line = new float[width * COLORS];
    float[] change = new float[width * COLORS];
    values.get((y - top) * line.length, line);
    slopes.get((y - top) * line.length, change);
    for (int x = 0, i = 0; x < width; x++, i += COLORS) {
      double share = factor * share(mask, y * width + x);
      for (int c = 0; c < COLORS; c++) {
        double[] row = slope[c];
        double sum = row[0] * line[i] + row[1] * line[i + 1] + row[2] * line[i + 2] + row[3];
        change[i + c] += (float) (share * sum);
      }
    }
    slopes.put((y - top) * line.length, change);
    return 0;
  }

  /** What a pixel counts. */
  private static double share(float[] mask, int pixel) {
    return mask.length == 0 ? 1 : (double) mask[pixel] * mask[pixel];
  }

  private static double[][] product(double[][] a, double[][] b) {
    double[][] product = new double[SIZE][SIZE];
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        for (int k = 0; k < SIZE; k++) {
          product[i][j] += a[i][k] * b[k][j];
        }
      }
    }
    return product;
  }

  private static double[][] transposed(double[][] matrix) {
    double[][] transposed = new double[SIZE][SIZE];
    for (int i = 0; i < SIZE; i++) {
      for (int j = 0; j < SIZE; j++) {
        transposed[j][i] = matrix[i][j];
      }
    }
    return transposed;
  }
}
