package neuralart.plan.opencl;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import neuralart.step.Sums;
import neuralart.step.Tensor;

/**
 * The sums of all terms of losses, side by side, as pairs of floats that count together: they are
 * read at once, at the end of an evaluation.
 */
final class DeviceSums {
  private static final Program PROGRAM = new Program("partials", "");

  /** Work items of a group that adds up. */
  static final int GROUP = 64;

  /** Groups, each of which adds up many values. */
  private static final int MOST_GROUPS = 256;

  /** Sums of a buffer. */
  private static final int CHUNK = 1024;

  private final DeviceMemory memory;
  private final List<Tensor> chunks = new ArrayList<>();
  private final Map<Sums, Place> places = new IdentityHashMap<>();
  private int used = CHUNK;
  private boolean isPending;

  /** Where sums are: a chunk, its memory, and the index of the first of them. */
  record Place(Tensor chunk, DeviceBuffer buffer, int index) {}

  DeviceSums(DeviceMemory memory) {
    this.memory = memory;
  }

  Place of(Sums sums) {
    return places.computeIfAbsent(sums, this::place);
  }

  private Place place(Sums sums) {
    if (used + sums.count() > CHUNK) {
      chunks.add(new Tensor(2 * CHUNK));
      used = 0;
    }
    int index = used;
    used += sums.count();
    Tensor chunk = chunks.get(chunks.size() - 1);
    return new Place(chunk, memory.buffer(chunk), index);
  }

  /** Begins sums anew. */
  Runnable begin(Sums sums) {
    Place place = of(sums);
    return memory.launch(
        PROGRAM, "begin_sums", sums.count(), sums.count(), place.buffer, place.index);
  }

  /** Work items of a kernel that adds up some values. */
  static long[] items(long values) {
    return new long[] {GROUP * Math.max(1, Math.min(MOST_GROUPS, values / GROUP))};
  }

  /** Where groups leave what they have added up, for {@link #add}. */
  DeviceBuffer partial(Sums sums) {
    return memory.scratch(2L * MOST_GROUPS * sums.count());
  }

  /** Runs a kernel of some work items, and adds what its groups leave to the sums. */
  Runnable add(Launch kernel, long[] items, DeviceBuffer partial, Sums sums) {
    Place place = of(sums);
    Launch addition =
        memory.launch(
            PROGRAM,
            "add_partials",
            new long[] {(long) GROUP * sums.count()},
            new long[] {GROUP},
            (int) (items[0] / GROUP),
            partial,
            place.buffer,
            place.index);
    return () -> {
      kernel.run();
      addition.run();
      isPending = true;
    };
  }

  /** Asks for the sums since the last time, which are there once something else is read. */
  void fetch() {
    if (isPending) {
      chunks.forEach(memory::beginReading);
    }
  }

  /** Hands out the sums that were asked for. */
  void deliver() {
    if (!isPending) {
      return;
    }
    isPending = false;
    places.forEach(
        (sums, place) -> {
          FloatBuffer pairs = memory.host(place.chunk);
          double[] numbers = new double[sums.count()];
          for (int i = 0; i < numbers.length; i++) {
            int at = 2 * (place.index + i);
            numbers[i] = (double) pairs.get(at) + pairs.get(at + 1);
          }
          sums.deliver(numbers);
        });
  }
}
