package neuralart.model.file;

import java.io.EOFException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.zip.ZipException;

/**
 * Reads files of anybody's making: whatever goes wrong in it comes out as one line that names the
 * file.
 */
public final class Reading {
  /** Bytes that a file may unpack to even if it is small. */
  private static final long ALWAYS_ALLOWED = 1L << 26;

  /**
   * How much smaller than its numbers a file of weights may be; compressed ones are about equal.
   */
  private static final long LARGEST_RATIO = 16;

  /** What stands before the names of classes. */
  private static final Pattern PACKAGE =
      Pattern.compile("\\b(java|javax|sun|com|io|net|org)(\\.[a-z]\\w*)*\\.(?=[A-Z])");

  /** Whether the one who reads, in a thread, wants to stop. */
  private static final ThreadLocal<BooleanSupplier> CANCELED =
      ThreadLocal.withInitial(() -> () -> false);

  /** Names the file. */
  private static final class Refusal extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    Refusal(String message, Throwable cause) {
      super(message, cause);
    }
  }

  private Reading() {}

  /**
   * Reads a file.
   *
   * @param name of the file, as the user knows it
   * @throws IllegalArgumentException if it can't be read: one line that names it
   * @throws CancellationException if the thread was interrupted
   */
  public static <T> T of(String name, Callable<T> reader) {
    try {
      return reader.call();
    } catch (Exception | StackOverflowError | LinkageError | OutOfMemoryError e) {
      if (e instanceof CancellationException || e instanceof Refusal) {
        throw (RuntimeException) e;
      }
      requireNotCanceled();
      throw new Refusal(line(name, e), e);
    }
  }

  /**
   * Does a job in which reading can be canceled.
   *
   * @param canceled is asked between layers, in the thread that reads
   */
  public static void cancelable(BooleanSupplier canceled, Runnable job) {
    CANCELED.set(canceled);
    try {
      job.run();
    } finally {
      CANCELED.remove();
    }
  }

  /**
   * Called between layers.
   *
   * @throws CancellationException if the reader wants to stop, or the thread was interrupted
   */
  public static void requireNotCanceled() {
    if (Thread.currentThread().isInterrupted() || CANCELED.get().getAsBoolean()) {
      throw new CancellationException("The reading of a network was canceled");
    }
  }

  /**
   * Checks that a file can hold what it says to unpack to.
   *
   * @param bytes that it says
   * @param fileBytes size of the file
   * @throws IllegalArgumentException if it is too much for its size
   */
  public static void requirePlausible(long bytes, long fileBytes) {
    long most = Math.max(ALWAYS_ALLOWED, LARGEST_RATIO * fileBytes);
    if (bytes < 0 || bytes > most) {
      throw new IllegalArgumentException(
          "says that its weights take " + bytes + " bytes, which is too much for its size");
    }
  }

  private static String line(String name, Throwable e) {
    String reason = e instanceof IllegalArgumentException ? plain(e).orElse("") : "";
    if (!reason.isEmpty()) {
      return name + (reason.startsWith("layer ") ? ": " : " ") + reason;
    } else if (e instanceof ZipException || e instanceof EOFException) {
      return name + " is damaged: it can't be unpacked";
    } else if (e instanceof IOException io) {
      return name + " can't be read: " + Reasons.of(io);
    }
    return name + " " + reason(e);
  }

  private static String reason(Throwable e) {
    if (e instanceof OutOfMemoryError) {
      return "needs more memory than there is";
    } else if (e instanceof StackOverflowError) {
      return "is nested too deeply";
    } else if (e instanceof LinkageError) {
      return "needs a library that is missing: perhaps it is compressed in a rare way";
    }
    return "is damaged"; // the message is Java's own
  }

  /** A message that a user can read: one line, without the packages of classes. */
  public static Optional<String> plain(Throwable e) {
    return Optional.ofNullable(e.getMessage())
        .filter(text -> text.lines().count() == 1)
        .map(text -> PACKAGE.matcher(text).replaceAll(""));
  }
}
