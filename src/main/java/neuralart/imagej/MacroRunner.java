package neuralart.imagej;

import ij.IJ;
import ij.Macro;
import ij.macro.Interpreter;
import ij.plugin.frame.Editor;
import java.awt.HeadlessException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Runs one ImageJ macro without a display, and finds out whether it succeeded. */
final class MacroRunner {
  /**
   * ImageJ hands macro options only to threads whose name starts like this, and lets an error
   * outside of a command end only the macros of threads whose name ends like this.
   */
  private static final String THREAD_NAME = "Run$_Macro$";

  private final Path file;
  private final String argument;
  private final Interpreter interpreter = new Interpreter();
  private volatile Optional<Throwable> thrown = Optional.empty();

  /**
   * Prepares to run a macro.
   *
   * @param file the macro, in UTF-8
   * @param argument what {@code getArgument()} returns in the macro
   */
  MacroRunner(Path file, String argument) {
    this.file = file;
    this.argument = argument;
  }

  /** Runs the macro, and returns what was wrong, if anything was, in one line. */
  Optional<String> run() throws InterruptedException {
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
    ImageJMessages.listen();
    Thread thread = new Thread(() -> interpret(macro), THREAD_NAME);
    thread.start();
    thread.join();
    return problem().map(problem -> where() + ": " + problem);
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
      thrown = Optional.of(e);
    }
  }

  private Optional<String> problem() {
    if (interpreter.wasError() && interpreter.getErrorMessage() != null) {
      return Optional.of(ImageJMessages.oneLine(interpreter.getErrorMessage()));
    }
    return ImageJMessages.firstError()
        .or(
            () ->
                thrown
                    .filter(e -> !Macro.MACRO_CANCELED.equals(e.getMessage()))
                    .map(MacroRunner::describe))
        .or(
            () ->
                thrown
                    .flatMap(e -> Optional.ofNullable(IJ.getErrorMessage()))
                    .map(ImageJMessages::oneLine));
  }

  private static String describe(Throwable thrown) {
    return thrown instanceof HeadlessException
        ? "it asks for something in a dialog, which needs a display; give it as the macro's argument"
        : thrown.toString();
  }

  /**
   * Returns the macro file and, unless another macro that it runs was stopped, the line it was
   * stopped at.
   */
  private String where() {
    if (interpreter.wasError()) {
      String message = ImageJMessages.oneLine(String.valueOf(interpreter.getErrorMessage()));
      Pattern place = Pattern.compile(Pattern.quote(message) + " in line (\\d+)");
      Matcher matcher = place.matcher(ImageJMessages.firstError().orElse(""));
      return matcher.find() ? file + ", line " + matcher.group(1) : file.toString();
    }
    try {
      return thrown.isPresent() ? file + ", line " + interpreter.getLineNumber() : file.toString();
    } catch (RuntimeException e) {
      return file.toString(); // stopped before its first line
    }
  }
}
