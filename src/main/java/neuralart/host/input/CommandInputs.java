package neuralart.host.input;

import ij.ImagePlus;
import ij.WindowManager;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;
import org.scijava.util.Types;

/**
 * The inputs of a command that is about to run: gives them values, and checks them.
 *
 * <p>An input is resolved once it has been given; one that nobody gives keeps its declared default
 * and stays unresolved.
 */
public final class CommandInputs {
  private static final String OUR_PACKAGES = "neuralart.";

  private final Module module;

  /** The inputs of a command. */
  public CommandInputs(Module module) {
    this.module = module;
  }

  /** The command whose inputs they are. */
  public Module module() {
    return module;
  }

  /** Whether the command is one of this suite's. */
  public boolean areOurs() {
    return module.getInfo().getDelegateClassName().startsWith(OUR_PACKAGES);
  }

  /** Whether anyone has given the command a value yet. */
  public boolean isAnyGiven() {
    return all().stream()
        .anyMatch(item -> InputText.isSupported(item) && module.isInputResolved(item.getName()));
  }

  /** Gives every input without a value the default that its annotation declares. */
  public void assignDefaults(ModuleService modules) {
    for (ModuleItem<?> item : unresolved()) {
      Object nothing = Types.nullValue(item.getType());
      Object declared = modules.getDefaultValue(item);
      if (declared != null && Objects.equals(value(item), nothing)) {
        module.setInput(item.getName(), declared);
      }
    }
  }

  /** Lets nobody ask for values any more. */
  public void resolveAll() {
    all().forEach(item -> module.resolveInput(item.getName()));
  }

  /**
   * Gives the command the active image, if it asks for exactly one and nobody has given it.
   *
   * @throws IllegalArgumentException if it needs one and no image is open
   */
  public void fillActiveImage() {
    List<ModuleItem<?>> images = all().stream().filter(this::isActiveImage).toList();
    if (images.size() != 1) {
      return;
    }
    ModuleItem<?> item = images.get(0);
    if (module.isInputResolved(item.getName())) {
      return;
    }
    ImagePlus active = WindowManager.getCurrentImage();
    if (active != null) {
      resolve(item, active);
    } else if (item.isRequired()) {
      throw new IllegalArgumentException("No image is open: open the image to work on first");
    }
  }

  /** Returns the inputs that can be given as text and have not been given yet, in their order. */
  public List<ModuleItem<?>> unresolved() {
    return all().stream()
        .filter(InputText::isSupported)
        .filter(item -> !module.isInputResolved(item.getName()))
        .toList();
  }

  /** Returns all inputs, messages to the user too, in their {@linkplain InputOrder order}. */
  public List<ModuleItem<?>> all() {
    return InputOrder.of(module.getInfo());
  }

  /** Returns the present value of an input, null if it has none. */
  public Object value(ModuleItem<?> item) {
    return module.getInput(item.getName());
  }

  /**
   * Gives inputs the values that macro options name.
   *
   * @throws IllegalArgumentException if a key is not an input's, or a value not one of its input
   */
  public void resolve(MacroOptions options) {
    List<ModuleItem<?>> items = unresolved();
    options.values().forEach((key, text) -> resolve(find(items, key), text));
    for (String flag : options.flags()) {
      ModuleItem<?> item = find(items, flag);
      if (Types.box(item.getType()) != Boolean.class) {
        throw new IllegalArgumentException("The key " + flag + " needs a value: " + flag + "=...");
      }
      resolve(item, "true");
    }
  }

  /** Gives an input the value that a text stands for. */
  public void resolve(ModuleItem<?> item, String text) {
    if (!InputText.leavesOut(item, text)) {
      resolve(item, parse(item, text));
    }
  }

  /** The same, but the input stays unresolved. */
  void set(ModuleItem<?> item, String text) {
    module.setInput(item.getName(), parse(item, text));
  }

  private Object parse(ModuleItem<?> item, String text) {
    try {
      return value(item, text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          InputText.key(item) + "=" + text + ": " + e.getMessage(), e);
    }
  }

