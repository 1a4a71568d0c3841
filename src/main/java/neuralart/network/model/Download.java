package neuralart.network.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.LongPredicate;

/**
 * Fetches a published file of weights. What comes goes into a file of another name, which gets its
 * own when it is whole and has the published checksum; otherwise nothing is left.
 */
final class Download {
  private static final int CONNECT_MILLISECONDS = 15_000;
  private static final int CHUNK = 1 << 16;

  private final WeightsFile file;
  private final Path folder;
  private final int patience;

  /**
   * @param folder where to put it; made if it isn't there
   * @param patience milliseconds to wait for more before giving up
   */
  Download(WeightsFile file, Path folder, int patience) {
    this.file = file;
    this.folder = folder;
    this.patience = patience;
  }

  /**
   * Fetches the file.
   *
   * @param watcher is told how many bytes are there, and says whether to go on
   * @return the file; nothing if the watcher has stopped it
   * @throws IllegalStateException if it can't be had, saying why
   */
  Optional<Path> run(LongPredicate watcher) {
    Path part = null;
    try {
      Files.createDirectories(folder);
      part = Files.createTempFile(folder, file.name(), ".part");
      if (!fetch(part, watcher)) {
        return Optional.empty();
      }
      return Optional.of(move(part, folder.resolve(file.name())));
    } catch (UnknownHostException e) {
      throw failure("there is no connection to " + e.getMessage(), e);
    } catch (SocketTimeoutException e) {
      throw failure("the server doesn't answer any more", e);
    } catch (FileNotFoundException e) {
      throw failure("the server doesn't have it (404)", e);
    } catch (IOException e) {
      throw failure(String.valueOf(e.getMessage()), e);
    } finally {
      delete(part);
    }
  }

  private IllegalStateException failure(String reason, IOException e) {
    return new IllegalStateException(
        String.format(
            "%s could not be downloaded: %s. You can also get it from %s and put it into %s",
            file.name(), reason, file.url(), folder),
        e);
  }

  private boolean fetch(Path part, LongPredicate watcher) throws IOException {
    HttpURLConnection connection =
        (HttpURLConnection) URI.create(file.url()).toURL().openConnection();
    connection.setConnectTimeout(CONNECT_MILLISECONDS);
    connection.setReadTimeout(patience);
    MessageDigest digest = md5();
    try (InputStream in = new DigestInputStream(connection.getInputStream(), digest);
        OutputStream out = Files.newOutputStream(part)) {
      byte[] chunk = new byte[CHUNK];
      long done = 0;
      for (int n = in.read(chunk); n >= 0 && done <= file.bytes(); n = in.read(chunk)) {
        out.write(chunk, 0, n);
        done += n;
        if (!watcher.test(done)) {
          return false;
        }
      }
      if (done != file.bytes()) {
        throw new IOException(String.format("the server sent %d of %d bytes", done, file.bytes()));
      }
    } finally {
      connection.disconnect();
    }
    String found = HexFormat.of().formatHex(digest.digest());
    if (!found.equals(file.md5())) {
      throw new IOException(
          String.format("what came has the MD5 %s, expected %s", found, file.md5()));
    }
    return true;
  }

  static MessageDigest md5() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  /** Gives a whole file its name at once, so that nobody ever sees half of it. */
  static Path move(Path part, Path target) throws IOException {
    try {
      return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (AtomicMoveNotSupportedException e) {
      return Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static void delete(Path part) {
    try {
      if (part != null) {
        Files.deleteIfExists(part);
      }
    } catch (IOException e) {
      part.toFile().deleteOnExit();
    }
  }
}
