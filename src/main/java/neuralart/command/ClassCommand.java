package neuralart.command;

import java.util.List;
import java.util.Optional;
import neuralart.model.ClassNames;
import org.scijava.plugin.Attr;
import org.scijava.plugin.Parameter;

/** A command that looks into one layer of a network, or at one of its classes. */
abstract class ClassCommand extends LayerCommand {
  private static final String CLASS = "classname";

  @Parameter(
      persist = false,
      label = "Class",
      description = "Of a network that tells classes apart; in a macro its name, or its number",
      attrs = @Attr(name = "place", value = "1"))
  String classname = "";

  final Classes classes = new Classes();

  /**
   * Makes a command.
   *
   * @param about what it does and the publications that it follows: lines of HTML
   */
  ClassCommand(String... about) {
    super(about);
  }

  /** What the dialog calls it when no class is chosen. */
  abstract String noClass();

  @Override
  public Optional<List<String>> offers(String input) {
    return input.equals(CLASS) ? Optional.of(classes.offers(model)) : super.offers(input);
  }

  @Override
  public String label(String input, String value) {
    if (input.equals(CLASS) && value.isEmpty()) {
      return classes.of(model).isEmpty() ? "the network has none" : noClass();
    }
    return super.label(input, value);
  }

  @Override
  public boolean isUsed(String input) {
    return switch (input) {
      case CLASS -> !classes.of(model).isEmpty();
      case "layer", "choice" -> classname.isBlank();
      default -> super.isUsed(input);
    };
  }

  @Override
  void changeModel() {
    super.changeModel();
    classname = "";
  }

  /**
   * The number of the class that the user has chosen.
   *
   * @throws IllegalArgumentException if the network has no such class
   */
  final int classIndex() {
    int index = ClassNames.index(classes.of(model), classname);
    classname = classes.of(model).get(index);
    return index;
  }
}
