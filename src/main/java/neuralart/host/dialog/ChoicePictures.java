package neuralart.host.dialog;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.swing.Icon;
import neuralart.host.input.DialogHints;
import org.scijava.module.ModuleItem;

/** The pictures of the values that can be chosen in a dialog, each read once. */
public final class ChoicePictures {
  private record Choice(String input, String value) {}

  private final Map<Choice, Optional<Icon>> icons = new HashMap<>();
  private final DialogHints hints;

  ChoicePictures(DialogHints hints) {
    this.hints = hints;
  }

  /** Reads the pictures of values, which takes too long for the event thread. */
  void load(ModuleItem<?> item, List<String> values) {
    values.forEach(value -> of(item, value));
  }

  /** The picture of a value, if it has one. */
  Optional<Icon> of(ModuleItem<?> item, String value) {
    return icons.computeIfAbsent(
        new Choice(item.getName(), value),
        choice -> hints.picture(choice.input(), choice.value()).map(PictureIcon::of));
  }
}
