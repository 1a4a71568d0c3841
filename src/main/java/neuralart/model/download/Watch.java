package neuralart.model.download;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.function.LongPredicate;

/** Watches how a download goes on, and ends it where the user wants that or nothing comes. */
final class Watch {
  /** How long it may take until a user's wish is seen. */
  static final Duration TICK = Duration.ofMillis(50);

  private final LongPredicate watcher;
  private final DownloadOptions options;
  private long size;
  private long sizeSince;
  private long windowSize;
  private long windowSince;

  /**
   * @param watcher is told how many bytes are there, and says whether to go on
   */
  Watch(LongPredicate watcher, DownloadOptions options) {
    this.watcher = watcher;
    this.options = options;
  }

  /** Begins to measure, when so many bytes are there. */
  void begin(long bytes) {
    size = bytes;
    windowSize = bytes;
    sizeSince = System.nanoTime();
    windowSince = sizeSince;
  }

  /**
   * Looks at what has come.
   *
   * @param bytes that are there
   * @throws TransferException if there was too little for too long
   * @throws CancellationException if the user wants to stop
   */
  void check(long bytes) throws TransferException {
    tell(bytes);
    long now = System.nanoTime();
    if (bytes != size) {
      size = bytes;
      sizeSince = now;
    } else if (now - sizeSince > options.silence().toNanos()) {
      throw TransferException.passing("it doesn't answer any more");
    }
    if (now - windowSince > options.window().toNanos()) {
      double least = options.slowest() * (options.window().toMillis() / 1e3);
      if (bytes - windowSize < least) {
        throw TransferException.lasting(
            String.format(
                Locale.ROOT,
                "it is too slow, with %d bytes in %d s",
                bytes - windowSize,
                Math.max(1, options.window().toSeconds())));
      }
      windowSize = bytes;
      windowSince = now;
    }
  }

  /**
   * Waits.
   *
   * @param bytes that are there
   * @throws CancellationException if the user wants to stop
   */
  void pause(Duration time, long bytes) {
    long end = System.nanoTime() + time.toNanos();
    for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
      tell(bytes);
      try {
        Thread.sleep(Math.min(TICK.toMillis(), left / 1_000_000 + 1));
      } catch (InterruptedException e) {
        throw interrupted();
      }
    }
    tell(bytes);
  }

  private void tell(long bytes) {
    if (!watcher.test(bytes)) {
      throw new CancellationException();
    }
  }

  /** An end that somebody else wants, who shall see that it was heard. */
  static CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException();
  }
}
