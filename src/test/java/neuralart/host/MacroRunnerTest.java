package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Runs macros as a user does: in a Java of their own, which ends with an exit code. Those that fail
 * share one: what a failure leaves must not change the next.
 */
@Tag("slow")
class MacroRunnerTest {
  private static final String NEW_IMAGE = "newImage(\"cells\", \"8-bit black\", 5, 3, 1);\n";

  private static JavaSession session;

  @TempDir Path folder;

  @BeforeAll
  static void startSession() throws IOException {
    session = MacroProcess.session();
  }

  @AfterAll
  static void endSession() throws IOException {
    session.close();
  }

  @Test
  void savesTheResultOfACommand() throws Exception {
    Path saved = folder.resolve("a result.png");
    MacroProcess outcome =
        runMacro(
            NEW_IMAGE
                + "run(\"Fill...\", \"layer=[x/seed=5] value=\" + getArgument() + \" flip\");\n"
                + "print(getTitle(), getInfo(\"image.subtitle\"), getMetadata(\"Info\"), getResult(\"Value\", 0));\n"
                + "saveAs(\"PNG\", \""
                + saved
                + "\");\n",
            "42");

    assertEquals("", outcome.errors());
    assertEquals(0, outcome.exitCode());
    assertTrue(
        outcome.output().contains("dark|x/seed=5|null|true|9007199254740993|"), outcome.output());
    assertTrue(outcome.output().strip().endsWith(" 42"), outcome.output());
    assertEquals(5, ImageIO.read(saved.toFile()).getWidth());
    assertEquals(42, ImageIO.read(saved.toFile()).getRaster().getSample(0, 0, 0));
  }

  @Test
  void inBatchModeTheResultIsTheActiveImageToo() throws Exception {
    MacroProcess outcome =
        runMacro(
            "setBatchMode(true);\n"
                + NEW_IMAGE
                + "run(\"Fill...\");\nprint(getTitle(), getPixel(4, 2));\n"
                + "selectWindow(\"cells\"); run(\"Fill...\", \"value=3 guide=cells-filled\"); exit();\n",
            "");

    assertEquals("", outcome.errors());
    assertEquals(0, outcome.exitCode());
    assertEquals("cells-filled 7", outcome.output().strip());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      value = {
        "x = undefined + 1; => line 2: Undefined variable",
        "open('/no/such/image.png'); => line 2: File not found: /no/such/image.png",
        "selectWindow('absent'); => No window with the title \"absent\" found.",
        "exit('nothing to do'); => line 2: nothing to do",
        "File.openDialog('an image'); => line 2: it asks for something in a dialog",
        "roiManager('count'); => line 2: it uses the ROI Manager, which needs a display",
        "newImage('a', '8-bit', 9, 9, 1); makeRectangle(1, 1, 5, 5); run('Add to Manager'); exit(); => line 2: it uses the ROI Manager, which needs a display",
        "run('Throw'); exit(); => java.lang.UnsupportedOperationException: not today",
        "run('Refuse'); exit(); => line 2: refused on principle",
        "run('Fill...'); => line 2: No image is open",
        "newImage('a', '8-bit', 5, 3, 1); run('Fill...', 'note=throw'); => java.lang.IllegalStateException: thrown",
        "newImage('a', '8-bit', 5, 3, 1); saveAs('Jpeg', '/no/such/a.jpg'); => /no/such/a.jpg",
        "for (i = 0; i < 3; i++) run('Refuse'); => line 2: refused on principle",
        "for (;;) { if (nImages == 0) { run('Refuse'); } } => line 2: refused on principle",
        "i = 0; while (i < 3) { i++; run('Throw'); } => line 2: java.lang.UnsupportedOperationException: not today",
        "do { for (;;) run('Fill...'); } while (true); => line 2: No image is open",
        "for (;;) { f(); } function f() { for (;;) { run('Refuse'); } return 1; } => line 2: refused on principle",
        "x = f(1); function f(n) { run('Refuse'); return n; } => line 2: refused on principle",
        "for (i = 0; i < 3; i++) eval('for (;;) { run(\"Refuse\"); }'); => line 2: eval, line 1: refused on principle",
        "for (;;) { run('Nonsense...'); } => line 2: Unrecognized command: \"Nonsense...\"",
        "for (;;) { open('/no/such/image.png'); } => line 2: File not found: /no/such/image.png",
        "for (;;) { exit('nothing to do'); } => line 2: nothing to do",
        "for (;;) { File.openDialog('an image'); } => line 2: it asks for something in a dialog",
        "for (;;) { eval('x = y;'); } => line 2: eval, line 1: Undefined variable",
        "if (true) { x = newArray(2); y = x[5]; } => line 2: Index (5) out of 0-1 range",
      })
  void aFailedMacroEndsWithOneLine(String macro, String line) throws Exception {
    MacroProcess outcome = runInSession("// a comment\n" + macro + "\nprint('went on');\n");

    assertEquals(1, outcome.exitCode(), outcome.toString());
    // When an image cannot be written, Java's own stack trace comes first.
    List<String> errors =
        outcome.errors().lines().filter(text -> !text.matches("\\s+at .*|java\\.io\\..*")).toList();
    assertEquals(1, errors.size(), outcome.errors());
    assertTrue(errors.get(0).startsWith(folder.resolve("macro.ijm") + ", line 2: "), errors.get(0));
    assertTrue(errors.get(0).contains(line), errors.get(0));
    assertEquals("", outcome.output());
  }

