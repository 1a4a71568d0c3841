package neuralart.plan.opencl;

import java.util.ArrayList;
import java.util.List;
import neuralart.step.Step;
import neuralart.step.Tensor;

/** Instance, group and layer normalisation, forward and backward. */
final class Standardizations {
  private static final Program PROGRAM = new Program("standardization", "");

  /** Work items that add up a tensor, about. */
  private static final int ITEMS = 1 << 14;

  private final DeviceMemory memory;

  Standardizations(DeviceMemory memory) {
    this.memory = memory;
  }

  Runnable values(Step.Standardize step) {
    DeviceBuffer x = memory.buffer(step.x());
    DeviceBuffer y = memory.buffer(step.y());
    int channels = (int) step.x().size(3);
    int length = (int) step.x().length();
    if (step.groups() == 0) {
      int pixels = length / channels;
      float epsilon = (float) step.epsilon();
      return memory.launch(PROGRAM, "standardize_pixels", pixels, pixels, channels, epsilon, x, y);
    }
    Groups groups = new Groups(step.x(), step.groups());
    List<Launch> runs = new ArrayList<>(groups.statistics(step.epsilon()));
    runs.add(
        memory.launch(
            PROGRAM, "standardize", length, length, channels, groups.items, x, groups.work, y));
    return () -> runs.forEach(Launch::run);
  }

  Runnable gradient(Step.StandardizeGradient step) {
    DeviceBuffer x = memory.buffer(step.x());
    DeviceBuffer gradient = memory.buffer(step.gradient());
    DeviceBuffer target = memory.buffer(step.target());
    int channels = (int) step.x().size(3);
    int length = (int) step.x().length();
    if (step.groups() == 0) {
      int pixels = length / channels;
      float epsilon = (float) step.epsilon();
      return memory.launch(
          PROGRAM, "differentiate_pixels", pixels, pixels, channels, epsilon, x, gradient, target);
    }
    Groups groups = new Groups(step.x(), step.groups());
    List<Launch> runs = new ArrayList<>(groups.statistics(step.epsilon()));
    runs.addAll(groups.means(gradient));
    runs.add(
        memory.launch(
            PROGRAM,
            "differentiate",
            length,
            length,
            channels,
            groups.items,
            x,
            gradient,
            groups.work,
            target));
    return () -> runs.forEach(Launch::run);
  }

  /** Sums over groups of channels, in memory that they share. */
  private final class Groups {
    private final DeviceBuffer x;
    private final int length;
    private final int channels;
    private final int groups;
    private final int items;
    private final DeviceBuffer work;

    Groups(Tensor tensor, int groups) {
      this.groups = groups;
      x = memory.buffer(tensor);
      length = (int) tensor.length();
      channels = (int) tensor.size(3);
      items = channels * Math.max(1, Math.min(length / channels, ITEMS / channels));
      work = memory.scratch(4L * (items + channels));
    }

    /** Finds the mean and the deviation of each. */
    List<Launch> statistics(double epsilon) {
      return List.of(
          memory.launch(PROGRAM, "sum_values", items, items, length, x, work),
          addition(),
          average(epsilon, 0));
    }

    /** Finds the means of the slopes, and of their products with the standardised values. */
    List<Launch> means(DeviceBuffer gradient) {
      return List.of(
          memory.launch(PROGRAM, "sum_slopes", items, items, length, channels, x, gradient, work),
          addition(),
          average(0, 1));
    }

    private Launch addition() {
      return memory.launch(PROGRAM, "add_items", channels, channels, items, work);
    }

    private Launch average(double epsilon, int isGradient) {
      return memory.launch(
          PROGRAM,
          "average",
          groups,
          groups,
          channels,
          items,
          (float) (length / groups),
          (float) epsilon,
          isGradient,
          work);
    }
  }
}
