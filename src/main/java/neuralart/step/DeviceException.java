package neuralart.step;

/** A device can't do what it was asked for; the message says what and why, in one line. */
public final class DeviceException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final boolean shortOfMemory;

  /**
   * @param shortOfMemory whether less might succeed; otherwise the device is of no use any more
   */
  public DeviceException(String message, boolean shortOfMemory) {
    super(message);
    this.shortOfMemory = shortOfMemory;
  }

  /** Whether the device lacks memory, and may well do smaller jobs. */
  public boolean isShortOfMemory() {
    return shortOfMemory;
  }
}
