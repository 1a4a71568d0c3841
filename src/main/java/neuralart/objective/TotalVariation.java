package neuralart.objective;

import java.nio.FloatBuffer;
import neuralart.step.Penalty;
import neuralart.step.Shape;
import neuralart.step.Steps;

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
  public int neighbours() {
    return 1;
  }

  @Override
  public Term bind(Shape activation, Steps steps) {
    return new LocalTerm(
        "total variation",
        steps,
        weight,
        LocalTerm.Kernels.of(part -> penalty(activation, part)),
        (part, values, slopes) -> new Bound(activation, part, values, slopes));
  }

  private Penalty penalty(Shape activation, Part part) {
    int first = part.first() - part.top();
    return new Penalty.Variation(
        Penalty.Variation.Kind.valueOf(kind.name()),
        weight,
        unit,
        activation.height(),
        part.top(),
        first,
        first + part.count());
  }

  /** A row of values with the gradient of the term by them. */
  private record Line(float[] values, float[] slopes) {}

  private final class Bound implements LocalTerm.Pass {
    private final FloatBuffer values;
    private final FloatBuffer slopes;
    private final Part part;
    private final int height;
    private final int length;
    private final int channels;
    private final double straight;
    private final double diagonal;

    Bound(Shape activation, Part part, FloatBuffer values, FloatBuffer slopes) {
      this.part = part;
      this.values = values;
      this.slopes = slopes;
      height = activation.height();
      channels = activation.channels();
      length = activation.width() * channels;
      straight = 2 / (3.0 * height * length);
      diagonal = 1 / (6.0 * (height + 1) * (length + channels));
    }

    /**
     * A row changes the gradient of itself and of the next: every other row can run in parallel.
     * The row above the part's own changes the gradient of their first.
     */
    @Override
    public double run() {
      int first = Math.max(0, part.first() - 1);
      int end = part.first() + part.count();
      long n = (long) height * length;
      return RowSums.of((first + 1) / 2, (end + 1) / 2, n, i -> row(2 * i))
          + RowSums.of(first / 2, end / 2, n, i -> row(2 * i + 1));
    }

    /** The differences within a row, and of it to the one below it, if there is one. */
    double row(int y) {
      Line upper = read(y);
      Line lower = y < height - 1 ? read(y + 1) : null;
      double sum =
          switch (kind) {
            case POWER -> lower == null ? 0 : power(upper, lower);
            case ABSOLUTE -> absolutes(upper, lower);
            case NINE_POINT -> squares(upper, lower, y == 0);
          };
      write(y, upper);
      if (lower != null) {
        write(y + 1, lower);
      }
      return isOwn(y) ? weight * sum : 0;
    }

    private boolean isOwn(int y) {
      return y >= part.first() && y < part.first() + part.count();
    }

    private Line read(int y) {
      Line line = new Line(new float[length], new float[length]);
      values.get((y - part.top()) * length, line.values);
      slopes.get((y - part.top()) * length, line.slopes);
      return line;
    }

    private void write(int y, Line line) {
      if (isOwn(y)) {
        slopes.put((y - part.top()) * length, line.slopes);
      }
    }

    private double power(Line upper, Line lower) {
      int count = length - channels;
      float[] dx = differences(upper, 0, upper, channels, count);
      float[] dy = differences(upper, 0, lower, 0, count);
      double sum = 0;
      for (int i = 0; i < count; i++) {
        float square = dx[i] * dx[i] + dy[i] * dy[i];
        float root = (float) Math.sqrt((float) Math.sqrt(square));
        sum += square * root;
        dx[i] *= root;
        dy[i] *= root;
      }
      descend(upper, 0, upper, channels, dx, 2.5);
      descend(upper, 0, lower, 0, dy, 2.5);
      return sum;
    }

    private double absolutes(Line upper, Line lower) {
      double sum = absolutes(upper, 0, upper, channels, length - channels);
      return lower == null ? sum : sum + absolutes(upper, 0, lower, 0, length);
    }

    private double absolutes(Line from, int start, Line to, int end, int count) {
      float[] d = differences(from, start, to, end, count);
      double sum = 0;
      for (float difference : d) {
        sum += Math.abs(difference);
      }
      Reduction.signs(d);
      descend(from, start, to, end, d, 1);
      return sum;
    }

    private double squares(Line upper, Line lower, boolean first) {
      int count = length - channels;
      // Beyond the edge a diagonal difference is one along the edge, of either diagonal.
      double atEdge = 2 * diagonal * ((first ? 1 : 0) + (lower == null ? 1 : 0));
      double sum = squares(upper, 0, upper, channels, count, straight + atEdge);
      if (lower == null) {
        return sum;
      }
      return sum
          + squares(upper, 0, lower, 0, length, straight)
          + squares(upper, 0, lower, 0, channels, 2 * diagonal)
          + squares(upper, count, lower, count, channels, 2 * diagonal)
          + squares(upper, 0, lower, channels, count, diagonal)
          + squares(upper, channels, lower, 0, count, diagonal);
    }

    private double squares(Line from, int start, Line to, int end, int count, double factor) {
      float[] d = differences(from, start, to, end, count);
      double sum = Reduction.sumOfSquares(d);
      descend(from, start, to, end, d, 2 * factor);
      return factor * sum;
    }

    /** In units, from a run of values to another one. */
    private float[] differences(Line from, int start, Line to, int end, int count) {
      float[] d = new float[count];
      float factor = (float) (1 / unit);
      for (int i = 0; i < count; i++) {
        d[i] = factor * (to.values[end + i] - from.values[start + i]);
      }
      return d;
    }

    /** Adds the derivatives of a term by differences. */
    private void descend(
        Line from, int start, Line to, int end, float[] derivatives, double factor) {
      float scale = (float) (factor * weight / unit);
      float[] minus = from.slopes;
      float[] plus = to.slopes;
      for (int i = 0; i < derivatives.length; i++) {
        minus[start + i] -= scale * derivatives[i];
      }
      for (int i = 0; i < derivatives.length; i++) {
        plus[end + i] += scale * derivatives[i];
      }
    }
  }
}
