package neuralart.model.download;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.LongPredicate;
import neuralart.model.file.Folders;
import neuralart.model.file.Reasons;

/**
 * Fetches a published file of weights, from one address after the other. What comes goes into a
 * file of another name, which gets its own when it is whole and has the published checksum. What
 * came before a connection broke off is kept for the next download.
 */
public final class Download {
  private static final double MEGABYTE = 1e6;

  /** Share of a file whose coming makes an address worth all its retries again. */
  private static final double HEADWAY = 0.01;

  private final WeightsFile file;
  private final Path folder;
  private final DownloadOptions options;

  /**
   * @param folder where to put it; made if it isn't there
   */
  public Download(WeightsFile file, Path folder, DownloadOptions options) {
    this.file = file;
    this.folder = folder;
    this.options = options;
    // As Fiji's updater does. Java's own proxy properties go before it, and it comes too late where
    // a proxy has been asked for already.
    System.getProperties().putIfAbsent("java.net.useSystemProxies", "true");
  }

  /**
   * Fetches the file.
   *
   * @param watcher is told how many bytes are there, many times a second, and says whether to go on
   * @return the file; nothing if the watcher has stopped it, which leaves nothing behind
   * @throws IllegalStateException if it can't be had, saying why
   */
  public Optional<Path> run(LongPredicate watcher) {
    try (PartFile part = PartFile.open(folder, file.name())) {
      fetch(part, new Watch(watcher, options));
      return Optional.of(part.moveTo(folder.resolve(file.name())));
    } catch (CancellationException | ClosedByInterruptException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new IllegalStateException(
          String.format(
              Locale.ROOT,
              "%s can't be written to %s: %s. Change that, or %s",
              file.name(),
              folder,
              Reasons.of(e),
              Folders.OTHER_FOLDER),
          e);
    }
  }

  private void fetch(PartFile part, Watch watch) throws IOException {
    List<String> reasons = new ArrayList<>();
    for (String url : file.urls()) {
      Optional<String> reason = fetch(url, part, watch);
      if (reason.isEmpty()) {
        return;
      }
      reasons.add(URI.create(url).getHost() + ": " + reason.get());
    }
    part.keep();
    String kept =
        part.stays()
            ? String.format(
                Locale.ROOT,
                "%.1f of %.1f MB are kept, and the next download goes on from there. ",
                part.size() / MEGABYTE,
                file.bytes() / MEGABYTE)
            : "";
    throw new IllegalStateException(
        String.format(
            Locale.ROOT,
            "%s could not be downloaded. %s. %sYou can also get it by hand from %s and put it into"
                + " %s",
            file.name(),
            String.join("; ", reasons),
            kept,
            String.join(" or ", file.urls()),
            folder));
  }

  /** Asks an address until it has given the file; returns why it hasn't, in the end. */
  private Optional<String> fetch(String url, PartFile part, Watch watch) throws IOException {
    Transfer transfer = new Transfer(url, file, part, options, watch);
    long best = part.size();
    int retries = 0;
    while (true) {
      try {
        watch.pause(Duration.ZERO, part.size());
        complete(transfer, part);
        watch.pause(Duration.ZERO, part.size());
        return Optional.empty();
      } catch (TransferException e) {
        if (part.size() > best + HEADWAY * file.bytes()) {
          best = part.size();
          retries = 0;
        }
        if (!e.again() || retries == options.retries()) {
          return Optional.of(e.getMessage());
        }
        Duration pause = options.pause().multipliedBy(1L << retries);
        watch.pause(e.pause().orElse(pause), part.size());
        retries++;
      }
    }
  }

  private void complete(Transfer transfer, PartFile part) throws IOException {
    if (part.size() > file.bytes()) {
      part.clear();
    }
    if (part.size() < file.bytes()) {
      transfer.run();
    }
    if (!part.fits(file.checksum())) {
      part.clear();
      String reason = "it sends another file, without the published " + file.checksum().algorithm();
      throw transfer.isWhole()
          ? TransferException.lasting(reason)
          : TransferException.passing(reason, Duration.ZERO);
    }
  }
}
