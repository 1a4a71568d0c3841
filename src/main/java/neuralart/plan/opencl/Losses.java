package neuralart.plan.opencl;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleConsumer;
import java.util.stream.Stream;
import neuralart.step.Penalty;
import neuralart.step.Step;
import neuralart.step.Tensor;
import org.bytedeco.javacpp.FloatPointer;

/** Terms of losses, whose values stay on the device until they are asked for. */
final class Losses {
  private static final Program PROGRAM =
      Program.of(
          "losses",
          Stream.of(Penalty.OfValues.Kind.values(), Penalty.Variation.Kind.values())
              .flatMap(Stream::of)
              .toArray(Enum<?>[]::new));

  private static final int GROUP = 64;

  /** Groups of work items, each of which computes many values. */
  private static final int MOST_GROUPS = 256;

  /** Sums that there is room for. */
  private static final int MOST = 1024;

  private final DeviceMemory memory;
  private final List<DoubleConsumer> results = new ArrayList<>();
  private final DeviceBuffer sums;
  private final Launch clearing;
  private boolean isPending;

  Losses(DeviceMemory memory) {
    this.memory = memory;
    sums = memory.constant(new float[2 * MOST]);
    clearing = memory.launch(PROGRAM, "clear_sums", MOST, MOST, sums);
  }

  /** Whether there is room for another sum. */
  boolean hasRoom() {
    return results.size() < MOST;
  }

  Runnable bind(Step.Penalize step) {
    int index = results.size();
    results.add(sum -> step.result().accept(step.penalty().scale() * sum));
    long[] groups = {groups(step) * GROUP};
    DeviceBuffer partial = memory.scratch(2L * MOST_GROUPS);
    Launch term =
        step.penalty() instanceof Penalty.OfValues values
            ? penalize(step, values, groups, partial)
            : vary(step, (Penalty.Variation) step.penalty(), groups, partial);
    Launch addition =
        memory.launch(
            PROGRAM,
            "add_partials",
            new long[] {1},
            new long[] {1},
            (int) (groups[0] / GROUP),
            partial,
            sums,
            index);
    return () -> {
      term.run();
      addition.run();
      isPending = true;
    };
  }

  private static long groups(Step.Penalize step) {
    return Math.max(1, Math.min(MOST_GROUPS, step.values().length() / GROUP));
  }

  private Launch penalize(
      Step.Penalize step, Penalty.OfValues penalty, long[] global, DeviceBuffer partial) {
    Tensor values = step.values();
    return memory.launch(
        PROGRAM,
        "penalize",
        global,
        new long[] {GROUP},
        penalty.kind().ordinal(),
        new int[] {
          penalty.top(),
          penalty.bottom(),
          penalty.left(),
          penalty.right(),
          (int) values.size(2),
          (int) values.size(3),
          0,
          0
        },
        (float) penalty.scale(),
        memory.buffer(values),
        memory.constant(penalty.first()),
        memory.constant(penalty.second()),
        memory.buffer(step.gradient()),
        partial);
  }

  private Launch vary(
      Step.Penalize step, Penalty.Variation penalty, long[] global, DeviceBuffer partial) {
    int width = (int) step.values().size(2);
    int channels = (int) step.values().size(3);
    double length = (double) width * channels;
    double straight = 2 / (3.0 * penalty.height() * length);
    double diagonal = 1 / (6.0 * (penalty.height() + 1) * (length + channels));
    return memory.launch(
        PROGRAM,
        "vary",
        global,
        new long[] {GROUP},
        penalty.kind().ordinal(),
        new int[] {
          width, channels, penalty.height(), penalty.top(), penalty.first(), penalty.end(), 0, 0
        },
        (float) (1 / penalty.unit()),
        (float) straight,
        (float) diagonal,
        (float) (penalty.scale() / penalty.unit()),
        memory.buffer(step.values()),
        memory.buffer(step.gradient()),
        partial);
  }

  /** Hands out the sums since the last time. */
  void deliver() {
    if (!isPending) {
      return;
    }
    isPending = false;
    try (FloatPointer values = new FloatPointer(2L * results.size())) {
      memory.context().read(sums, values, 2L * results.size());
      clearing.run();
      for (int i = 0; i < results.size(); i++) {
        results.get(i).accept((double) values.get(2L * i) + values.get(2L * i + 1));
      }
    }
  }
}
