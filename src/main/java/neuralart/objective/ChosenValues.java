package neuralart.objective;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import neuralart.objective.Objective.Part;
import neuralart.step.Penalty;
import neuralart.step.Shape;

/**
 * The values of an activation that an objective looks at: all but a border, of all channels or of
 * chosen ones.
 */
final class ChosenValues {
  /** What one value adds: given its index, it adds to the gradient and returns its term. */
  interface Term {
    double at(int index);
  }

  private final Shape shape;
  private final int border;
  private final int[] offsets;

  /** How often each channel counts. */
  private final float[] counts;

  /**
   * @param layer for error messages
   * @param shape extent of the activation
   * @param border rows and columns left out at each edge
   * @param channels those that count; all if the list is empty
   * @throws IllegalArgumentException if nothing is left, or a channel doesn't exist
   */
  ChosenValues(String layer, Shape shape, int border, List<Integer> channels) {
    this.border = border;
    this.shape = shape;
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
    counts = new float[shape.channels()];
    for (int channel : chosen) {
      counts[channel]++;
    }
    offsets =
        IntStream.range(border, shape.width() - border)
            .flatMap(x -> IntStream.of(chosen).map(c -> x * shape.channels() + c))
            .toArray();
  }

  /** The same for a device: the sum of the values, or of their squares, in a part's own rows. */
  Penalty penalty(Penalty.OfValues.Kind kind, double scale, Part part) {
    return new Penalty.OfValues(
        kind,
        scale,
        Math.max(border, part.first()) - part.top(),
        Math.min(shape.height() - border, part.first() + part.count()) - part.top(),
        border,
        shape.width() - border,
        counts,
        counts);
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

  /** Adds up the terms of a part's own values, in double precision; indices are the part's. */
  double sum(Part part, Term term) {
    int rowLength = shape.width() * shape.channels();
    return RowSums.of(
        Math.max(border, part.first()),
        Math.min(shape.height() - border, part.first() + part.count()),
        count(),
        y -> {
          int row = (y - part.top()) * rowLength;
          double sum = 0;
          for (int offset : offsets) {
            sum += term.at(row + offset);
          }
          return sum;
        });
  }
}
