package neuralart.host;

import java.util.List;
import java.util.Optional;

/** What a command's declarations don't tell its dialog. */
public interface DialogHints {
  /**
   * What the dialog offers for an input that takes more values than its declaration lists.
   *
   * @param input the name of its field
   * @return nothing if its declaration lists all values that it takes
   */
  default Optional<List<String>> offers(String input) {
    return Optional.empty();
  }

  /** Fills in, before the dialog opens, what the user is likely to mean. */
  default void suggest() {}
}
