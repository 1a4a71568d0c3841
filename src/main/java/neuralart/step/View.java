package neuralart.step;

/**
 * A part of a tensor, or the same values in another order: value {@code [i, j, ..]} lies at {@code
 * offset + i strides[0] + j strides[1] + ..} of the tensor.
 *
 * @param tensor whose values it shows
 * @param offset index of its first value
 * @param sizes its dimensions
 * @param strides how far the neighbours in each dimension lie apart
 */
public record View(Tensor tensor, long offset, long[] sizes, long[] strides) {
  /** All of a tensor. */
  public static View of(Tensor tensor) {
    return of(tensor, 0, tensor.dimensions());
  }

  /** A dense part of a tensor, with dimensions of its own. */
  public static View of(Tensor tensor, long offset, long... sizes) {
    long[] strides = new long[sizes.length];
    long stride = 1;
    for (int i = sizes.length - 1; i >= 0; i--) {
      strides[i] = stride;
      stride *= sizes[i];
    }
    return new View(tensor, offset, sizes, strides);
  }

  /** The pixels of an activation as the rows of a matrix {@code [pixels, channels]}. */
  public static View pixels(Tensor activation) {
    long channels = activation.size(3);
    return of(activation, 0, activation.length() / channels, channels);
  }

  /** Some neighbouring rows of a matrix, and of what else is dense. */
  public View rows(long from, long count) {
    return part(0, from, count, 1);
  }

  /** A window of rows and columns of an activation. */
  public static View region(Tensor tensor, long top, long left, long height, long width) {
    return of(tensor).part(1, top, height, 1).part(2, left, width, 1);
  }

  /** Some neighbouring channels of an activation. */
  public static View channels(Tensor tensor, long from, long to) {
    return of(tensor).part(3, from, to - from, 1);
  }

  /** Every {@code step}th index of a dimension, {@code count} of them, beginning with one. */
  public View part(int axis, long from, long count, long step) {
    long[] newSizes = sizes.clone();
    long[] newStrides = strides.clone();
    newSizes[axis] = count;
    newStrides[axis] *= step;
    return new View(tensor, offset + from * strides[axis], newSizes, newStrides);
  }

  /** The same, with the only index of a dimension repeated. */
  public View repeated(int axis, long count) {
    return part(axis, 0, count, 0);
  }

  /** The same values with their dimensions in another order. */
  public View permute(int... axes) {
    long[] newSizes = new long[axes.length];
    long[] newStrides = new long[axes.length];
    for (int i = 0; i < axes.length; i++) {
      newSizes[i] = sizes[axes[i]];
      newStrides[i] = strides[axes[i]];
    }
    return new View(tensor, offset, newSizes, newStrides);
  }

  /** Number of values. */
  public long length() {
    long length = 1;
    for (long size : sizes) {
      length *= size;
    }
    return length;
  }

  /** Whether the values lie side by side, in order. */
  public boolean isDense() {
    View dense = of(tensor, offset, sizes);
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] > 1 && strides[i] != dense.strides[i]) {
        return false;
      }
    }
    return true;
  }
}
