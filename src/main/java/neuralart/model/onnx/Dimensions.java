package neuralart.model.onnx;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The dimensions of arrays, and what operators make of them. */
final class Dimensions {
  private static final int MOST_SHOWN = 8;

  private Dimensions() {}

  /** An axis, counted from 0. */
  static int axis(long axis, int rank) {
    long index = axis < 0 ? axis + rank : axis;
    if (index < 0 || index >= rank) {
      throw new IllegalArgumentException(
          "has the axis " + axis + ", but its input has " + rank + " dimensions");
    }
    return (int) index;
  }

  /** The order of axes of a transposition. */
  static int[] permutation(Attributes set, int rank) {
    long[] given = set.integers("perm", LongStream.range(0, rank).map(i -> rank - 1 - i).toArray());
    int[] order = LongStream.of(given).mapToInt(i -> (int) i).toArray();
    if (!Arrays.equals(
        IntStream.of(order).sorted().toArray(), IntStream.range(0, rank).toArray())) {
      throw new IllegalArgumentException("has an order of axes that can't be: " + text(given));
    }
    return order;
  }

  /** The first of some numbers. */
  static String text(long[] numbers) {
    return Arrays.toString(Arrays.copyOf(numbers, Math.min(numbers.length, MOST_SHOWN)));
  }

  /** Dimensions in which 0 stands for the one before, and -1 for what is left. */
  static long[] resolved(long[] before, long[] target) {
    long[] shape = target.clone();
    long known = 1;
    int open = -1;
    for (int i = 0; i < shape.length; i++) {
      if (shape[i] == 0 && i < before.length) {
        shape[i] = before[i];
      }
      if (shape[i] == -1 && open < 0) {
        open = i;
      } else {
        known = Math.multiplyExact(known, shape[i]);
      }
    }
    if (open >= 0) {
      shape[open] = known == 0 ? 0 : Numbers.length(before) / known;
    }
    return shape;
  }

  /** Dimensions without some of the size 1, or all of these. */
  static long[] squeezed(long[] shape, long[] axes) {
    boolean[] gone = new boolean[shape.length];
    for (int i = 0; i < shape.length; i++) {
      gone[i] = axes.length == 0 && shape[i] == 1;
    }
    for (long axis : axes) {
      gone[axis(axis, shape.length)] = true;
    }
    return IntStream.range(0, shape.length)
        .filter(i -> !gone[i])
        .mapToLong(i -> shape[i])
        .toArray();
  }

  /** Dimensions with more of the size 1. */
  static long[] unsqueezed(long[] shape, long[] axes) {
    int rank = shape.length + axes.length;
    long[] all = new long[rank];
    for (long axis : axes) {
      all[axis(axis, rank)] = 1;
    }
    int next = 0;
    for (int i = 0; i < rank; i++) {
      if (all[i] == 0 && next < shape.length) {
        all[i] = shape[next++];
      }
    }
    return all;
  }
}
