package neuralart.model.keras;

import java.util.Arrays;
import java.util.Locale;
import neuralart.step.Weights;

/**
 * One array of a layer in a Keras file.
 *
 * @param name of the dataset
 * @param shape its dimensions
 * @param values single-precision, {@code shape} in C order
 */
public record KerasArray(String name, long[] shape, float[] values) {
  /** Stands for a dimension that may be anything. */
  public static final int ANY = -1;

  /**
   * This array.
   *
   * @param expected its dimensions, some of which may be {@link #ANY}
   * @throws IllegalArgumentException if its dimensions are others, or a value isn't finite
   */
  public KerasArray require(long... expected) {
    boolean fits = shape.length == expected.length;
    for (int i = 0; fits && i < shape.length; i++) {
      fits = expected[i] == ANY || expected[i] == shape[i];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "has weights '%s' of the shape %s, but needs %s",
              name,
              Arrays.toString(shape),
              Arrays.toString(expected).replace(String.valueOf(ANY), "any")));
    }
    return requireFinite();
  }

  /** This array, whatever its dimensions are. */
  KerasArray requireFinite() {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new IllegalArgumentException(
            "has weights '" + name + "' that are not finite: " + value);
      }
    }
    return this;
  }

  /** The same values in other dimensions. */
  KerasArray reshaped(long... dimensions) {
    return new KerasArray(name, dimensions, values);
  }

  /** The values in double precision. */
  public double[] doubles() {
    double[] doubles = new double[values.length];
    for (int i = 0; i < doubles.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }

  /** The weights of a node, which closes them. */
  public Weights weights() {
    return Weights.of(values, shape);
  }
}
