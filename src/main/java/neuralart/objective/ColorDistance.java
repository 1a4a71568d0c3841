package neuralart.objective;

import java.nio.FloatBuffer;
import neuralart.network.Objective;
import neuralart.network.node.Ops;
import neuralart.network.node.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

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

  @Override
  public long bytes(Shape activation) {
    return 0;
  }

  /**
   * The means of all products of two of the three colours, as they are, and 1.
   *
   * @param image {@code [1, H, W, 3]}
   */
  public static double[][] moments(INDArray image) {
    double[][] same = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}};
    return new ColorDistance("", 1, same, new float[0])
        .moments(Ops.values(image), (int) image.size(1));
  }

  @Override
  public Evaluation bind(INDArray activation, INDArray gradient) {
    FloatBuffer values = Ops.values(activation);
    FloatBuffer slopes = Ops.values(gradient);
    int rows = (int) activation.size(1);
    return () -> {
      double[][] difference = moments(values, rows);
      double sum = 0;
      for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
          difference[i][j] -= i == j ? 1 : 0;
          sum += difference[i][j] * difference[i][j];
        }
      }
      double factor = weight / count(values);
      int width = values.limit() / COLORS / rows;
      Rows.sum(0, rows, values.limit(), y -> addRow(values, slopes, y, width, difference, factor));
      return weight * sum / SIZE;
    };
  }

  private double count(FloatBuffer values) {
    if (mask.length == 0) {
      return values.limit() / (double) COLORS;
    }
    double sum = 0;
    for (float m : mask) {
      sum += (double) m * m;
    }
    return sum > 0 ? sum : 1;
  }

  private double[][] moments(FloatBuffer values, int rows) {
    int width = values.limit() / COLORS / rows;
    double[][][] sums = new double[rows][SIZE][SIZE];
    Rows.sum(0, rows, values.limit(), y -> addMoments(values, y, width, sums[y]));
    double[][] moments = new double[SIZE][SIZE];
    double count = count(values);
    for (double[][] row : sums) {
      for (int i = 0; i < SIZE; i++) {
        for (int j = 0; j < SIZE; j++) {
          moments[i][j] += row[i][j] / count;
        }
      }
    }
    return moments;
  }

  private double addMoments(FloatBuffer values, int y, int width, double[][] sum) {
    double[] color = new double[SIZE];
    for (int pixel = y * width; pixel < (y + 1) * width; pixel++) {
      double share = read(values, pixel, color);
      for (int i = 0; i < SIZE && share > 0; i++) {
        for (int j = 0; j < SIZE; j++) {
          sum[i][j] += share * color[i] * color[j];
        }
      }
    }
    return 0;
  }

  private double addRow(
      FloatBuffer values,
      FloatBuffer slopes,
      int y,
      int width,
      double[][] difference,
      double factor) {
    double[] color = new double[SIZE];
    for (int pixel = y * width; pixel < (y + 1) * width; pixel++) {
      double share = read(values, pixel, color);
      for (int i = 0; i < COLORS && share > 0; i++) {
        double slope = 0;
        for (int j = 0; j < SIZE; j++) {
          slope += factor * share * difference[i][j] * color[j];
        }
        for (int c = 0; c < COLORS; c++) {
          int k = pixel * COLORS + c;
          slopes.put(k, (float) (slopes.get(k) + slope * map[i][c]));
        }
      }
    }
    return 0;
  }

  /** Reads a pixel's whitened colours, followed by 1; returns what the pixel counts. */
  private double read(FloatBuffer values, int pixel, double[] color) {
    for (int i = 0; i < COLORS; i++) {
      color[i] = map[i][COLORS];
      for (int c = 0; c < COLORS; c++) {
        color[i] += map[i][c] * values.get(pixel * COLORS + c);
      }
    }
    color[COLORS] = 1;
    return mask.length == 0 ? 1 : (double) mask[pixel] * mask[pixel];
  }
}
