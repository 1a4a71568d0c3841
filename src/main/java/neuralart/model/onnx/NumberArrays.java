package neuralart.model.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Arrays of numbers rearranged, cut, joined and combined. */
final class NumberArrays {
  private static final int MOST_NUMBERS = 1 << 24;

  private NumberArrays() {}

  static Numbers transpose(Numbers x, Attributes set) {
    int rank = x.rank();
    int[] order = Dimensions.permutation(set, rank);
    long[] from = x.shape();
    long[] strides = new long[rank];
    long stride = 1;
    for (int axis = rank - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= from[axis];
    }
    long[] shape = IntStream.of(order).mapToLong(axis -> from[axis]).toArray();
    return new Numbers(
        x.whole(),
        index -> {
          long rest = index;
          long source = 0;
          for (int axis = rank - 1; axis >= 0; axis--) {
            source += rest % shape[axis] * strides[order[axis]];
            rest /= shape[axis];
          }
          return x.get((int) source);
        },
        shape);
  }

  static Numbers reshape(String operator, Attributes set, List<Numbers> inputs) {
    Numbers x = inputs.get(0);
    long[] shape = x.shape();
    switch (operator) {
      case "Reshape":
        return x.reshaped(Dimensions.resolved(shape, input(inputs, 1).integers()));
      case "Flatten":
        long rows =
            LongStream.of(shape)
                .limit(Dimensions.axis(set.integer("axis", 1), x.rank() + 1))
                .reduce(1, (a, b) -> a * b);
        return x.reshaped(rows, rows == 0 ? 0 : x.length() / rows);
      case "ConstantOfShape":
        double value = set.tensor("value").map(Numbers::only).orElse(0.0);
        boolean whole = set.tensor("value").map(Numbers::whole).orElse(false);
        return new Numbers(whole, i -> value, x.integers());
      case "Expand":
        Numbers ones = new Numbers(x.whole(), i -> 1, input(inputs, 1).integers());
        return broadcast(x, ones, x.whole(), (a, b) -> a);
      default:
        long[] axes = inputs.size() > 1 ? input(inputs, 1).integers() : set.integers("axes");
        return x.reshaped(
            operator.equals("Squeeze")
                ? Dimensions.squeezed(shape, axes)
                : Dimensions.unsqueezed(shape, axes));
    }
  }

  static Numbers gather(Numbers x, Numbers indices, long axis) {
    long[] shape = x.shape();
    int along = Dimensions.axis(axis, x.rank());
    int size = (int) shape[along];
    int run = (int) LongStream.of(shape).skip(along + 1L).reduce(1, (a, b) -> a * b);
    List<Long> dimensions = new ArrayList<>();
    LongStream.of(shape).limit(along).forEach(dimensions::add);
    LongStream.of(indices.shape()).forEach(dimensions::add);
    LongStream.of(shape).skip(along + 1L).forEach(dimensions::add);
    int count = indices.length();
    return stored(
        x.whole(),
        i -> {
          int index = (int) indices.get(i / run % count);
          int place = index < 0 ? index + size : index;
          if (place < 0 || place >= size) {
            throw new IllegalArgumentException("takes number " + index + " of " + size);
          }
          return x.get((i / run / count * size + place) * run + i % run);
        },
        dimensions.stream().mapToLong(Long::longValue).toArray());
  }

  static Numbers slice(List<Numbers> inputs, Attributes set) {
    long[] starts = inputs.size() > 1 ? inputs.get(1).integers() : set.integers("starts");
    long[] ends = inputs.size() > 2 ? inputs.get(2).integers() : set.integers("ends");
    long[] axes = inputs.size() > 3 ? inputs.get(3).integers() : set.integers("axes");
    long[] steps = inputs.size() > 4 ? inputs.get(4).integers() : new long[0];
    if (starts.length != ends.length) {
      throw new IllegalArgumentException("slices from other axes than it slices to");
    }
    Numbers x = inputs.get(0);
    for (int i = 0; i < starts.length; i++) {
      int axis = Dimensions.axis(i < axes.length ? axes[i] : i, x.rank());
      x = slice(x, axis, starts[i], ends[i], i < steps.length ? steps[i] : 1);
    }
    return x;
  }

