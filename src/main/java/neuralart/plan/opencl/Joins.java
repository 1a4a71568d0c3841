package neuralart.plan.opencl;

import java.util.ArrayList;
import java.util.List;
import neuralart.step.Step;
import neuralart.step.Tensor;

/** Joins the channels of activations, and takes them apart. */
final class Joins {
  /** Parts that a kernel takes. */
  static final int MOST = 4;

  private static final Program PROGRAM = new Program("joins", "");

  private final DeviceMemory memory;

  Joins(DeviceMemory memory) {
    this.memory = memory;
  }

  /**
   * Binds a concatenation.
   *
   * @param rectify whether negative values of the output become 0
   */
  Runnable concatenate(Step.Concatenate step, boolean rectify) {
    List<Runnable> joins = new ArrayList<>();
    long first = 0;
    for (int i = 0; i < step.inputs().size(); i += MOST) {
      List<Tensor> inputs = step.inputs().subList(i, Math.min(i + MOST, step.inputs().size()));
      joins.add(launch(inputs, step.output(), (int) first, rectify ? "join_rectified" : "join"));
      first += inputs.stream().mapToLong(input -> input.size(3)).sum();
    }
    return joins.size() == 1 ? joins.get(0) : () -> joins.forEach(Runnable::run);
  }

  /** Binds copies of neighbouring channels of an activation. */
  Runnable split(List<Step.Copy> copies) {
    List<Tensor> parts = copies.stream().map(copy -> copy.to().tensor()).toList();
    Step.Copy first = copies.get(0);
    return launch(parts, first.from().tensor(), (int) first.from().offset(), "split");
  }

  private Launch launch(List<Tensor> parts, Tensor whole, int first, String kernel) {
    int[] ends = new int[MOST];
    List<DeviceBuffer> buffers = new ArrayList<>();
    int end = 0;
    for (int i = 0; i < MOST; i++) {
      Tensor part = parts.get(Math.min(i, parts.size() - 1));
      end += i < parts.size() ? (int) part.size(3) : 0;
      ends[i] = end;
      buffers.add(memory.buffer(part));
    }
    int channels = (int) whole.size(3);
    int count = (int) (whole.length() / channels * end);
    return memory.launch(
        PROGRAM,
        kernel,
        count,
        count,
        channels,
        first,
        ends,
        buffers.get(0),
        buffers.get(1),
        buffers.get(2),
        buffers.get(3),
        memory.buffer(whole));
  }
}
