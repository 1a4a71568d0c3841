package neuralart.model.download;

import java.time.Duration;

/**
 * How patient a download is.
 *
 * @param connect longest time for a connection to come about
 * @param silence longest time without a byte
 * @param slowest bytes per second, below which a download is given up
 * @param window time over which {@code slowest} is measured
 * @param retries how often an address is tried again without getting on
 * @param pause before the first retry; each further one waits twice as long
 * @param longestWait how long a server may ask to wait
 * @param redirects how often a server may send on
 */
public record DownloadOptions(
    Duration connect,
    Duration silence,
    long slowest,
    Duration window,
    int retries,
    Duration pause,
    Duration longestWait,
    int redirects) {

  /** Bears a slow connection, and gives up a server that is dead after some two minutes. */
  public static DownloadOptions defaults() {
    return new DownloadOptions(
        Duration.ofSeconds(15),
        Duration.ofSeconds(30),
        1000,
        Duration.ofSeconds(60),
        3,
        Duration.ofSeconds(1),
        Duration.ofSeconds(60),
        10);
  }
}
