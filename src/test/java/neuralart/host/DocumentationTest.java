package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import neuralart.host.dialog.InputLayout;
import neuralart.host.input.CommandDefaults;
import neuralart.host.input.CommandInputs;
import neuralart.host.input.InputText;
import neuralart.host.input.MacroOptions;
import neuralart.host.input.SciJava;
import neuralart.model.KnownModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

/** What the documentation says of the commands' inputs, and the macro lines that it shows. */
class DocumentationTest {
  private static final Path FOLDER = Path.of("docs");
  private static final Path PICTURES = FOLDER.resolve("images/MakePictures.ijm");
  private static final Pattern CALL = Pattern.compile("run\\(\"([^\"]*)\", \"([^\"]*)\"\\);");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#]+)");

  /** The tables of inputs are those of an image of this size. */
  private static final int WIDTH = 640;

  private static final int HEIGHT = 512;

  private final ModuleService modules = SciJava.own().service(ModuleService.class);

  /** A row of a table: | label | `key` | `default` | ... |. */
  private record Row(String label, String key, String value) {
    static Row of(String line) {
      String[] cells = line.split("\\|");
      return new Row(cells[1].strip(), unquoted(cells[2]), unquoted(cells[3]));
    }

    private static String unquoted(String cell) {
      return cell.strip().replaceAll("^`|`$", "");
    }
  }

  static Stream<CommandInfo> commands() {
    return SciJava.own().service(CommandService.class).getCommands().stream()
        .filter(command -> command.getClassName().startsWith("neuralart.command."));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void tablesHoldAllInputsWithTheirDefaults(CommandInfo command) throws IOException {
    List<String> lines = Files.readAllLines(page(command));
    int head = lines.indexOf("| field | macro key | default | meaning |");
    assertTrue(head >= 0, "no table of inputs on " + page(command));
    List<Row> documented =
        lines.stream().skip(head + 2).takeWhile(line -> line.startsWith("|")).map(Row::of).toList();
    CommandInputs inputs = inputs(command, Map.of());
    List<Row> real =
        inputs.all().stream()
            .filter(InputText::isSupported)
            .filter(item -> !inputs.isActiveImage(item))
            .map(item -> new Row(InputLayout.label(item), InputText.key(item), text(inputs, item)))
            .toList();
    assertEquals(join(real), join(documented));
  }

  @Test
  void linesOfMacrosAreTaken() throws IOException {
    Map<String, CommandInfo> byLabel = new LinkedHashMap<>();
    commands().forEach(command -> byLabel.put(command.getMenuPath().getLeaf().getName(), command));
    int lines = 0;
    for (Path page : pages()) {
      for (MatchResult call : CALL.matcher(Files.readString(page)).results().toList()) {
        if (byLabel.containsKey(call.group(1))) {
          check(byLabel.get(call.group(1)), call, page);
          lines++;
        }
      }
    }
    assertTrue(lines > 20, lines + " lines");
  }

  /** Keys, kinds of values and choices; open images and files that a line names aren't there. */
  private void check(CommandInfo command, MatchResult call, Path page) {
    MacroOptions options = MacroOptions.parse(call.group(2));
    Map<String, String> given = new LinkedHashMap<>(options.values());
    options.flags().forEach(flag -> given.put(flag, "true"));
    List<String> keys =
        inputs(command, Map.of()).unresolved().stream().map(InputText::key).toList();
    assertTrue(keys.containsAll(given.keySet()), page + ": " + call.group());
    given.keySet().removeAll(List.of("guide", "folder"));
    inputs(command, given).check();
  }

  @Test
  void theKnownModelsAreListed() throws IOException {
    String all = String.join(", ", KnownModel.titles());
    String macros = Files.readString(FOLDER.resolve("macros.md"));
    assertTrue(macros.contains("Models are: " + all + ", or the path"), all);
    String readme = Files.readString(Path.of("README.md"));
    for (String title : KnownModel.titles()) {
      assertTrue(readme.contains("| `" + title + "` |"), title);
    }
  }

  @Test
  void theMacroOfThePicturesHasTheLinesOfTheGallery() throws IOException {
    String macro = Files.readString(PICTURES);
    for (MatchResult call :
        CALL.matcher(Files.readString(FOLDER.resolve("gallery.md"))).results().toList()) {
      assertTrue(macro.contains(call.group()), call.group());
    }
  }

  @Test
  void linksLeadToFiles() throws IOException {
    for (Path page : pages()) {
      for (MatchResult link : LINK.matcher(Files.readString(page)).results().toList()) {
        String file = link.group(1);
        assertTrue(
            file.contains("://") || Files.exists(page.resolveSibling(file)), page + ": " + file);
      }
    }
  }

  @Test
  void everyPictureIsShown() throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path page : pages()) {
      all.append(Files.readString(page));
    }
    try (Stream<Path> files = Files.walk(FOLDER.resolve("images"))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertTrue(all.indexOf(FOLDER.relativize(file).toString()) >= 0, file.toString());
      }
    }
  }

  private CommandInputs inputs(CommandInfo command, Map<String, String> given) {
    Module module = modules.createModule(command);
    CommandInputs inputs = new CommandInputs(module);
    ImagePlus image = IJ.createImage("image", "RGB black", WIDTH, HEIGHT, 1);
    inputs.all().stream()
        .filter(inputs::isActiveImage)
        .forEach(item -> module.setInput(item.getName(), image));
    return new CommandDefaults(modules, inputs).with(given);
  }

  private static String text(CommandInputs inputs, ModuleItem<?> item) {
    return InputText.format(inputs.value(item));
  }

  private static String join(List<Row> rows) {
    return String.join("\n", rows.stream().map(Row::toString).toList());
  }

  private static Path page(CommandInfo command) {
    String label = command.getMenuPath().getLeaf().getName();
    return FOLDER.resolve(label.replace("...", "").replace(' ', '-').toLowerCase() + ".md");
  }

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
    try (Stream<Path> files = Files.list(FOLDER)) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
    }
    return pages;
  }
}
