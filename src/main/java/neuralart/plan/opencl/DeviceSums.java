package neuralart.plan.opencl;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import neuralart.step.Sums;
import org.bytedeco.javacpp.FloatPointer;

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
  private final List<DeviceBuffer> chunks = new ArrayList<>();
  private final Map<Sums, Place> places = new IdentityHashMap<>();
  private int used = CHUNK;
  private boolean isPending;

  /** Where sums are: a buffer, and the index of the first of them. */
  record Place(DeviceBuffer buffer, int index) {}

  DeviceSums(DeviceMemory memory) {
    this.memory = memory;
  }

  Place of(Sums sums) {
    return places.computeIfAbsent(sums, this::place);
  }

  private Place place(Sums sums) {
    if (used + sums.count() > CHUNK) {
      chunks.add(memory.constant(new float[2 * CHUNK]));
      used = 0;
    }
    int index = used;
    used += sums.count();
    return new Place(chunks.get(chunks.size() - 1), index);
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

  /** Hands out the sums since the last time. */
  void deliver() {
    if (!isPending) {
      return;
    }
    isPending = false;
    Map<DeviceBuffer, float[]> values = new IdentityHashMap<>();
    chunks.forEach(chunk -> values.put(chunk, read(chunk)));
    places.forEach(
        (sums, place) -> {
          float[] pairs = values.get(place.buffer);
          double[] numbers = new double[sums.count()];
          for (int i = 0; i < numbers.length; i++) {
            int at = 2 * (place.index + i);
            numbers[i] = (double) pairs[at] + pairs[at + 1];
          }
          sums.deliver(numbers);
        });
  }

  private float[] read(DeviceBuffer chunk) {
    float[] values = new float[(int) chunk.length()];
    try (FloatPointer copy = new FloatPointer(values.length)) {
      memory.context().read(chunk, copy, values.length);
      copy.get(values);
    }
    return values;
  }
}
