package neuralart.plan.opencl;

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

  private final OpenClDevice device;
  private final Map<String, String> known = new HashMap<>();

  MeasuredChoice(OpenClDevice device) {
    this.device = device;
  }

  @Override
  public synchronized Runnable take(String what, List<Way> ways, Runnable waiting) {
    if (ways.size() == 1) {
      return ways.get(0).binding().get();
    }
    Optional<String> name =
        Optional.ofNullable(known.get(what)).or(() -> DeviceRecords.get(device, what));
    Optional<Way> way = ways.stream().filter(w -> name.equals(Optional.of(w.name()))).findFirst();
    if (way.isPresent()) {
      known.put(what, way.get().name());
      return way.get().binding().get();
    }
    return measured(what, ways, waiting);
  }

  private Runnable measured(String what, List<Way> ways, Runnable waiting) {
    Way fastest = ways.get(0);
    Runnable best = fastest.binding().get();
    long least = nanos(best, waiting);
    for (Way way : ways.subList(1, ways.size())) {
      if (least > LONG_NANOS) {
        break;
      }
      Runnable next = way.binding().get();
      long time = nanos(next, waiting);
      if (time < least) {
        fastest = way;
        best = next;
        least = time;
      }
    }
    known.put(what, fastest.name());
    DeviceRecords.put(device, what, fastest.name());
    return best;
  }

  private static long nanos(Runnable run, Runnable waiting) {
    run.run(); // some drivers compile at the first run
    waiting.run();
    long least = Long.MAX_VALUE;
    for (int i = 0; i < RUNS && least > LONG_NANOS; i++) {
      long start = System.nanoTime();
      run.run();
      waiting.run();
      least = Math.min(least, System.nanoTime() - start);
    }
    return least;
  }
}
