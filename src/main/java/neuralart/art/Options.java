package neuralart.art;

/** Checks of options. */
public final class Options {
  private Options() {}

  /**
   * Refuses a value that an option can't have.
   *
   * @param fine whether it can have it
   * @param option what the user calls it
   * @param allowed the values that it may have
   * @throws IllegalArgumentException naming the option, its value, and what is allowed
   */
  public static void require(boolean fine, String option, Object value, String allowed) {
    if (!fine) {
      throw new IllegalArgumentException(option + " is " + value + ", but must be " + allowed);
    }
  }
}
