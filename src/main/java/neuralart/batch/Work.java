package neuralart.batch;

import java.nio.file.Path;
import java.util.Map;
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

  /** What is done, in one line for people to read: a command or a macro, and its options. */
  String title(String options);

  /**
   * Looks for what is wrong with options, as far as that can be known without an input.
   *
   * @param places where options were found, as the error names it; an empty text is nowhere special
   * @throws IllegalArgumentException if some are wrong
   */
  void check(Map<String, String> places);

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
