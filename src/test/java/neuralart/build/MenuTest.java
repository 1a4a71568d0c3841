package neuralart.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleItem;

/** The menus of ImageJ and of SciJava, and the keys of their commands. */
class MenuTest {
  private static final Pattern LINE =
      Pattern.compile("(.+), \"(.+)\", neuralart\\.launch\\.MenuEntry\\(\"(.+)\"\\)");

  private static final Pattern EXAMPLE =
      Pattern.compile(
          "Plugins>Neural Art>Worked Examples \\(Macros\\), \".+\", neuralart\\.launch\\.ExampleMacro\\(\"(.+)\"\\)");

  @Test
  void bothMenusAreTheSame() throws IOException {
    Map<String, String> imagej = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("plugins.config"))) {
      Matcher matcher = LINE.matcher(line);
      if (matcher.matches()) {
        imagej.put(matcher.group(1) + ">" + matcher.group(2), matcher.group(3));
      }
    }
    Map<String, String> scijava = new TreeMap<>();
    for (CommandInfo command : commands()) {
      scijava.put(
          command.getMenuPath().getMenuString().replace(" > ", ">"), command.getClassName());
    }
    assertEquals(imagej, scijava);
  }

  @Test
  void keysAreLowerCaseAndNoneEndsAnother() {
    for (CommandInfo command : commands()) {
      List<String> keys = new ArrayList<>();
      for (ModuleItem<?> input : command.inputs()) {
        if (!Character.isUpperCase(input.getType().getSimpleName().charAt(0))
            || input.getType() == String.class) {
          keys.add(input.getName());
          assertFalse(input.isPersisted(), input.getName());
        }
      }
      for (String key : keys) {
        assertEquals(key.toLowerCase(), key);
        for (String other : keys) {
          assertFalse(!key.equals(other) && other.endsWith(key), other + " ends with " + key);
        }
      }
    }
  }

  /** Without these attributes a Fiji would run and record the commands in ways of its own. */
  @Test
  void fijiLeavesTheEntriesAlone() {
    for (CommandInfo command : commands()) {
      assertTrue(command.is("no-legacy") && command.is("no-record"), command.getClassName());
    }
  }

  @Test
  void theExamplesAreTheMacros() throws IOException {
    Set<String> examples = new TreeSet<>();
    for (String line : Files.readAllLines(Path.of("plugins.config"))) {
      Matcher matcher = EXAMPLE.matcher(line);
      if (matcher.matches()) {
        examples.add(matcher.group(1));
        assertNotNull(MenuTest.class.getResource("/neuralart/macros/" + matcher.group(1)), line);
      }
    }
    try (Stream<Path> macros = Files.list(Path.of("macros"))) {
      assertEquals(
          macros.map(macro -> macro.getFileName().toString()).collect(Collectors.toSet()),
          examples);
    }
  }

  @Test
  void everyCommandHasItsPage() {
    for (CommandInfo command : commands()) {
      String label = command.getMenuPath().getLeaf().getName();
      String file = label.replace("...", "").replace(' ', '-').toLowerCase() + ".md";
      assertTrue(Files.exists(Path.of("docs", file)), file);
      assertNotNull(MenuTest.class.getResource("/neuralart/docs/" + file), file);
    }
  }

  private static List<CommandInfo> commands() {
    try (Context context = new Context(CommandService.class)) {
      return context.service(CommandService.class).getCommands().stream()
          .filter(command -> command.getClassName().startsWith("neuralart.command."))
          .toList();
    }
  }
}
