package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.macro.Interpreter;
import ij.measure.ResultsTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import net.imagej.legacy.LegacyService;
import neuralart.launch.MenuEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.scijava.Context;
import org.scijava.UIDetails;
import org.scijava.command.Command;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandModule;
import org.scijava.command.CommandService;
import org.scijava.module.ModuleService;
import org.scijava.task.TaskService;

/**
 * The commands where a Fiji's processors of SciJava commands are at work: from its menus and macros
 * by ImageJ's way, and from scripts by SciJava's.
 */
class FijiTest {
  private static final String COMMANDS = "neuralart.command.";
  private static final int SIDE = 96;

  private Context context;
  private ImagePlus other;
  private ImagePlus image;

  @BeforeEach
  void beAFiji() {
    context = new Context(CommandService.class, ModuleService.class, TaskService.class);
    LegacyService.start(context);
    FijiProcessors.ASKED.clear();
    FijiProcessors.SHOWN.clear();
    Interpreter.batchMode = true;
    other = open("other", "RGB ramp");
    image = open("image", "16-bit ramp");
  }

  @AfterEach
  void beNone() {
    LegacyService.stop();
    context.dispose();
    for (ImagePlus open : openImages()) {
      open.changes = false;
      open.close();
    }
    Interpreter.batchMode = false;
  }

  /** A Fiji puts its own command in the place of an entry of a {@code plugins.config}. */
  @Test
  void noEntryIsReplaced() throws IOException {
    assertEquals(List.of(), replaced(Path.of("plugins.config")));
    // without the attribute it is
    Path withoutAttribute = Path.of("src", "test", "resources", "plugins.config");
    assertTrue(replaced(withoutAttribute).contains("Fill..."));
  }

