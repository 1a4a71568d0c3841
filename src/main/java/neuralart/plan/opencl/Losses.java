package neuralart.plan.opencl;

import java.util.Optional;
import java.util.stream.Stream;
import neuralart.step.Comparison;
import neuralart.step.Penalty;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

/** Terms of losses, whose values stay on the device until they are asked for. */
final class Losses {
  private static final Program PROGRAM =
      Program.of(
          "losses",
          Stream.of(
                  Penalty.OfValues.Kind.values(),
                  Penalty.Variation.Kind.values(),
                  Penalty.OfFeatures.Kind.values(),
                  Comparison.values())
              .flatMap(Stream::of)
              .toArray(Enum<?>[]::new));

  private static final long[] LOCAL = {DeviceSums.GROUP};

  private final DeviceMemory memory;
  private final DeviceSums sums;

  Losses(DeviceMemory memory, DeviceSums sums) {
    this.memory = memory;
    this.sums = sums;
  }

  Runnable penalize(Step.Penalize step) {
    long[] items = DeviceSums.items(step.values().length());
    DeviceBuffer partial = sums.partial(step.sums());
    Launch term;
    if (step.penalty() instanceof Penalty.OfValues values) {
      term = penalize(step, values, items, partial);
    } else if (step.penalty() instanceof Penalty.Variation variation) {
      term = vary(step, variation, items, partial);
    } else {
      term = meet(step, (Penalty.OfFeatures) step.penalty(), items, partial);
    }
    return sums.add(term, items, partial, step.sums());
  }

  private Launch penalize(
      Step.Penalize step, Penalty.OfValues penalty, long[] global, DeviceBuffer partial) {
    Tensor values = step.values();
    return memory.launch(
        PROGRAM,
        "penalize",
        global,
        LOCAL,
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
        LOCAL,
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

  private Launch meet(
      Step.Penalize step, Penalty.OfFeatures penalty, long[] global, DeviceBuffer partial) {
    int channels = (int) step.values().size(3);
    View numbers = penalty.numbers();
    View mask = penalty.mask().orElse(numbers);
    return memory.launch(
        PROGRAM,
        "meet_features",
        global,
        LOCAL,
        penalty.kind().ordinal(),
        (int) numbers.length() * channels,
        channels,
        (float) penalty.scale(),
        memory.buffer(step.values()),
        penalty.first() * channels,
        memory.buffer(penalty.features()),
        memory.buffer(numbers.tensor()),
        (int) numbers.offset(),
        memory.buffer(mask.tensor()),
        (int) mask.offset(),
        penalty.mask().isPresent() ? 1 : 0,
        memory.buffer(step.gradient()),
        partial);
  }

  Runnable measure(Step.Measure step) {
    long[] items = DeviceSums.items(step.x().length());
    DeviceBuffer partial = sums.partial(step.sums());
    Launch term =
        memory.launch(
            PROGRAM,
            "measure",
            items,
            LOCAL,
            step.comparison().ordinal(),
            (int) step.x().length(),
            memory.buffer(step.x().tensor()),
            (int) step.x().offset(),
            memory.buffer(step.y().tensor()),
            (int) step.y().offset(),
            partial);
    return sums.add(term, items, partial, step.sums());
  }

  Runnable differentiate(Step.Differentiate step) {
    DeviceSums.Place place = sums.of(step.sums());
    int count = (int) step.x().length();
    return memory.launch(
        PROGRAM,
        "differentiate",
        count,
        step.comparison().ordinal(),
        count,
        (float) step.factor(),
        memory.buffer(step.x().tensor()),
        (int) step.x().offset(),
        memory.buffer(step.y().tensor()),
        (int) step.y().offset(),
        place.buffer(),
        place.index(),
        memory.buffer(step.gradient().tensor()),
        (int) step.gradient().offset(),
        step.isAdded() ? 1 : 0);
  }

  Runnable findLargest(Step.FindLargest step) {
    long rows = step.values().sizes()[0];
    DeviceBuffer values = memory.buffer(step.values().tensor());
    Optional<DeviceBuffer> offsets = step.offsets().map(memory::buffer);
    return memory.launch(
        PROGRAM,
        "find_largest",
        new long[] {rows * DeviceSums.GROUP},
        LOCAL,
        (int) step.values().sizes()[1],
        values,
        (int) step.values().offset(),
        offsets.orElse(values),
        offsets.isPresent() ? 1 : 0,
        memory.buffer(step.numbers().tensor()),
        (int) step.numbers().offset());
  }
}
