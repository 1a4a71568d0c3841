package neuralart.plan.opencl;

import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import neuralart.device.DeviceRecords;
import neuralart.device.OpenClDevice;

/** Takes what was the fastest where it was computed first, and remembers it. */
final class MeasuredChoice implements Choice {
  /** A way that takes longer isn't tried again, nor are others. */
  private static final long LONG_NANOS = 60_000_000;

  private static final int RUNS = 3;

  /** What is shorter is timed several times in a row, as one wait takes about as long. */
  private static final long SHORT_NANOS = 1_000_000;

  private static final int IN_A_ROW = 8;

  private final OpenClDevice device;
  private final Map<String, Optional<String>> known = new HashMap<>();

  MeasuredChoice(OpenClDevice device) {
    this.device = device;
  }

  @Override
  public synchronized Runnable take(String what, List<Way> ways, DeviceMemory memory) {
    if (ways.size() == 1) {
      return ways.get(0).binding().get();
    }
    Optional<Way> way = known(what, ways);
    return way.isPresent() ? way.get().binding().get() : measured(what, ways, memory);
  }

  /** What was the fastest, if it was found out and is one of these ways. */
  private synchronized Optional<Way> known(String what, List<Way> ways) {
    Optional<String> name = known.computeIfAbsent(what, key -> DeviceRecords.get(device, key));
    return ways.stream().filter(way -> name.equals(Optional.of(way.name()))).findFirst();
  }

  @Override
  public Choice untimed() {
    return (what, ways, memory) ->
        known(what, ways).orElseGet(() -> largest(ways, memory)).binding().get();
  }

  private static Way largest(List<Way> ways, DeviceMemory memory) {
    return Collections.max(
        ways, Comparator.comparingLong(way -> memory.tried(way.binding(), run -> memory.length())));
  }

  private Runnable measured(String what, List<Way> ways, DeviceMemory memory) {
    Way fastest = ways.get(0);
    long least = Long.MAX_VALUE;
    for (Way way : ways) {
      if (way != fastest && least > LONG_NANOS) {
        break;
      }
      long time = memory.tried(way.binding(), run -> nanos(run, memory.driver()::finish));
      if (time < least) {
        fastest = way;
        least = time;
      }
    }
    known.put(what, Optional.of(fastest.name()));
    DeviceRecords.put(device, what, fastest.name());
    return fastest.binding().get();
  }

  private static long nanos(Runnable run, Runnable waiting) {
    run.run(); // some drivers compile at the first run
    waiting.run();
    long least = nanos(run, 1, waiting);
    int times = least < SHORT_NANOS ? IN_A_ROW : 1;
    for (int i = 1; i < RUNS && least <= LONG_NANOS; i++) {
      least = Math.min(least, nanos(run, times, waiting));
    }
    return least;
  }

  /** Of one run, of some in a row. */
  private static long nanos(Runnable run, int times, Runnable waiting) {
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      run.run();
    }
    waiting.run();
    return (System.nanoTime() - start) / times;
  }
}