  private List<String> replaced(Path config) throws IOException {
    String entries = Files.readString(config);
    return context.service(CommandService.class).getCommandsOfType(Command.class).stream()
        .filter(info -> UIDetails.APPLICATION_MENU_ROOT.equals(info.getMenuRoot()))
        .filter(info -> !info.getMenuPath().isEmpty() && !info.is("no-legacy"))
        .filter(info -> info.getAnnotation().visible())
        .map(info -> info.getMenuPath().getLeaf().getName())
        .filter(label -> entries.contains('"' + label + '"'))
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DeepDreamCommand | octaves=1 iterations=1 | image-dream",
        "StyleTransferCommand | iterations=1 style=other | image in the style of other",
        "StyleTransferCommand | iterations=1 style=wave | image in the style of wave",
        "StyleTransferCommand | iterations=1 | image in the style of swirl",
        "FilterVisualizationCommand | iterations=1 filters=0 imagesize=32 | block5_conv3 filters",
        "FeatureMapsCommand | layer=block1_conv2 | image-block1_conv2",
        "ApplyNetworkCommand | layer=block1_conv2 channels=0 | image-builtin",
        "SaliencyCommand | layer=block2_conv2 | image-saliency of block2_conv2",
        "TopPatchesCommand | layer=block1_conv2 mark=false | image-block1_conv2 patches",
      })
  void aMacroAsksForNothing(String command, String options, String title) throws Exception {
    runInMacro(command, options);
    assertEquals(List.of(), FijiProcessors.ASKED);
    List<ImagePlus> open = openImages();
    assertEquals(3, open.size());
    assertEquals(title, open.get(2).getTitle());
    assertFalse(open.get(2).getProperty("Info").toString().contains("guide"));
  }

  @ParameterizedTest
  @CsvSource({"NetworkLayersCommand, Layer", "NetworkModelsCommand, Model"})
  void aMacroGetsTables(String command, String column) throws Exception {
    runInMacro(command, "");
    ResultsTable table = ResultsTable.getResultsTable();
    assertTrue(table.columnExists(column), table.getColumnHeadings());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "DeepDreamCommand | octave=1 | There is no key octave;",
        "DeepDreamCommand | octaves=-1 | octaves=-1: expected at least 0",
        "DeepDreamCommand | octaves=two | octaves=two: expected a whole number",
        "DeepDreamCommand | model=resnet | There is no model 'resnet'",
        "DeepDreamCommand | guide=absent | no open image has this title",
        "DeepDreamCommand | preset=Dali | preset=Dali: expected one of [none,",
        "StyleTransferCommand | iterations=1 stylefile=; | No style is given",
        "StyleTransferCommand | style=vawe | style=vawe: expected the title or ID of an open image, or one of the"
            + " styles coral, dots, ",
      })
  void aWrongMacroIsOneLine(String command, String options, String named) throws Exception {
    Optional<String> problem = inMacro(options, () -> CommandRunner.perform(COMMANDS + command));
    assertTrue(problem.orElse("").contains(named), problem.toString());
    assertEquals(1, problem.get().lines().count());
    assertEquals(List.of(), FijiProcessors.ASKED);
    assertEquals(2, openImages().size());
  }

  @ParameterizedTest
  @CsvSource({"true", "false"})
  void aScriptGivesOneInput(boolean process) throws Exception {
    CommandModule dream = run("DeepDreamCommand", process, "image", image);
    assertTrue(dream.getOutput("dream") instanceof ImagePlus);
    assertNull(dream.getInput("guide"));
    assertEquals(200, dream.getInput("octavesfrom"));
    assertTrue(run("FeatureMapsCommand", process, "image", image).getOutput("maps") != null);
    assertTrue(run("SaliencyCommand", process, "image", image).getOutput("map") != null);
    assertTrue(run("TopPatchesCommand", process, "image", image).getOutput("result") != null);
    CommandModule filters =
        run("FilterVisualizationCommand", process, "filters", "0", "iterations", 1);
    assertNotNull(filters.getOutput("pictures"));
    CommandModule painting =
        run("StyleTransferCommand", process, "image", image, "style", other, "iterations", 1);
    assertNotNull(painting.getOutput("painting"));
    for (String command : List.of("NetworkLayersCommand", "NetworkModelsCommand")) {
      CommandModule table = run(command, process);
      assertTrue(((ResultsTable) table.getOutput("table")).size() > 0);
    }
    assertEquals(List.of(), FijiProcessors.ASKED);
  }

  /** Only processed commands take the active image. */
  @Test
  void aScriptGivesNothing() throws Exception {
    CommandModule dream = run("DeepDreamCommand", true);
    assertEquals(image, dream.getInput("image"));
    assertNull(dream.getInput("guide"));
    assertEquals(List.of(), FijiProcessors.ASKED);
    assertTrue(
        refuse("DeepDreamCommand", false)
            .contains("The input image needs an image: none is given"));
  }

  @Test
  void withoutAnImageThereIsOneError() throws Exception {
    beWithoutImages();
    for (String command :
        List.of("DeepDreamCommand", "StyleTransferCommand", "FeatureMapsCommand")) {
      assertEquals("No image is open: open the image to work on first", refuse(command, true));
      assertEquals("The input image needs an image: none is given", refuse(command, false));
    }
    for (boolean process : new boolean[] {true, false}) {
      assertTrue(refuse("TopPatchesCommand", process).startsWith("No image is open"));
      assertNull(run("NetworkLayersCommand", process).getInput("image"));
    }
    assertEquals(
        "The input image has no pixels",
        refuse("DeepDreamCommand", true, "image", new ImagePlus()));
  }

  /** A Fiji would show images once more, and says that it can't show tables. */
  @Test
  void outputsAreShownOnce() throws Exception {
    CommandModule dream = run("DeepDreamCommand", true, "image", image, "octaves", 1);
    assertEquals(List.of(other, image, dream.getOutput("dream")), openImages());
    CommandModule maps =
        run("FeatureMapsCommand", true, "image", image, "table", true, "channels", "0");
    assertEquals(maps.getOutput("maps"), openImages().get(3));
    assertEquals(maps.getOutput("statistics"), ResultsTable.getResultsTable());
    assertEquals(List.of(), FijiProcessors.SHOWN);
  }

  private void beWithoutImages() {
    openImages().forEach(ImagePlus::close);
    WindowManager.setTempCurrentImage(null);
  }

  private CommandModule run(String command, boolean process, Object... inputs) throws Exception {
    CommandModule module = call(command, process, inputs);
    assertFalse(module.isCanceled(), module.getCancelReason());
    return module;
  }

  private String refuse(String command, boolean process, Object... inputs) throws Exception {
    CommandModule module = call(command, process, inputs);
    assertTrue(module.isCanceled());
    return module.getCancelReason();
  }

  private CommandModule call(String command, boolean process, Object... inputs) throws Exception {
    CommandService commands = context.service(CommandService.class);
    CommandInfo info = commands.getCommand(COMMANDS + command);
    return (CommandModule) commands.run(info, process, inputs).get();
  }

  private static void runInMacro(String command, String options) throws Exception {
    inMacro(
        options,
        () -> {
          new MenuEntry().run(COMMANDS + command);
          return null;
        });
    assertNull(IJ.getErrorMessage());
  }

  private interface Job<T> {
    T run() throws Exception;
  }

  /** Runs a job in a thread of the kind in which ImageJ hands over a macro's options. */
  private static <T> T inMacro(String options, Job<T> job) throws Exception {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              Macro.setOptions(options.isEmpty() ? " " : options);
              return job.run();
            });
    new Thread(task, "Run$_a macro").start();
    return task.get();
  }

  private static ImagePlus open(String title, String type) {
    ImagePlus image = IJ.createImage(title, type, SIDE, SIDE, 1);
    image.show();
    return image;
  }

  private static List<ImagePlus> openImages() {
    int[] ids = WindowManager.getIDList();
    return ids == null ? List.of() : Arrays.stream(ids).mapToObj(WindowManager::getImage).toList();
  }
}