  @Test
  void anErrorOfAnotherMacroNamesBoth() throws Exception {
    Path harmless = Files.writeString(folder.resolve("harmless.ijm"), "x = 1;\n");
    Path failing = folder.resolve("failing.ijm");
    String macro = "for (;;) {\n  runMacro('" + failing + "');\n}\nprint('went on');\n";
    String start = folder.resolve("macro.ijm") + ", line 2: ";

    Files.writeString(failing, "// a comment\nfor (;;) {\n  run('Refuse');\n}\n");
    MacroProcess outcome = runInSession(macro);
    assertEquals(1, outcome.exitCode());
    assertEquals(start + failing + ", line 3: refused on principle", outcome.errors().strip());
    assertEquals("", outcome.output());

    Files.writeString(failing, "runMacro('" + harmless + "');\nrun('Refuse');\n");
    outcome = runInSession(macro);
    assertEquals(1, outcome.exitCode());
    assertEquals(
        start + "a macro that it runs, line 2: refused on principle", outcome.errors().strip());
  }

  /** The lines that the page of Apply Network gives for a mask, on probabilities. */
  @Test
  void countsNucleiAsThePageSays() throws Exception {
    String page = Files.readString(Path.of("docs", "apply-network.md"));
    String lines = page.substring(page.indexOf("   setThreshold("));
    String block = lines.substring(0, lines.indexOf("```"));
    MacroProcess outcome =
        runInSession(
            "newImage('probabilities', '32-bit black', 60, 40, 1);\n"
                + "run('Properties...', 'unit=um pixel_width=0.1 pixel_height=0.1');\n"
                + "for (x = 5; x < 50; x += 30) { makeOval(x, 10, 20, 20); run('Set...', 'value=0.9'); }\n"
                + "run('Select None');\n"
                + block
                + "print('nuclei: ' + nResults);\n");
    assertEquals("", outcome.errors());
    assertEquals(0, outcome.exitCode());
    assertTrue(outcome.output().contains("nuclei: 2"), outcome.output());
  }

  @Test
  void aMissingMacroIsNamed() throws Exception {
    MacroProcess outcome =
        MacroProcess.run("test-classes", folder, folder.resolve("absent.ijm").toString());

    assertEquals(1, outcome.exitCode());
    assertEquals(
        "There is no macro file " + folder.resolve("absent.ijm"), outcome.errors().strip());
  }

  private MacroProcess runMacro(String macro, String argument)
      throws IOException, InterruptedException {
    Path file = Files.writeString(folder.resolve("macro.ijm"), macro);
    return MacroProcess.run("test-classes", folder, file.toString(), argument);
  }

  private MacroProcess runInSession(String macro) throws IOException {
    Path file = Files.writeString(folder.resolve("macro.ijm"), macro);
    return MacroProcess.run(session, folder, file, "");
  }
}
