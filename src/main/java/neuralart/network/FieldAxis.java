package neuralart.network;

import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import neuralart.network.node.Reach;
import neuralart.network.node.Span;
import neuralart.step.Shape;

/**
 * One direction of a {@link ReceptiveField}: the rows of a layer in the rows of the image, or the
 * columns. The field of a value is followed back through the network, step by step.
 */
public final class FieldAxis {
  private final List<Vertex> vertices;
  private final int layer;
  private final int[] sizes;
  private final Span[] spans;
  private final long[] numerator;
  private final long[] denominator;
  private final double[] origin;

  /** Rows from the first to the last. */
  public record Range(int first, int last) {
    public int length() {
      return last - first + 1;
    }

    /** Whether a row is one of these. */
    public boolean contains(int row) {
      return first <= row && row <= last;
    }

    /** Whether some rows are in both. */
    public boolean overlaps(Range other) {
      return first <= other.last && other.first <= last;
    }

    private Range and(Range other) {
      return new Range(Math.min(first, other.first), Math.max(last, other.last));
    }
  }

  /**
   * @param vertices the network
   * @param layer index of the layer
   * @param shapes extent of each vertex that leads to the layer, null for others
   * @param span the direction of a reach
   * @param size the direction of an extent
   */
  FieldAxis(
      List<Vertex> vertices,
      int layer,
      Shape[] shapes,
      Function<Reach, Span> span,
      ToIntFunction<Shape> size) {
    this.vertices = vertices;
    this.layer = layer;
    sizes = new int[layer + 1];
    spans = new Span[layer + 1];
    numerator = new long[layer + 1];
    denominator = new long[layer + 1];
    origin = new double[layer + 1];
    for (int i = 0; i <= layer; i++) {
      if (shapes[i] != null) {
        List<Integer> inputs = vertices.get(i).node().placing(vertices.get(i).inputs());
        List<Shape> extents =
            inputs.isEmpty() ? List.of(shapes[i]) : inputs.stream().map(in -> shapes[in]).toList();
        sizes[i] = size.applyAsInt(shapes[i]);
        spans[i] = span.apply(vertices.get(i).node().reach(extents));
        place(i, inputs);
      }
    }
  }

  /** Where branches meet that don't lie quite the same, the values lie in the middle. */
  private void place(int i, List<Integer> inputs) {
    if (inputs.isEmpty()) {
      numerator[i] = 1;
      denominator[i] = 1;
      return;
    }
    int input = inputs.get(0);
    long up = numerator[input] * spans[i].step();
    long down = denominator[input] * spans[i].divisor();
    long divisor = greatestCommonDivisor(up, down);
    numerator[i] = up / divisor;
    denominator[i] = down / divisor;
    double low = inputs.stream().mapToDouble(in -> origin[in]).min().orElse(0);
    double high = inputs.stream().mapToDouble(in -> origin[in]).max().orElse(0);
    origin[i] = (low + high) / 2 + spans[i].middle() * numerator[input] / denominator[input];
  }

  /** Values of the layer. */
  public int size() {
    return sizes[layer];
  }

  /** Pixels of the image. */
  public int imageSize() {
    return sizes[0];
  }

  /** Pixels between neighbouring values. */
  public double stride() {
    return (double) numerator[layer] / denominator[layer];
  }

  /** Pixel, with its fraction, in the middle of the field of the first value. */
  public double origin() {
    return origin[layer];
  }

  /** Pixel, with its fraction, in the middle of the field of a value. */
  public double center(double value) {
    return origin() + stride() * value;
  }

  /** Value, with its fraction, whose field has a pixel in its middle. */
  public double valueAt(double pixel) {
    return (pixel - origin()) / stride();
  }

  /** Smallest number of pixels that is a whole number of values in every step on the way. */
  public long period() {
    long period = 1;
    for (int i = 0; i <= layer; i++) {
      if (spans[i] != null) {
        period = period / greatestCommonDivisor(period, numerator[i]) * numerator[i];
      }
    }
    return period;
  }

  /**
   * The pixels that a value is computed from, statistics over the whole image aside; those outside
   * of the image are padding.
   */
  public Range field(int value) {
    return follow(new Range(value, value))[0];
  }

  /**
   * Whether a value is what it would be in a larger image: computed without the padding of a step,
   * and without statistics of the image.
   *
   * @param goesOnBefore whether the larger image has pixels before the first
   * @param goesOnAfter whether the larger image has pixels after the last
   */
  public boolean isUndisturbed(int value, boolean goesOnBefore, boolean goesOnAfter) {
    if ((goesOnBefore || goesOnAfter) && dependsOnAll()) {
      return false;
    }
    Range[] ranges = follow(new Range(value, value));
    return IntStream.rangeClosed(0, layer)
        .filter(i -> ranges[i] != null)
        .noneMatch(
            i -> goesOnBefore && ranges[i].first < 0 || goesOnAfter && ranges[i].last >= sizes[i]);
  }

  private boolean dependsOnAll() {
    return IntStream.rangeClosed(0, layer)
        .anyMatch(i -> spans[i] != null && vertices.get(i).node().dependsOnAll());
  }

  /** What is needed of each step to compute values of the layer. */
  private Range[] follow(Range values) {
    Range[] ranges = new Range[layer + 1];
    ranges[layer] = values;
    for (int i = layer; i > 0; i--) {
      if (ranges[i] != null) {
        int a = spans[i].firstInput(ranges[i].first);
        int b = spans[i].lastInput(ranges[i].last);
        Range read = new Range(Math.min(a, b), Math.max(a, b));
        for (int input : vertices.get(i).inputs()) {
          ranges[input] = ranges[input] == null ? read : ranges[input].and(read);
        }
      }
    }
    return ranges;
  }

  private static long greatestCommonDivisor(long a, long b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
