package neuralart.batch;

import java.util.List;

/** An input has no result; the message says in one line why. */
final class FailedInputException extends Exception {
  private static final long serialVersionUID = 1;

  private static final List<String> TEXTS =
      List.of(
          "OutOfMemoryError",
          "Not enough memory",
          "Out of memory",
          "needs more memory than there is");

  private final boolean memory;

  FailedInputException(String message) {
    super(message);
    memory = isWantOfMemory(message);
  }

  FailedInputException(Throwable cause) {
    super(
        cause instanceof OutOfMemoryError
            ? "Not enough memory: "
                + cause.getMessage()
                + ". Java's heap may have "
                + (Runtime.getRuntime().maxMemory() >> 20)
                + " MB; JAVA_TOOL_OPTIONS=-Xmx2g gives it more"
            : text(cause),
        cause);
    memory = isWantOfMemory(cause);
  }

  /**
   * Whether memory was missing, also where an error tells of it in words: a class that couldn't be
   * initialized for want of memory only names the first error.
   */
  static boolean isWantOfMemory(Throwable problem) {
    for (Throwable e = problem; e != null; e = e.getCause()) {
      if (isWantOfMemory(e.toString())) {
        return true;
      }
    }
    return false;
  }

  private static boolean isWantOfMemory(String message) {
    return TEXTS.stream().anyMatch(message::contains);
  }

  private static String text(Throwable cause) {
    return cause instanceof IllegalArgumentException && cause.getMessage() != null
        ? cause.getMessage()
        : cause.toString();
  }

  /** Whether it may be done where there is more memory. */
  boolean isForWantOfMemory() {
    return memory;
  }
}
