package neuralart.imagej;

import java.util.List;
import java.util.Optional;

/** A command with inputs that take more values than their declarations list. */
public interface OpenChoice {
  /**
   * What a dialog offers for an input.
   *
   * @param input the name of its field
   * @return nothing if its declaration lists all values that it takes
   */
  Optional<List<String>> offers(String input);
}
