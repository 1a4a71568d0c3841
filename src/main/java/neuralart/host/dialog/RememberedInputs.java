package neuralart.host.dialog;

import ij.ImagePlus;
import ij.Prefs;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import neuralart.host.input.CommandInputs;
import neuralart.host.input.InputText;
import neuralart.host.input.MacroOptions;
import org.scijava.module.ModuleItem;

/**
 * What the user last confirmed in the dialog of a command, where it differed from the defaults.
 * ImageJ's preferences hold it as macro options. Open images are not remembered, and nothing of a
 * command with the attribute {@link #NONE}.
 */
public final class RememberedInputs {
  /** Attribute of commands whose inputs are for one time. */
  public static final String NONE = "no-memory";

  private static final String PREFIX = "neuralart.";

  private final CommandInputs inputs;
  private final String preference;
  private final boolean remembers;

  public RememberedInputs(CommandInputs inputs) {
    this.inputs = inputs;
    String command = inputs.module().getInfo().getDelegateClassName();
    preference = PREFIX + command.substring(command.lastIndexOf('.') + 1);
    remembers = !inputs.module().getInfo().is(NONE);
  }

  /**
   * Remembers values.
   *
   * @param differences texts by key
   */
  public void remember(Map<String, String> differences) {
    String options =
        inputs.all().stream()
            .filter(item -> remembers && differences.containsKey(InputText.key(item)))
            .filter(item -> outlasts(item, differences.get(InputText.key(item))))
            .map(InputText::key)
            .flatMap(key -> option(key, differences.get(key)).stream())
            .collect(Collectors.joining(" "));
    Prefs.set(preference, options);
  }

  /** Whether a value is no open image, which may be another one, or none, the next time. */
  private boolean outlasts(ModuleItem<?> item, String text) {
    return item.getType() != ImagePlus.class || inputs.choices(item).contains(text);
  }

  /** A text as a macro has it; nothing if there is no form of it. */
  private static Optional<String> option(String key, String text) {
    try {
      return Optional.of(key + "=" + MacroOptions.quote(key, text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns what is remembered, texts by key: those that are values of their inputs still. Where
   * one is none any more that others follow, there is nothing.
   */
  public Map<String, String> values() {
    Map<String, String> remembered;
    try {
      remembered = MacroOptions.parse(Prefs.get(preference, "")).values();
    } catch (IllegalArgumentException e) {
      return Map.of();
    }
    Map<String, String> valid = new LinkedHashMap<>();
    for (ModuleItem<?> item : inputs.unresolved()) {
      String text = remembered.get(InputText.key(item));
      if (remembers && text != null && outlasts(item, text)) {
        if (isValid(item, text)) {
          valid.put(InputText.key(item), text);
        } else if (item.getCallback() != null && !item.getCallback().isEmpty()) {
          return Map.of();
        }
      }
    }
    return valid;
  }

  private boolean isValid(ModuleItem<?> item, String text) {
    try {
      inputs.value(item, text);
    } catch (IllegalArgumentException e) {
      return false;
    }
    return inputs.choices(item).isEmpty()
        || inputs.choices(item).stream().map(InputText::format).anyMatch(text::equals);
  }
}
