package neuralart.host.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.scijava.module.ModuleInfo;
import org.scijava.module.ModuleItem;

/**
 * The order of a command's inputs in its dialog and in macros. SciJava lists the fields of a
 * superclass before those of the command; here an input can name others that follow it instead.
 */
public final class InputOrder {
  /** The attribute of an input that names the inputs right after it, separated by blanks. */
  public static final String THEN = "then";

  private final Map<String, ModuleItem<?>> declared = new LinkedHashMap<>();
  private final List<ModuleItem<?>> ordered = new ArrayList<>();

  private InputOrder(ModuleInfo command) {
    command.inputs().forEach(item -> declared.put(item.getName(), item));
  }

  /**
   * Returns the inputs of a command, messages to the user too, each once.
   *
   * @throws IllegalStateException if one names an input that there isn't
   */
  static List<ModuleItem<?>> of(ModuleInfo command) {
    InputOrder order = new InputOrder(command);
    List<String> followers =
        order.declared.values().stream().flatMap(InputOrder::followers).toList();
    order.declared.values().stream()
        .filter(item -> !followers.contains(item.getName()))
        .forEach(order::add);
    return order.ordered;
  }

  private void add(ModuleItem<?> item) {
    ordered.add(item);
    followers(item).forEach(name -> add(find(name, item)));
  }

  private ModuleItem<?> find(String name, ModuleItem<?> before) {
    if (!declared.containsKey(name)) {
      throw new IllegalStateException(
          "The input " + before.getName() + " is followed by " + name + ", which is no input");
    }
    return declared.get(name);
  }

  private static Stream<String> followers(ModuleItem<?> item) {
    String names = item.get(THEN);
    return names == null ? Stream.empty() : Arrays.stream(names.split(" "));
  }
}
