package neuralart.objective;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import neuralart.step.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The values of an activation that an objective looks at: all but a border, of all channels or of
 * chosen ones.
 */
final class Places {
  /** What one value adds: given its index, it adds to the gradient and returns its term. */
  interface Term {
    double at(int index);
  }

  private final Shape shape;
  private final int border;
  private final int[] offsets;

  /**
   * @param layer for error messages
   * @param activation {@code [1, H, W, C]}
   * @param border rows and columns left out at each edge
   * @param channels those that count; all if the list is empty
   * @throws IllegalArgumentException if nothing is left, or a channel doesn't exist
   */
  Places(String layer, INDArray activation, int border, List<Integer> channels) {
    this.border = border;
    shape = new Shape((int) activation.size(1), (int) activation.size(2), (int) activation.size(3));
    if (Math.min(shape.height(), shape.width()) <= 2 * border) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Layer '%s' has only %d x %d values, none of them %d away from the edge",
              layer,
              shape.width(),
              shape.height(),
              border));
    }
    Channels.check(layer, channels, shape.channels());
    int[] chosen =
        channels.isEmpty()
            ? IntStream.range(0, shape.channels()).toArray()
            : channels.stream().mapToInt(Integer::intValue).toArray();
    offsets =
        IntStream.range(border, shape.width() - border)
            .flatMap(x -> IntStream.of(chosen).map(c -> x * shape.channels() + c))
            .toArray();
  }

  /** How many values there are. */
  long count() {
    return (long) (shape.height() - 2 * border) * offsets.length;
  }

  /** How many values there would be without a border. */
  long countWithBorder() {
    return count()
        / (shape.height() - 2 * border)
        / (shape.width() - 2 * border)
        * shape.height()
        * shape.width();
  }

  /** Adds up the terms of all values, in double precision. */
  double sum(Term term) {
    int rowLength = shape.width() * shape.channels();
    return Rows.sum(
        border,
        shape.height() - border,
        count(),
        y -> {
          int row = y * rowLength;
          double sum = 0;
          for (int offset : offsets) {
            sum += term.at(row + offset);
          }
          return sum;
        });
  }
}
