package neuralart.device;

/** A job seems to need more native memory than there is; the message says how much. */
public final class MemoryShortageException extends IllegalStateException {
  private static final long serialVersionUID = 1;

  MemoryShortageException(String message) {
    super(message);
  }
}
