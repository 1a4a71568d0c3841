package neuralart.plan.opencl;

import java.util.List;
import neuralart.step.Alteration;
import neuralart.step.Step;
import neuralart.step.Tensor;

/** What is done to an image and its gradient between evaluations. */
final class Alterations {
  private static final Program PROGRAM = new Program("alterations", "");

  private final DeviceMemory memory;
  private final DeviceSums sums;

  Alterations(DeviceMemory memory, DeviceSums sums) {
    this.memory = memory;
    this.sums = sums;
  }

  Runnable alter(Step.Alter step) {
    Alteration alteration = step.alteration();
    if (alteration instanceof Alteration.Roll roll) {
      return onPixels("roll", step, memory.buffer(roll.offset()), roll.isBack() ? 1 : 0);
    } else if (alteration instanceof Alteration.Blur blur) {
      int radius = (int) blur.weights().size(0) / 2;
      return onPixels("blur", step, memory.buffer(blur.weights()), radius);
    } else if (alteration instanceof Alteration.Clip clip) {
      return onValues(
          "clip",
          step,
          (int) clip.lowest().length(),
          memory.buffer(clip.lowest()),
          memory.buffer(clip.highest()));
    } else if (alteration instanceof Alteration.Soften soften) {
      return onValues(
          "soften",
          step,
          (int) soften.lowest().length(),
          memory.buffer(soften.lowest()),
          memory.buffer(soften.highest()),
          (float) soften.margin(),
          memory.buffer(soften.variables()));
    } else if (alteration instanceof Alteration.Sample sample) {
      List<Integer> sizes = sample.sizes();
      int channels = (int) sample.surround().length();
      return onValues(
          sample.isTransposed() ? "add_sampled" : "sample",
          step,
          new int[] {sizes.get(0), sizes.get(1), sizes.get(2), sizes.get(3), channels, 0, 0, 0},
          memory.buffer(sample.numbers()),
          memory.buffer(sample.surround()));
    } else if (alteration instanceof Alteration.Equalize equalize) {
      DeviceSums.Place place = sums.of(equalize.sums());
      return onValues("equalize", step, place.buffer(), place.index());
    }
    Alteration.Adam adam = (Alteration.Adam) alteration;
    return onValues(
        "adam",
        step,
        (float) adam.beta1(),
        (float) adam.beta2(),
        (float) adam.epsilon(),
        memory.buffer(adam.rates()),
        memory.buffer(adam.gradient()),
        memory.buffer(adam.first()),
        memory.buffer(adam.second()));
  }

  /** A kernel that is told the extent of an activation, and has arguments of its own. */
  private Runnable onPixels(String kernel, Step.Alter step, Object... own) {
    Tensor image = step.from();
    int[] extent = {(int) image.size(1), (int) image.size(2), (int) image.size(3), 0};
    return onValues(kernel, step, with(extent, own));
  }

  private Runnable onValues(String kernel, Step.Alter step, Object... own) {
    int count = (int) step.to().length();
    DeviceBuffer from = memory.buffer(step.from());
    DeviceBuffer to = memory.buffer(step.to());
    return memory.launch(PROGRAM, kernel, count, with(count, with(from, with(to, own))));
  }

  private static Object[] with(Object first, Object... others) {
    Object[] all = new Object[others.length + 1];
    all[0] = first;
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }

  Runnable summarize(Step.Summarize step) {
    long[] items = DeviceSums.items(step.values().length());
    DeviceBuffer partial = sums.partial(step.sums());
    Launch summary =
        memory.launch(
            PROGRAM,
            "summarize",
            items,
            new long[] {DeviceSums.GROUP},
            (int) step.values().length(),
            memory.buffer(step.values()),
            partial);
    return sums.add(summary, items, partial, step.sums());
  }
}
