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

  /**
   * The same values with the dimensions in another order; itself if it has another number of them.
   *
   * @param order which dimension of this array each of the new one is
   */
  KerasArray permuted(int... order) {
    int rank = shape.length;
    if (rank != order.length) {
      return this;
    }
    long[] permuted = new long[rank];
    long[] strides = new long[rank];
    for (int i = 0; i < rank; i++) {
      permuted[i] = shape[order[i]];
      strides[i] = 1;
      for (int inner = order[i] + 1; inner < rank; inner++) {
        strides[i] *= shape[inner];
      }
    }
    float[] moved = new float[values.length];
    for (int i = 0; i < moved.length; i++) {
      long rest = i;
      long from = 0;
      for (int axis = rank - 1; axis >= 0; axis--) {
        from += rest % permuted[axis] * strides[axis];
        rest /= permuted[axis];
      }
      moved[i] = values[(int) from];
    }
    return new KerasArray(name, permuted, moved);
  }

  /** A kernel {@code [rows, columns, ..]} turned by 180 degrees. */
  KerasArray turned() {
    int pixels = Math.toIntExact(shape[0] * shape[1]);
    int run = values.length / pixels;
    float[] turned = new float[values.length];
    for (int i = 0; i < pixels; i++) {
      System.arraycopy(values, i * run, turned, (pixels - 1 - i) * run, run);
    }
    return new KerasArray(name, shape, turned);
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
