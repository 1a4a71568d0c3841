package neuralart.plan.cpu;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import neuralart.step.Weights;

/**
 * The transforms of {@link Winograd} for tiles of 4 x 4 pixels and kernels of 3 x 3. A row of 6
 * pixels and a row of 3 weights are polynomials, which are evaluated at 5 points and at infinity
 * (Toom and Cook; Barabasz et al. 2020, <i>Error Analysis and Improving the Accuracy of Winograd
 * Convolution for Deep Neural Networks</i>).
 *
 * <p>The points are closed under {@code p -> -1 / p}. At {@code -1 / p}, and up to a factor, the
 * kernel has the value that its turned copy with a negative middle has at p; where pixels in odd
 * places change their signs, the sign of the middle doesn't matter. So the transformed weights
 * serve the turned kernel too, in another order.
 */
final class WinogradTransforms {
  /** Side of the pixels of the output that are computed at a time. */
  static final int TILE = 4;

  /** Side of the pixels of the input that they depend on. */
  static final int PATCH = 6;

  /** Channels that are transformed and summed at a time. */
  static final int BLOCK = 64;

  private static final int KERNEL = 3;

  /**
   * These leave a convolution half the rounding that whole numbers do. {@code -1 / p} is at the
   * same place from the end, infinity being the last.
   */
  private static final double[] POINTS = {0, 2 / 3.0, -2 / 3.0, 1.5, -1.5};

  /** For the kernel as it is. */
  static final WinogradTransforms FORWARD = new WinogradTransforms(false);

  /** For the kernel turned by 180 degrees. */
  static final WinogradTransforms TURNED = new WinogradTransforms(true);

  private final boolean turned;
  private final float[][] input = new float[PATCH][];
  private final float[][] output = new float[TILE][];

  private WinogradTransforms(boolean turned) {
    this.turned = turned;
    for (int k = 0; k < PATCH; k++) {
      double[] row = product(k);
      double factor = turned ? factor(k) : 1;
      input[k] = new float[PATCH];
      for (int m = 0; m < PATCH; m++) {
        input[k][m] = (float) (row[m] * factor * sign(m));
      }
    }
    for (int n = 0; n < TILE; n++) {
      output[n] = new float[PATCH];
      for (int k = 0; k < POINTS.length; k++) {
        output[n][k] = (float) (Math.pow(POINTS[k], n) * sign(n));
      }
    }
    output[TILE - 1][PATCH - 1] = (float) sign(TILE - 1);
  }

  private double sign(int place) {
    return turned && place % 2 == 1 ? -1 : 1;
  }

  /** Coefficients of the product of {@code x - p} over all points but one; infinity is the last. */
  private static double[] product(int left) {
    double[] product = {1, 0, 0, 0, 0, 0};
    for (int k = 0; k < POINTS.length; k++) {
      for (int m = PATCH - 1; k != left && m >= 0; m--) {
        product[m] = (m == 0 ? 0 : product[m - 1]) - POINTS[k] * product[m];
      }
    }
    return product;
  }

  /** The product of the differences of a point from the others; 1 for infinity. */
  private static double differences(int place) {
    double product = 1;
    for (int k = 0; k < POINTS.length && place < POINTS.length; k++) {
      product *= k == place ? 1 : POINTS[place] - POINTS[k];
    }
    return product;
  }

  /** What the weights of the turned kernel are, by those at their turned place. */
  private static double factor(int place) {
    double point = place == 0 || place == POINTS.length ? 1 : POINTS[place];
    return point * point * differences(turnedPlace(place)) / differences(place);
  }

  private static int turnedPlace(int place) {
    return PATCH - 1 - place;
  }

  /** Whether the weights are to be transposed. */
  boolean isTurned() {
    return turned;
  }

  /** Which of the 36 products' weights belong to a product. */
  int weights(int product) {
    int row = product / PATCH;
    int column = product % PATCH;
    return turned ? turnedPlace(row) * PATCH + turnedPlace(column) : product;
  }

  /**
   * Transforms a patch of the input, in place.
   *
   * @param patch a block of values for each pixel
   * @param half memory for as many
   * @param channels how many values of a block count
   */
  void transformPatch(float[] patch, float[] half, int channels) {
    transform(input, patch, half, channels);
  }

  /** Transforms products to 4 x 4 pixels of the output in the same way. */
  void transformTile(float[] products, float[] half, int channels) {
    transform(output, products, half, channels);
  }

  /** {@code x = M x M'} for 6 x 6 pixels, of which a matrix with fewer rows leaves fewer. */
  private static void transform(float[][] matrix, float[] pixels, float[] half, int channels) {
    for (int column = 0; column < PATCH; column++) {
      for (int row = 0; row < matrix.length; row++) {
        int target = row * PATCH + column;
        combine(matrix[row], pixels, column, PATCH, half, target, channels);
      }
    }
    for (int row = 0; row < matrix.length; row++) {
      for (int column = 0; column < matrix.length; column++) {
        int target = row * PATCH + column;
        combine(matrix[column], half, row * PATCH, 1, pixels, target, channels);
      }
    }
  }

  /** Writes the weighted sum of six pixels: a loop that Java makes vector instructions of. */
  private static void combine(
      float[] weights, float[] x, int first, int step, float[] y, int target, int channels) {
    float w0 = weights[0];
    float w1 = weights[1];
    float w2 = weights[2];
    float w3 = weights[3];
    float w4 = weights[4];
    float w5 = weights[5];
    int p0 = first * BLOCK;
    int p1 = p0 + step * BLOCK;
    int p2 = p1 + step * BLOCK;
    int p3 = p2 + step * BLOCK;
    int p4 = p3 + step * BLOCK;
    int p5 = p4 + step * BLOCK;
    int to = target * BLOCK;
    for (int i = 0; i < channels; i++) {
      y[to + i] =
          w0 * x[p0 + i]
              + w1 * x[p1 + i]
              + w2 * x[p2 + i]
              + w3 * x[p3 + i]
              + w4 * x[p4 + i]
              + w5 * x[p5 + i];
    }
  }

  /**
   * Transforms a kernel.
   *
   * @param transformed {@code [36, input channels, output channels]}
   */
  static void transformWeights(Weights kernel, FloatBuffer transformed) {
    FloatBuffer values = kernel.values();
    int pairs = Math.toIntExact(kernel.size(2) * kernel.size(3));
    IntStream.range(0, PATCH * PATCH)
        .parallel()
        .forEach(
            k -> {
              double[] rows = evaluation(k / PATCH);
              double[] columns = evaluation(k % PATCH);
              for (int pair = 0; pair < pairs; pair++) {
                double sum = 0;
                for (int tap = 0; tap < KERNEL * KERNEL; tap++) {
                  sum +=
                      rows[tap / KERNEL] * columns[tap % KERNEL] * values.get(tap * pairs + pair);
                }
                transformed.put(k * pairs + pair, (float) sum);
              }
            });
  }

  /** What three weights count at a point. */
  private static double[] evaluation(int place) {
    if (place == POINTS.length) {
      return new double[] {0, 0, 1};
    }
    double point = POINTS[place];
    double scale = 1 / differences(place);
    return new double[] {scale, scale * point, scale * point * point};
  }
}
