package neuralart.batch;

import java.nio.file.Path;
import java.util.OptionalDouble;

/** What is done with each input. */
interface Work {
  /**
   * Returns what the result depends on beside the input, in a text that is the same wherever it is
   * done.
   *
   * @param options for one input
   * @throws IllegalArgumentException if they are wrong
   */
  String settings(String options);

  /**
   * Makes the results of an input.
   *
   * @param options for it
   * @param stem the path that the names of all files with results begin with
   * @return the loss, if there is one
   * @throws FailedInputException if it can't be done, in one line
   */
  OptionalDouble run(Path input, String options, Path stem) throws FailedInputException;
}
