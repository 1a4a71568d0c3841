package neuralart.plan.opencl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import neuralart.step.Mixture;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

/** Copies, sums and products of parts of tensors. */
final class Views {
  /** Dimensions that a kernel takes. */
  private static final int RANK = 8;

  private static final int COPY = Step.Operation.values().length;

  private static final Program PROGRAM =
      new Program(
          "views", Program.of("views", Step.Operation.values()).options() + " -D COPY=" + COPY);

  private final DeviceMemory memory;

  Views(DeviceMemory memory) {
    this.memory = memory;
  }

  Runnable bind(Step step) {
    if (step instanceof Step.Copy s) {
      return combine(COPY, s.from(), s.to());
    } else if (step instanceof Step.Combine s) {
      return combine(s.operation().ordinal(), s.from(), s.to());
    } else if (step instanceof Step.Fill s) {
      return fill(s.to(), (float) s.value());
    } else if (step instanceof Step.MultiplyBy s) {
      return multiply(s);
    } else if (step instanceof Step.AddBias s) {
      int count = (int) s.x().length();
      int channels = (int) s.bias().length();
      return memory.launch(
          PROGRAM, "add_bias", count, count, channels, buffer(s.x()), buffer(s.bias()));
    }
    return bindActivations(step);
  }

  private Runnable bindActivations(Step step) {
    if (step instanceof Step.KeepLarger s) {
      int count = (int) s.target().length();
      return memory.launch(
          PROGRAM,
          "keep_larger",
          count,
          count,
          s.isStrict() ? 1 : 0,
          buffer(s.value()),
          buffer(s.rival()),
          buffer(s.target()));
    } else if (step instanceof Step.Resample s) {
      return resample(s);
    }
    throw new IllegalArgumentException("has no kernel: " + step);
  }

  private DeviceBuffer buffer(Tensor tensor) {
    return memory.buffer(tensor);
  }

  /** {@code to = to operation from}. */
  Runnable combine(int operation, View from, View to) {
    int count = (int) to.length();
    if (from.isDense() && to.isDense()) {
      return memory.launch(
          PROGRAM,
          "combine",
          count,
          operation,
          count,
          buffer(from.tensor()),
          (int) from.offset(),
          buffer(to.tensor()),
          (int) to.offset());
    }
    int[][] layout = layout(to.sizes(), from.strides(), to.strides());
    return memory.launch(
        PROGRAM,
        "combine_parts",
        count,
        operation,
        count,
        layout[0],
        buffer(from.tensor()),
        (int) from.offset(),
        layout[1],
        buffer(to.tensor()),
        (int) to.offset(),
        layout[2]);
  }

  /** A copy from one buffer to another, to be run and closed. */
  static Launch copy(Driver driver, DeviceBuffer source, View from, DeviceBuffer target, View to) {
    int[][] layout = layout(to.sizes(), from.strides(), to.strides());
    int count = (int) to.length();
    return driver.launch(
        PROGRAM,
        "combine_parts",
        count,
        COPY,
        count,
        layout[0],
        source,
        (int) from.offset(),
        layout[1],
        target,
        (int) to.offset(),
        layout[2]);
  }

  private Runnable resample(Step.Resample step) {
    Tensor output = step.output();
    int count = (int) output.length();
    Mixture rows = step.rows();
    Mixture columns = step.columns();
    return memory.launch(
        PROGRAM,
        "resample",
        count,
        count,
        (int) output.size(3),
        (int) output.size(2),
        (int) step.input().size(2),
        buffer(step.input()),
        memory.constant(rows.starts()),
        memory.constant(rows.indices()),
        memory.constant(rows.weights()),
        memory.constant(columns.starts()),
        memory.constant(columns.indices()),
        memory.constant(columns.weights()),
        buffer(output));
  }

  private Runnable fill(View to, float value) {
    int[][] layout = layout(to.sizes(), to.strides());
    int count = (int) to.length();
    return memory.launch(
        PROGRAM,
        "fill",
        count,
        count,
        layout[0],
        buffer(to.tensor()),
        (int) to.offset(),
        layout[1],
        value);
  }

  private Runnable multiply(Step.MultiplyBy step) {
    long[] sizes = step.x().dimensions();
    long[] strides = View.of(step.factors()).strides();
    long[] factors = new long[sizes.length];
    int missing = sizes.length - strides.length;
    for (int i = missing; i < sizes.length; i++) {
      factors[i] = step.factors().size(i - missing) == 1 ? 0 : strides[i - missing];
    }
    int[][] layout = layout(sizes, factors);
    int count = (int) step.x().length();
    return memory.launch(
        PROGRAM,
        "scale",
        count,
        count,
        layout[0],
        buffer(step.x()),
        buffer(step.factors()),
        layout[1],
        buffer(step.y()));
  }

  /**
   * Sizes, and the strides of each view, as a kernel takes them: dimensions that lie side by side
   * in all views are one, and those that are missing come first, of size 1.
   */
  static int[][] layout(long[] sizes, long[]... strides) {
    List<long[]> merged = new ArrayList<>();
    for (int i = 0; i < sizes.length; i++) {
      long[] next = new long[1 + strides.length];
      next[0] = sizes[i];
      for (int v = 0; v < strides.length; v++) {
        next[1 + v] = strides[v][i];
      }
      long[] last = merged.isEmpty() ? new long[0] : merged.get(merged.size() - 1);
      if (sizes[i] == 1) {
        continue;
      }
      if (last.length > 0 && isContinued(last, next)) {
        next[0] *= last[0];
        merged.set(merged.size() - 1, next);
      } else {
        merged.add(next);
      }
    }
    if (merged.size() > RANK) {
      throw new IllegalArgumentException("has too many dimensions: " + Arrays.toString(sizes));
    }
    int[][] layout = new int[1 + strides.length][RANK];
    Arrays.fill(layout[0], 1);
    for (int i = 0; i < merged.size(); i++) {
      for (int row = 0; row < layout.length; row++) {
        layout[row][RANK - merged.size() + i] = (int) merged.get(i)[row];
      }
    }
    return layout;
  }

  private static boolean isContinued(long[] outer, long[] inner) {
    for (int v = 1; v < outer.length; v++) {
      if (outer[v] != inner[0] * inner[v]) {
        return false;
      }
    }
    return true;
  }
}
