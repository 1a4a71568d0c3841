package neuralart.host.input;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.scijava.module.MethodCallException;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

/**
 * What the inputs of a command are when some of them are given and its initializer fills in the
 * others, as a macro does it.
 */
public final class CommandDefaults {
  private final ModuleService modules;
  private final CommandInputs inputs;

  /**
   * @param inputs of the command, whose active image is taken
   */
  public CommandDefaults(ModuleService modules, CommandInputs inputs) {
    this.modules = modules;
    this.inputs = inputs;
  }

  /**
   * The inputs of a new command.
   *
   * @param given texts by key
   * @throws IllegalArgumentException if there is no such key, or a text is no value of its input
   */
  public CommandInputs with(Map<String, String> given) {
    Module module = modules.createModule(inputs.module().getInfo());
    CommandInputs made = new CommandInputs(module);
    made.assignDefaults(modules);
    for (ModuleItem<?> item : inputs.all()) {
      if (inputs.isActiveImage(item)) {
        module.setInput(item.getName(), inputs.value(item));
      }
    }
    made.all().stream()
        .filter(item -> given.containsKey(InputText.key(item)))
        .forEach(item -> made.set(item, given.get(InputText.key(item))));
    try {
      module.initialize();
    } catch (MethodCallException e) {
      throw new IllegalStateException(e);
    }
    return made;
  }

  /**
   * The fewest texts that give a new command the present inputs: none of them can be left out.
   *
   * @return texts by key, in the order of the inputs
   */
  public Map<String, String> differences() {
    Map<String, String> given = new LinkedHashMap<>();
    List<ModuleItem<?>> items = differing(given);
    while (!items.isEmpty() && !given.containsKey(InputText.key(items.get(0)))) {
      // The first may be what the others follow from.
      given.put(InputText.key(items.get(0)), InputText.format(inputs.value(items.get(0))));
      items = differing(given);
    }
    for (String key : new ArrayList<>(given.keySet())) {
      Map<String, String> fewer = new LinkedHashMap<>(given);
      fewer.remove(key);
      if (differing(fewer).isEmpty()) {
        given = fewer;
      }
    }
    return ordered(given);
  }

  private Map<String, String> ordered(Map<String, String> given) {
    Map<String, String> ordered = new LinkedHashMap<>();
    inputs.all().stream()
        .map(InputText::key)
        .filter(given::containsKey)
        .forEach(key -> ordered.put(key, given.get(key)));
    return ordered;
  }

  /** The inputs that differ from those of a new command. */
  private List<ModuleItem<?>> differing(Map<String, String> given) {
    CommandInputs made = with(given);
    return inputs.all().stream()
        .filter(InputText::isSupported)
        .filter(item -> !Objects.equals(inputs.value(item), made.value(item)))
        .toList();
  }
}
