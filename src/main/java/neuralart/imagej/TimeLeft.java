package neuralart.imagej;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Optional;

/**
 * How long a job will still take, by its speed in the last seconds: what came before, the loading
 * of a network for instance, says nothing about what is to come.
 */
final class TimeLeft {
  /** Seconds of the window, where there are enough updates in it. */
  private static final double WINDOW = 15;

  /** Updates in the window, at least. */
  private static final int UPDATES = 4;

  /** Seconds that the window must span before it tells anything. */
  private static final double KNOWN = 2;

  private static final double MINUTE = 60;
  private static final double MINUTES_FROM = 120;

  private final Deque<Update> updates = new ArrayDeque<>();

  private record Update(double seconds, double fraction) {}

  /**
   * Takes notice of how far the job is.
   *
   * @param seconds since any fixed time
   * @param fraction how much is done, 0..1, as far as rounding goes; where it is less than before,
   *     the job began anew
   */
  void update(double seconds, double fraction) {
    if (!updates.isEmpty() && fraction < updates.getLast().fraction()) {
      updates.clear();
    }
    updates.addLast(new Update(seconds, fraction));
    while (updates.size() > UPDATES && seconds - updates.getFirst().seconds() > WINDOW) {
      updates.removeFirst();
    }
  }

  /** Seconds left; nothing as long as that isn't known. */
  Optional<Double> seconds() {
    if (updates.size() < UPDATES) {
      return Optional.empty();
    }
    Update first = updates.getFirst();
    Update last = updates.getLast();
    double elapsed = last.seconds() - first.seconds();
    double done = last.fraction() - first.fraction();
    return elapsed < KNOWN || done <= 0
        ? Optional.empty()
        : Optional.of(elapsed / done * Math.max(0, 1 - last.fraction()));
  }

  /** In words, to be put behind a status: seconds, or minutes where there are many of them. */
  String text() {
    return seconds()
        .map(
            left ->
                left < MINUTES_FROM
                    ? String.format(Locale.ROOT, ", %.0f s left", left)
                    : String.format(Locale.ROOT, ", %.0f min left", left / MINUTE))
        .orElse("");
  }
}
