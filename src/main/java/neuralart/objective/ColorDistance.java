package neuralart.objective;

import java.nio.FloatBuffer;
import neuralart.network.Objective;
import neuralart.network.node.Ops;
import neuralart.network.node.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The distance of the colours of two images: {@code weight * sum((M - T)^2)} of the matrix {@code
 * M} of the means of all products of two of red, green, blue and 1, which holds their means and
 * covariances. Gram matrices of layers leave much freedom to colours; this is the Gram matrix of
 * the image itself.
 *
 * @param layer name of the image
 * @param weight factor of the term
 * @param target the matrix to come near to, {@link #SIZE} by {@link #SIZE}
 * @param mask {@code H x W} weights of the pixels, whose squares count, or empty for all alike
 * @param black value of each channel that counts as 0
 * @param range difference of values that counts as 1
 */
public record ColorDistance(
    String layer, double weight, double[][] target, float[] mask, float[] black, double range)
    implements Objective {
  /** Rows, and columns, of the matrix of moments. */
  public static final int SIZE = 4;

  @Override
  public long bytes(Shape activation) {
    return 0;
  }

  /**
   * The matrix of moments.
   *
   * @param image {@code [1, H, W, 3]}
   */
  public static double[][] moments(INDArray image, float[] mask, float[] black, double range) {
    return new ColorDistance("", 1, new double[SIZE][SIZE], mask, black, range)
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
          difference[i][j] -= target[i][j];
          sum += difference[i][j] * difference[i][j];
        }
      }
      double factor = 4 * weight / (range * count(values));
      int width = values.limit() / (SIZE - 1) / rows;
      Rows.sum(0, rows, values.limit(), y -> addRow(values, slopes, y, width, difference, factor));
      return weight * sum;
    };
  }

  private double count(FloatBuffer values) {
    if (mask.length == 0) {
      return values.limit() / (SIZE - 1.0);
    }
    double sum = 0;
    for (float m : mask) {
      sum += (double) m * m;
    }
    return sum > 0 ? sum : 1;
  }

  private double[][] moments(FloatBuffer values, int rows) {
    int width = values.limit() / (SIZE - 1) / rows;
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
      for (int c = 0; c < SIZE - 1 && share > 0; c++) {
        double slope = 0;
        for (int j = 0; j < SIZE; j++) {
          slope += difference[c][j] * color[j];
        }
        int i = pixel * (SIZE - 1) + c;
        slopes.put(i, (float) (slopes.get(i) + factor * share * slope));
      }
    }
    return 0;
  }

  /** Reads a pixel's colours, followed by 1; returns what the pixel counts. */
  private double read(FloatBuffer values, int pixel, double[] color) {
    for (int c = 0; c < SIZE - 1; c++) {
      color[c] = (values.get(pixel * (SIZE - 1) + c) - black[c]) / range;
    }
    color[SIZE - 1] = 1;
    return mask.length == 0 ? 1 : (double) mask[pixel] * mask[pixel];
  }
}
