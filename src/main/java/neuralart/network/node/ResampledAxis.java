package neuralart.network.node;

import java.util.stream.IntStream;
import neuralart.step.Mixture;

/**
 * How the rows, or the columns, of an image are resized: value {@code k} of the output lies at a
 * place between values of the input, and is made of the nearest of them.
 *
 * @param inputs values before
 * @param outputs values after
 * @param scale outputs by inputs, as the places are computed with; may differ a little from the
 *     ratio of the numbers, which are whole
 * @param interpolation which values are taken, with which weights
 * @param coordinates where the values lie
 */
public record ResampledAxis(
    int inputs, int outputs, double scale, Interpolation interpolation, Coordinates coordinates) {
  private static final double ROUNDING = 1e-9;

  /** Which neighbours are taken. */
  public enum Interpolation {
    /** The nearest; of two, the first. */
    NEAREST,
    /** The nearest; of two, the second. */
    NEAREST_SECOND,
    /** The one before. */
    NEAREST_BEFORE,
    /** The one behind. */
    NEAREST_BEHIND,
    /** Two, by distance. */
    LINEAR,
    /** Four, by the cubic of Keys (1981) with a = -0.75, as PyTorch has it. */
    CUBIC,
    /** The same with a = -0.5. */
    CUBIC_KEYS
  }

  /** Where value k lies among the inputs. */
  public enum Coordinates {
    /** {@code (k + 0.5) / scale - 0.5}: the corners of the image stay where they are. */
    HALF_PIXEL,
    /** The same, but 0 where there is one output. */
    HALF_PIXEL_OR_FIRST,
    /** The same around the middle of the image, where the ratio isn't quite the scale. */
    HALF_PIXEL_SYMMETRIC,
    /** {@code (k + 0.5) / scale}, the value of the pixel that this lies in. */
    HALF_PIXEL_FOR_NEAREST,
    /** {@code k (inputs - 1) / (outputs - 1)}: the first and last values stay where they are. */
    ALIGN_CORNERS,
    /** {@code k / scale}: the first value stays where it is. */
    ASYMMETRIC
  }

  /**
   * @throws IllegalArgumentException if there is nothing before or after, or no scale
   */
  public ResampledAxis {
    if (inputs < 1 || !(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException(
          "resizes " + inputs + " rows or columns by " + scale + "; expected are more than 0");
    }
  }

  /** The inputs of each output, with their weights. */
  record Taps(int count, int[] indices, float[] weights) {
    int index(int output, int tap) {
      return indices[output * count + tap];
    }

    float weight(int output, int tap) {
      return weights[output * count + tap];
    }

    /** The same for the step that resizes. */
    Mixture mixture() {
      int outputs = indices.length / count;
      int[] starts = IntStream.rangeClosed(0, outputs).map(k -> k * count).toArray();
      return new Mixture(starts, indices, weights);
    }
  }

  /** Whether the places are the same, a whole number of inputs further on, in any longer image. */
  boolean isRegular() {
    return coordinates != Coordinates.ALIGN_CORNERS && scale * inputs == outputs;
  }

  /** Where an output lies. */
  private double place(int k) {
    double half = (k + 0.5) / scale - 0.5;
    return switch (coordinates) {
      case HALF_PIXEL -> half;
      case HALF_PIXEL_OR_FIRST -> outputs > 1 ? half : 0;
      case HALF_PIXEL_SYMMETRIC -> half + inputs / 2.0 * (1 - outputs / (scale * inputs));
      case HALF_PIXEL_FOR_NEAREST -> (k + 0.5) / scale;
      case ALIGN_CORNERS -> outputs > 1 ? k * (inputs - 1.0) / (outputs - 1) : 0;
      case ASYMMETRIC -> k / scale;
    };
  }

  Taps taps() {
    int count =
        switch (interpolation) {
          case LINEAR -> 2;
          case CUBIC, CUBIC_KEYS -> 4;
          default -> 1;
        };
    int[] indices = new int[outputs * count];
    float[] weights = new float[indices.length];
    for (int k = 0; k < outputs; k++) {
      double place = place(k);
      int before = (int) Math.floor(place);
      int first = count > 1 ? before - count / 2 + 1 : nearest(place);
      for (int tap = 0; tap < count; tap++) {
        indices[k * count + tap] = Math.max(0, Math.min(inputs - 1, first + tap));
        weights[k * count + tap] = (float) weight(Math.abs(place - (first + tap)));
      }
    }
    return new Taps(count, indices, weights);
  }

  private int nearest(double place) {
    double near = Math.rint(place * (1 / ROUNDING)) * ROUNDING; // 1 / 3 * 3 is to be 1
    return (int)
        switch (interpolation) {
          case NEAREST_SECOND -> Math.floor(near + 0.5);
          case NEAREST_BEFORE -> Math.floor(near);
          case NEAREST_BEHIND -> Math.ceil(near);
          default -> Math.ceil(near - 0.5);
        };
  }

  private double weight(double distance) {
    return switch (interpolation) {
      case LINEAR -> 1 - distance;
      case CUBIC -> cubic(distance, -0.75);
      case CUBIC_KEYS -> cubic(distance, -0.5);
      default -> 1;
    };
  }

  private static double cubic(double x, double a) {
    return x <= 1 ? ((a + 2) * x - (a + 3)) * x * x + 1 : a * (((x - 5) * x + 8) * x - 4);
  }

  /** What an output is computed from. */
  Span span() {
    int divisor = greatestCommonDivisor(Math.max(1, outputs), inputs);
    int step = 2 * (inputs / divisor);
    int fine = 2 * (Math.max(1, outputs) / divisor);
    long middle = Math.round(2 * place(0) * fine);
    int reach = (interpolation.name().startsWith("CUBIC") ? 4 : 2) * fine - 2;
    return new Span(step, fine, (int) (middle - reach) / 2, (int) (middle + reach) / 2);
  }

  private static int greatestCommonDivisor(int a, int b) {
    return b == 0 ? a : greatestCommonDivisor(b, a % b);
  }
}
