package neuralart.host.input;

import org.scijava.module.Module;

/**
 * Looks for what is wrong with the inputs of a command, before there is an image for it. One thread
 * does so, for any number of inputs one after the other, and closes this in the end.
 */
public interface SettingsCheck extends AutoCloseable {
  /**
   * Checks inputs.
   *
   * @param command one with the values to check, and no active image; it is used for nothing else
   * @throws IllegalArgumentException saying what is wrong and what is allowed
   * @throws IllegalStateException if it can't be done here, saying why
   */
  void check(Module command);

  /** Gives back what is kept from check to check. */
  @Override
  default void close() {}
}
