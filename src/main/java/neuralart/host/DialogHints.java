package neuralart.host;

import ij.ImagePlus;
import java.util.List;
import java.util.Optional;

/** What a command's declarations don't tell its dialog. */
public interface DialogHints {
  /**
   * What the dialog offers for an input that takes more values than its declaration lists; of an
   * image, besides the open ones.
   *
   * @param input the name of its field
   * @return nothing if its declaration lists all values that it takes
   */
  default Optional<List<String>> offers(String input) {
    return Optional.empty();
  }

  /**
   * The image that one of the offered names stands for, where no open image has that title or ID.
   *
   * @param input the name of its field, whose type is an image
   * @throws IllegalArgumentException if the name is none of them; lists those that there are
   */
  default ImagePlus image(String input, String name) {
    throw new IllegalArgumentException("The input " + input + " takes no image by name");
  }

  /** Fills in, before the dialog opens, what the user is likely to mean. */
  default void suggest() {}
}
