package neuralart.host;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.Macro_Runner;
import ij.plugin.frame.Editor;
import java.awt.HeadlessException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs one ImageJ macro without a display, and finds out whether it succeeded. */
public final class MacroRunner {
  /**
   * ImageJ hands macro options only to threads whose name starts like this, and lets an error
   * outside of a command end only the macros of threads whose name ends like this.
   */
  private static final String THREAD_NAME = "Run$_Macro$";

  /** How ImageJ words the error of a macro: the message, its line, then the code in that line. */
  private static final Pattern MACRO_ERROR =
      Pattern.compile("(?:Macro Error|No Image): (.*) in line (\\d+)\\n.* \\n(.*)", Pattern.DOTALL);

  private static final String RUNS_FILE = "ij.plugin.Macro_Runner.runMacroFile";
  private static final String RUNS_TEXT = "ij.IJ.runMacro";

  private static final String ASKS =
      "it asks for something in a dialog, which needs a display; give it as the macro's argument";

  private static final String MANAGER = "ij.plugin.frame.RoiManager";
  private static final String ASKS_MANAGER =
      "it uses the ROI Manager, which needs a display; measure into the results, or use overlays";

  private final Path file;
  private final String argument;
  private final Interpreter interpreter = new Interpreter();
  private volatile Optional<String> problem = Optional.empty();

  /**
   * Prepares to run a macro.
   *
   * @param file the macro, in UTF-8
   * @param argument what {@code getArgument()} returns in the macro
   */
  public MacroRunner(Path file, String argument) {
    this.file = file;
    this.argument = argument;
  }

  /** Runs the macro, and returns what was wrong, if anything was, in one line. */
  public Optional<String> run() throws InterruptedException {
    if (!Files.isRegularFile(file)) {
      return Optional.of("There is no macro file " + file.toAbsolutePath());
    }
    String macro;
    try {
      macro = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return Optional.of("The macro file " + file.toAbsolutePath() + " cannot be read: " + e);
    }
    startImageJ();
    ImageJMessages.listen(this::fail);
    Thread thread = new Thread(() -> interpret(macro), THREAD_NAME);
    thread.start();
    thread.join();
    return problem;
  }

  /**
   * Starts ImageJ with its own defaults: it looks for the user's preferences in the home directory.
   */
  private static void startImageJ() {
    String home = System.getProperty("user.home");
    System.setProperty(
        "user.home", Path.of(System.getProperty("java.io.tmpdir"), "no-preferences").toString());
    try {
      IJ.runPlugIn("ij.IJ.init", "");
    } finally {
      System.setProperty("user.home", home);
    }
  }

  private void interpret(String macro) {
    try {
      interpreter.run(Editor.doInclude(macro), argument);
    } catch (Throwable e) {
      if (!Macro.MACRO_CANCELED.equals(e.getMessage())) {
        note(e instanceof HeadlessException ? trace(e) : e.toString());
      } else if (IJ.getErrorMessage() != null) {
        note(IJ.getErrorMessage());
      }
    }
  }

  /**
   * Keeps the first error, and ends the macro, in whatever loop, function or other macro that it
   * runs the error happened. Each interpreter is told: one that isn't goes on behind the loop.
   */
  private void fail(String error) {
    Matcher ofMacro = MACRO_ERROR.matcher(error);
    Interpreter running = Interpreter.getInstance();
    if (!ofMacro.matches() && running != null && isMacroThread()) {
      running.abort(plain(error)); // it comes back here with its line
    }
    if (!ofMacro.matches()) {
      note(error);
    } else if (interpreter.wasError()) {
      note(Integer.parseInt(ofMacro.group(2)), ofMacro.group(1));
    } else {
      int line = Integer.parseInt(ofMacro.group(2));
      note(otherMacro(line, ofMacro.group(3)) + ", line " + line + ": " + ofMacro.group(1));
    }
    if (!interpreter.wasError() && isMacroThread()) {
      try {
        interpreter.abort(error); // it would go on when the macro that it runs has ended
      } catch (RuntimeException canceled) {
        // comes back here too, and throws
      }
    }
    Macro.abort();
  }

  private static boolean isMacroThread() {
    return Thread.currentThread().getName().equals(THREAD_NAME);
  }

  /**
   * Names a macro that the running one runs: a file or {@code eval}.
   *
   * @param line where it failed
   * @param code what ImageJ says stands there
   */
  private static String otherMacro(int line, String code) {
    boolean isFile =
        StackWalker.getInstance()
            .walk(
                frames ->
                    frames
                        .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                        .filter(Set.of(RUNS_FILE, RUNS_TEXT)::contains)
                        .findFirst())
            .filter(RUNS_FILE::equals)
            .isPresent();
    if (!isFile) {
      return "eval";
    }
    String last = Macro_Runner.getFilePath(); // another one if the failed macro ran that before
    return holds(Path.of(last), line, code) ? last : "a macro that it runs";
  }

  /** Whether a line of a file begins like the code, which has blanks of its own and may be cut. */
  private static boolean holds(Path file, int line, String code) {
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      String words = code.replaceAll("\\W", "");
      return lines.skip(line - 1).findFirst().orElse("").replaceAll("\\W", "").startsWith(words);
    } catch (IOException e) {
      return false;
    }
  }

  private void note(String message) {
    int line;
    try {
      line = interpreter.getLineNumber();
    } catch (RuntimeException e) {
      line = 0; // stopped before its first line
    }
    note(line, message);
  }

  private void note(int line, String message) {
    if (problem.isEmpty()) {
      String place = line > 0 ? file + ", line " + line : file.toString();
      problem = Optional.of(place + ": " + plain(message));
    }
  }

  /** What a message says; of a missing display, what for it was needed. */
  private static String plain(String message) {
    if (!message.startsWith(HeadlessException.class.getName())) {
      return ImageJMessages.oneLine(message);
    }
    return message.contains(MANAGER) ? ASKS_MANAGER : ASKS;
  }

  private static String trace(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
