package neuralart.model.onnx;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;

/** An array of numbers of any rank: weights, settings, or the sizes of activations. */
final class Numbers {
  private static final int MOST = Integer.MAX_VALUE / Double.BYTES;

  private final long[] shape;
  private final boolean whole;
  private final int length;
  private final IntToDoubleFunction values;

  /**
   * @param whole whether they are whole numbers, which are divided as such
   * @param values the number at an index in C order
   * @throws IllegalArgumentException if there can't be so many
   */
  Numbers(boolean whole, IntToDoubleFunction values, long... shape) {
    this.shape = shape.clone();
    this.whole = whole;
    this.values = values;
    this.length = length(shape);
  }

  /** The numbers of an array of these dimensions. */
  static int length(long... shape) {
    long length = 1;
    for (long size : shape) {
      if (size < 0 || size > MOST || length * size > MOST) {
        throw new IllegalArgumentException(
            "has an array of the dimensions " + Arrays.toString(shape) + ", which can't be");
      }
      length *= size;
    }
    return (int) length;
  }

  static Numbers scalar(boolean whole, double value) {
    return new Numbers(whole, i -> value);
  }

  static Numbers vector(boolean whole, double... values) {
    return new Numbers(whole, i -> values[i], values.length);
  }

  static Numbers vector(long... values) {
    return new Numbers(true, i -> values[i], values.length);
  }

  long[] shape() {
    return shape.clone();
  }

  int rank() {
    return shape.length;
  }

  int length() {
    return length;
  }

  boolean whole() {
    return whole;
  }

  double get(int index) {
    return values.applyAsDouble(index);
  }

  /** The same numbers in other dimensions. */
  Numbers reshaped(long... dimensions) {
    if (length(dimensions) != length) {
      throw new IllegalArgumentException(
          "makes an array of "
              + Arrays.toString(shape)
              + " one of "
              + Arrays.toString(dimensions)
              + ", which doesn't fit");
    }
    return new Numbers(whole, values, dimensions);
  }

  double[] doubles() {
    double[] all = new double[length];
    for (int i = 0; i < length; i++) {
      all[i] = get(i);
    }
    return all;
  }

  float[] floats() {
    float[] all = new float[length];
    for (int i = 0; i < length; i++) {
      all[i] = (float) get(i);
    }
    return all;
  }

  long[] integers() {
    long[] all = new long[length];
    for (int i = 0; i < length; i++) {
      all[i] = (long) get(i);
    }
    return all;
  }

  /**
   * The only number.
   *
   * @throws IllegalArgumentException if there are more
   */
  double only() {
    if (length != 1) {
      throw new IllegalArgumentException("has " + length + " numbers where it needs one");
    }
    return get(0);
  }

  /**
   * These numbers.
   *
   * @throws IllegalArgumentException if one isn't finite
   */
  Numbers requireFinite() {
    for (int i = 0; i < length; i++) {
      if (!Float.isFinite((float) get(i))) {
        throw new IllegalArgumentException("has weights that are not finite: " + get(i));
      }
    }
    return this;
  }
}
