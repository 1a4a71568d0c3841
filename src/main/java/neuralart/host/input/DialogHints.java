package neuralart.host.input;

import ij.ImagePlus;
import java.awt.Image;
import java.util.List;
import java.util.Optional;

/** What a command's declarations don't tell its dialog, or those who check its inputs. */
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
   * The image that one of the offered names stands for, where no open image has that title or ID;
   * each time the same.
   *
   * @param input the name of its field, whose type is an image
   * @throws IllegalArgumentException if the name is none of them; says which there are
   */
  default ImagePlus image(String input, String name) {
    throw new IllegalArgumentException("The input " + input + " takes no image by name");
  }

  /** What the dialog calls a value that can be chosen; macros call it by the value itself. */
  default String label(String input, String value) {
    return value;
  }

  /** A small picture of a value that can be chosen. */
  default Optional<Image> picture(String input, String value) {
    return Optional.empty();
  }

  /** What an empty text field says, where that depends on the other inputs. */
  default Optional<String> prompt(String input) {
    return Optional.empty();
  }

  /** Whether an input has an effect, with the others as they are. */
  default boolean isUsed(String input) {
    return true;
  }

  /** What is wrong with the present value of an input, though it is one of its type and range. */
  default Optional<String> problem(String input) {
    return Optional.empty();
  }

  /** Fills in, before the dialog opens, what the user is likely to mean. */
  default void suggest() {}

  /** What gives the inputs values by chance, for a picture that nobody has seen. */
  default Optional<Runnable> surprise() {
    return Optional.empty();
  }

  /** What paints small pictures of the command's results while its dialog is open. */
  default Optional<Thumbnails> thumbnails() {
    return Optional.empty();
  }

  /** What checks the command's inputs where there is no image for it yet. */
  default SettingsCheck settingsCheck() {
    return command -> {};
  }
}
