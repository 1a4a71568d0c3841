package neuralart.batch;

/** An input has no result; the message says in one line why. */
final class FailedInputException extends Exception {
  private static final long serialVersionUID = 1;

  private final boolean memory;

  FailedInputException(String message) {
    super(message);
    memory = message.contains("Not enough memory") || message.contains("Out of memory");
  }

  FailedInputException(Throwable cause) {
    super(
        cause instanceof OutOfMemoryError
            ? "Not enough memory: " + cause.getMessage()
            : text(cause),
        cause);
    memory = cause instanceof OutOfMemoryError;
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