  /**
   * Returns the value that a text stands for, null if the input is left out; of an image, an open
   * one or else one that the command offers.
   *
   * @throws IllegalArgumentException if it is not a value of the input; the message says what is
   *     expected
   */
  public Object value(ModuleItem<?> item, String text) {
    if (InputText.leavesOut(item, text)) {
      return null;
    }
    boolean isOffered =
        item.getType() == ImagePlus.class
            && offers(item).isPresent()
            && OpenImages.search(text).isEmpty();
    return isOffered && module.getDelegateObject() instanceof DialogHints command
        ? command.image(item.getName(), text)
        : InputText.value(item, text);
  }

  /** Gives every input that nobody has given the value that it has in another command. */
  public void copy(CommandInputs other) {
    unresolved().forEach(item -> module.setInput(item.getName(), other.value(item)));
  }

  /** Whether an input is the image that is the active one when the command starts. */
  public boolean isActiveImage(ModuleItem<?> item) {
    return item.getType() == ImagePlus.class && item.isAutoFill();
  }

  /** What a dialog offers for an input; nothing if it isn't chosen from a list. */
  public List<?> choices(ModuleItem<?> item) {
    List<?> declared = item.getChoices();
    return offers(item).orElse(declared == null ? List.of() : List.copyOf(declared));
  }

  private Optional<List<?>> offers(ModuleItem<?> item) {
    return module.getDelegateObject() instanceof DialogHints command
        ? command.offers(item.getName()).map(List::copyOf)
        : Optional.empty();
  }

  /**
   * Checks that every input has a value it may have.
   *
   * @throws IllegalArgumentException if one is missing, or is none of its choices
   */
  public void check() {
    for (ModuleItem<?> item : all()) {
      Object value = value(item);
      if (!InputText.isSupported(item)) {
        continue;
      }
      boolean isImage = item.getType() == ImagePlus.class;
      if (isImage && value instanceof ImagePlus image && image.getProcessor() == null) {
        throw new IllegalArgumentException("The input " + InputText.key(item) + " has no pixels");
      }
      if (value == null && item.isRequired()) {
        throw new IllegalArgumentException(
            isImage
                ? "The input " + InputText.key(item) + " needs an image: none is given"
                : "The key " + InputText.key(item) + " needs a value");
      }
    }
    checkChoices();
  }

  /**
   * Checks the inputs that are chosen from a declared list.
   *
   * @throws IllegalArgumentException if one is none of its choices
   */
  public void checkChoices() {
    for (ModuleItem<?> item : all()) {
      Object value = value(item);
      List<?> declared = item.getChoices();
      boolean isOther = value != null && declared != null && !declared.contains(value);
      if (InputText.isSupported(item) && isOther && !declared.isEmpty() && offers(item).isEmpty()) {
        throw new IllegalArgumentException(
            InputText.key(item) + "=" + InputText.format(value) + ": expected one of " + declared);
      }
    }
  }

  /**
   * Returns what makes the same result again: the text of each input that has a value, by its key.
   * The active image is not among them.
   */
  public Map<String, String> texts() {
    Map<String, String> texts = new LinkedHashMap<>();
    for (ModuleItem<?> item : all()) {
      if (InputText.isSupported(item) && !isActiveImage(item) && value(item) != null) {
        texts.put(InputText.key(item), InputText.format(value(item)));
      }
    }
    return texts;
  }

  /**
   * Returns the line of a macro that runs the command with its present inputs.
   *
   * @throws IllegalArgumentException if there is no form of a value that a macro can give
   */
  public String macroLine() {
    String options =
        texts().entrySet().stream()
            .map(text -> text.getKey() + "=" + MacroOptions.quote(text.getKey(), text.getValue()))
            .collect(Collectors.joining(" "));
    String label = module.getInfo().getMenuPath().getLeaf().getName();
    String quoted = options.replace("\\", "\\\\").replace("\"", "\\\"");
    return "run(\"" + label + "\", \"" + quoted + "\");";
  }

  private void resolve(ModuleItem<?> item, Object value) {
    module.setInput(item.getName(), value);
    module.resolveInput(item.getName());
  }

  private static ModuleItem<?> find(List<ModuleItem<?>> items, String key) {
    return items.stream()
        .filter(item -> InputText.key(item).equals(key))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "There is no key "
                        + key
                        + "; the keys are "
                        + items.stream().map(InputText::key).collect(Collectors.joining(", "))));
  }
}
