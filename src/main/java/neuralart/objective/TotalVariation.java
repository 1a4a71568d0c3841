package neuralart.objective;

import java.nio.FloatBuffer;
import neuralart.network.Objective;
import neuralart.network.node.Ops;
import neuralart.network.node.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How much neighbouring pixels of the image differ: a loss that keeps it smooth.
 *
 * @param layer name of the image, or of a layer
 * @param weight factor of the term
 * @param kind how it is computed
 * @param unit the difference of values that counts as 1
 */
public record TotalVariation(String layer, double weight, Kind kind, double unit)
    implements Objective {

  /** With {@code dx} and {@code dy} the differences of a value to its right and lower neighbour. */
  public enum Kind {
    /** {@code sum((dx^2 + dy^2)^1.25)} over all but the last row and column (Keras, Chollet). */
    POWER,
    /** {@code sum |dx| + sum |dy|} (neural-style). */
    ABSOLUTE,
    /**
     * {@code 2 (mean(dx^2) + mean(dy^2)) / 3 + (mean(du^2) + mean(dv^2)) / 6} with the differences
     * {@code du} and {@code dv} along both diagonals (style-transfer-pytorch). The means are over
     * the image with its edge repeated around it.
     */
    NINE_POINT
  }

  @Override
  public long bytes(Shape activation) {
    return 0;
  }

  @Override
  public Evaluation bind(INDArray activation, INDArray gradient) {
    Bound bound = new Bound(activation, gradient);
    int rows = (int) activation.size(1);
    // A row changes the gradient of itself and of the next: every other row can run in parallel.
    return () ->
        Rows.sum(0, (rows + 1) / 2, activation.length(), i -> bound.row(2 * i))
            + Rows.sum(0, rows / 2, activation.length(), i -> bound.row(2 * i + 1));
  }

  private final class Bound {
    private final FloatBuffer values;
    private final FloatBuffer slopes;
    private final int height;
    private final int width;
    private final int channels;
    private final double straight;
    private final double diagonal;

    Bound(INDArray activation, INDArray gradient) {
      values = Ops.values(activation);
      slopes = Ops.values(gradient);
      height = (int) activation.size(1);
      width = (int) activation.size(2);
      channels = (int) activation.size(3);
      straight = 2 / (3.0 * values.limit());
      diagonal = 1 / (6.0 * channels * (height + 1) * (width + 1));
    }

    double row(int y) {
      return weight
          * switch (kind) {
            case POWER -> y == height - 1 ? 0 : power(y);
            case ABSOLUTE -> absolute(y);
            case NINE_POINT -> squares(y);
          };
    }

    private int index(int y, int x) {
      return (y * width + x) * channels;
    }

    private double difference(int from, int to) {
      return (values.get(to) - values.get(from)) / unit;
    }

    /** Adds the derivative of a term by a difference. */
    private void add(int from, int to, double slope) {
      float change = (float) (weight * slope / unit);
      slopes.put(to, slopes.get(to) + change);
      slopes.put(from, slopes.get(from) - change);
    }

    private double power(int y) {
      double sum = 0;
      for (int i = index(y, 0); i < index(y, width - 1); i++) {
        double dx = difference(i, i + channels);
        double dy = difference(i, i + width * channels);
        double square = dx * dx + dy * dy;
        double root = Math.sqrt(Math.sqrt(square));
        sum += square * root;
        add(i, i + channels, 2.5 * root * dx);
        add(i, i + width * channels, 2.5 * root * dy);
      }
      return sum;
    }

    private double absolute(int y) {
      double sum = 0;
      for (int i = index(y, 0); i < index(y, width - 1); i++) {
        sum += absolute(i, i + channels);
      }
      if (y < height - 1) {
        for (int i = index(y, 0); i < index(y + 1, 0); i++) {
          sum += absolute(i, i + width * channels);
        }
      }
      return sum;
    }

    private double absolute(int from, int to) {
      double difference = difference(from, to);
      add(from, to, Math.signum(difference));
      return Math.abs(difference);
    }

    private double squares(int y) {
      double sum = 0;
      // Beyond the edge a diagonal difference is one along the edge, of either diagonal.
      double atEdge = 2 * diagonal * ((y == 0 ? 1 : 0) + (y == height - 1 ? 1 : 0));
      for (int i = index(y, 0); i < index(y, width - 1); i++) {
        sum += square(i, i + channels, straight + atEdge);
      }
      if (y == height - 1) {
        return sum;
      }
      int down = width * channels;
      for (int x = 0; x < width; x++) {
        double edge = 2 * diagonal * ((x == 0 ? 1 : 0) + (x == width - 1 ? 1 : 0));
        for (int i = index(y, x); i < index(y, x + 1); i++) {
          sum += square(i, i + down, straight + edge);
        }
      }
      for (int i = index(y, 0); i < index(y, width - 1); i++) {
        sum += square(i, i + down + channels, diagonal);
        sum += square(i + channels, i + down, diagonal);
      }
      return sum;
    }

    private double square(int from, int to, double factor) {
      double difference = difference(from, to);
      add(from, to, 2 * factor * difference);
      return factor * difference * difference;
    }
  }
}
