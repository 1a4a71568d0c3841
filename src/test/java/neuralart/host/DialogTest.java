package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs every command from its dialog with the recorder on, on the screen of an Xvfb: the recorded
 * line makes the same result again, with windows, in batch mode and without a display.
 */
@Tag("slow")
class DialogTest {
  private static final int WIDTH = 96;
  private static final int HEIGHT = 72;
  private static final int ENLARGED = 2;
  private static final int MINUTES = 5;

  /** A folder for pictures of all dialogs and results. */
  private static final String PICTURES = System.getProperty("neuralart.dialogs.pictures", "");

  private static Process display;
  private static String number;
  private static JavaSession dialogs;
  private static JavaSession headless;

  @TempDir Path folder;

  @BeforeAll
  static void openDisplay() throws IOException {
    boolean available =
        Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
            .anyMatch(dir -> Files.isExecutable(Path.of(dir, "Xvfb")));
    assumeTrue(available, "skipped: there is no Xvfb");
    display =
        new ProcessBuilder("Xvfb", "-noreset", "-displayfd", "1", "-screen", "0", "1280x1024x24")
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    number = new BufferedReader(new InputStreamReader(display.getInputStream())).readLine();
    List<String> command = JavaSession.command(DialogMain.class.getName(), "classes");
    command.addAll(PICTURES.isEmpty() ? List.of() : List.of(PICTURES));
    dialogs = new JavaSession(onDisplay(command));
    headless = MacroProcess.session();
  }

  @AfterAll
  static void closeDisplay() throws IOException {
    if (display != null) {
      dialogs.close();
      headless.close();
      display.destroy();
    }
  }

  private static ProcessBuilder onDisplay(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("DISPLAY", ":" + number);
    return builder;
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "DeepDream... | block4_conv1 | Number of sizes=2;Strength=3;Layers=block3_conv2:1,7-9=0.5",
        "Style Transfer... | block3_conv1 | Iterations=3;Size=64",
        "Filter Visualization... | block2_conv2 | Filters=0-2;Iterations=8;Size=64",
        "Feature Maps... | block2_conv1 | Filters=top 5",
        "Apply Network... | block2_conv1 | Output channels=0-2",
        "Saliency... | block3_conv1 | Channels=2;Samples=3",
        "Top Patches... | block3_conv1 | Filters=top 3;Patches=3;Mark the places=false",
        "Network Layers... | |",
        "Network Models... | |",
      })
  void recordsWhatMakesTheSameAgain(String label, String layer, String fields) throws Exception {
    String style = save(texture("a [style] é", 2));
    String image = save(texture("cells (1)", 1));
    List<String> job = new ArrayList<>(List.of(folder.toString(), style, image, label));
    job.add(layer == null ? "" : layer);
    job.addAll(fields == null ? List.of() : List.of(fields.split(";")));
    assertEquals("done", dialogs.answer(job));

    String name = label.replace("...", "");
    String line = Files.readString(folder.resolve(name + ".ijm"));
    assertTrue(layer == null || line.contains(layer), line);
    boolean isTable = Files.exists(folder.resolve(name + ".dialog.csv"));
    runHeadless(line, name, style, image, isTable);
    for (String mode : List.of("macro", "batch", "headless")) {
      assertSame(name, mode, isTable);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "remembers",
        "records",
        "marks",
        "disables",
        "slides",
        "paints",
        "asks again",
        "refuses",
        "chooses",
        "grows",
        "replaces"
      })
  void showsWhatIsGoingOn(String check) throws Exception {
    String image = save(enlarged(texture("cells", 1)));
    assertEquals("done", dialogs.answer(List.of("check", image, check)));
  }

  /**
   * Two seconds after Escape, ImageJ stops the threads of macros, whatever they do. Two of them
   * wait at the same time.
   */
  @Test
  void escapeInAMacroKeepsThePicture() throws Exception {
    Process first =
        startEscape(
            "first",
            "run('DeepDream...', 'iterations=9999 octaves=1');",
            "setBatchMode(true); run('DeepDream...', 'iterations=9999 octaves=1 seed=2');");
    Process second =
        startEscape(
            "second",
            "run('Style Transfer...', 'iterations=9999 style=image optimizer=Adam');",
            "run('Filter Visualization...', 'iterations=9999 imagesize=64');");
    assertTrue(first.waitFor(MINUTES, TimeUnit.MINUTES), "still running");
    assertTrue(second.waitFor(MINUTES, TimeUnit.MINUTES), "still running");
    assertEquals(0, first.exitValue(), () -> text(folder.resolve("first")));
    assertEquals(0, second.exitValue(), () -> text(folder.resolve("second")));
  }

  private Process startEscape(String name, String... macros) throws IOException {
    List<String> command = JavaSession.command(EscapeMain.class.getName(), "classes");
    command.addAll(List.of(macros));
    return onDisplay(command)
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve(name).toFile())
        .start();
  }

  private void runHeadless(String line, String name, String style, String image, boolean isTable)
      throws IOException {
    String target = folder.resolve(name + ".headless").toString();
    String save =
        isTable ? "saveAs('Results', '" + target + ".csv');" : "saveAs('tiff', '" + target + "');";
    Path macro = folder.resolve("headless.ijm");
    Files.writeString(
        macro, "open('%s');\nopen('%s');\n%s\n%s".formatted(style, image, line, save));
    MacroProcess process = MacroProcess.run(headless, folder, macro, "");
    assertEquals(0, process.exitCode(), process.errors());
  }

  private void assertSame(String name, String mode, boolean isTable) throws IOException {
    Path expected = folder.resolve(name + ".dialog");
    Path actual = folder.resolve(name + "." + mode);
    if (isTable) {
      assertEquals(text(Path.of(expected + ".csv")), text(Path.of(actual + ".csv")), mode);
      return;
    }
    ImagePlus first = IJ.openImage(expected.toString());
    ImagePlus second = IJ.openImage(mode.equals("headless") ? actual + ".tif" : actual.toString());
    assertEquals(first.getStackSize(), second.getStackSize(), mode);
    for (int slice = 1; slice <= first.getStackSize(); slice++) {
      assertArrayEquals(
          first.getStack().getProcessor(slice).getFloatArray(),
          second.getStack().getProcessor(slice).getFloatArray(),
          mode);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Soft blobs of colour. */
  private static ImagePlus texture(String title, long seed) {
    ImagePlus image = IJ.createImage(title, "RGB black", WIDTH, HEIGHT, 1);
    int[] pixels = (int[]) image.getProcessor().getPixels();
    Random random = new Random(seed);
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = random.nextInt();
    }
    image.getProcessor().blurGaussian(4);
    image.getProcessor().multiply(2);
    image.getProcessor().add(-120);
    return image;
  }

  /** Large enough for a dream at its defaults. */
  private static ImagePlus enlarged(ImagePlus image) {
    return new ImagePlus(
        image.getTitle(), image.getProcessor().resize(ENLARGED * WIDTH, ENLARGED * HEIGHT));
  }

  private String save(ImagePlus image) {
    Path file = folder.resolve(image.getTitle() + ".tif");
    assertTrue(new FileSaver(image).saveAsTiff(file.toString()));
    return file.toString();
  }
}