  private static Numbers slice(Numbers x, int axis, long start, long end, long step) {
    if (step == 0) {
      throw new IllegalArgumentException("slices with the step 0");
    }
    long size = x.shape()[axis];
    long lowest = step > 0 ? 0 : -1;
    long highest = step > 0 ? size : size - 1;
    long first = Math.max(lowest, Math.min(highest, start < 0 ? start + size : start));
    long last = Math.max(lowest, Math.min(highest, end < 0 ? end + size : end));
    long count = Math.max(0, (last - first + step - Long.signum(step)) / step);
    double[] places = LongStream.range(0, count).mapToDouble(i -> first + i * step).toArray();
    return gather(x, Numbers.vector(true, places), axis);
  }

  static Numbers concat(List<Numbers> inputs, long axis) {
    Numbers first = inputs.get(0);
    int along = Dimensions.axis(axis, Math.max(1, first.rank()));
    long[] shape = first.rank() == 0 ? new long[] {1} : first.shape();
    int rows = (int) LongStream.of(shape).limit(along).reduce(1, (a, b) -> a * b);
    long total = 0;
    for (Numbers input : inputs) {
      boolean fits = input.rank() == first.rank();
      for (int i = 0; fits && i < shape.length; i++) {
        fits = i == along || input.shape()[i] == shape[i];
      }
      if (!fits) {
        throw new IllegalArgumentException("joins arrays that don't fit together");
      }
      total += input.rank() == 0 ? 1 : input.shape()[along];
    }
    shape[along] = total;
    double[] all = new double[Numbers.length(shape)];
    int width = rows == 0 ? 0 : all.length / rows;
    int offset = 0;
    for (Numbers input : inputs) {
      int run = rows == 0 ? 0 : input.length() / rows;
      for (int i = 0; i < input.length(); i++) {
        all[i / run * width + offset + i % run] = input.get(i);
      }
      offset += run;
    }
    return new Numbers(first.whole(), i -> all[i], shape);
  }

  /** A part of the dimensions of an array. */
  static Numbers part(Numbers shape, Attributes set) {
    long end = set.integer("end", shape.length());
    return slice(shape, 0, set.integer("start", 0), end, 1);
  }

  static Numbers broadcast(Numbers a, Numbers b, boolean whole, DoubleBinaryOperator operation) {
    int rank = Math.max(a.rank(), b.rank());
    long[] shape = new long[rank];
    for (int i = 0; i < rank; i++) {
      long one = size(a, i - rank + a.rank());
      long other = size(b, i - rank + b.rank());
      if (one != other && one != 1 && other != 1) {
        throw new IllegalArgumentException(
            "has arrays of " + Arrays.toString(a.shape()) + " and " + Arrays.toString(b.shape()));
      }
      shape[i] = one == 1 ? other : one;
    }
    IntUnaryOperator fromA = source(a, shape);
    IntUnaryOperator fromB = source(b, shape);
    return stored(
        whole,
        i -> operation.applyAsDouble(a.get(fromA.applyAsInt(i)), b.get(fromB.applyAsInt(i))),
        shape);
  }

  /** Which number of an array stands at an index of a larger one. */
  private static IntUnaryOperator source(Numbers x, long[] large) {
    int offset = large.length - x.rank();
    long[] shape = x.shape();
    return index -> {
      long rest = index;
      long stride = 1;
      long source = 0;
      for (int axis = large.length - 1; axis >= offset; axis--) {
        long place = rest % large[axis];
        rest /= large[axis];
        source += shape[axis - offset] == 1 ? 0 : place * stride;
        stride *= shape[axis - offset];
      }
      return (int) source;
    };
  }

  private static long size(Numbers x, int axis) {
    return axis < 0 ? 1 : x.shape()[axis];
  }

  /** Computed now, so that long chains don't become slow. */
  static Numbers stored(boolean whole, IntToDoubleFunction values, long... shape) {
    if (Numbers.length(shape) > MOST_NUMBERS) {
      throw new IllegalArgumentException(
          "computes an array of " + Arrays.toString(shape) + " numbers, which is too many");
    }
    double[] all = new double[Numbers.length(shape)];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.applyAsDouble(i);
    }
    return new Numbers(whole, i -> all[i], shape);
  }

  static Numbers input(List<Numbers> inputs, int index) {
    if (index >= inputs.size()) {
      throw new IllegalArgumentException("has no input " + (index + 1));
    }
    return inputs.get(index);
  }
}
