package neuralart.host;

import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * A console that notices the errors among what ImageJ prints on it.
 *
 * <p>Without a display, ImageJ prints what it would show in a message box, whether it is an error
 * or not, and an exception that escapes a plugin only gets logged: the macro goes on. Who prints
 * tells an error from other text. A listener is told of an error instead of it being printed.
 */
final class ImageJMessages extends PrintStream {
  private static final Set<String> LOGGERS_OF_EXCEPTIONS =
      Set.of("ij.Executer.run", "ij.IJ.handleException", "ij.IJ.outOfMemory", "ij.IJ.runPlugIn");
  private static final int CALLERS = 4;

  private final Consumer<String> listener;

  private ImageJMessages(PrintStream console, Consumer<String> listener) {
    super(console, true);
    this.listener = listener;
  }

  /**
   * Listens to both consoles of this JVM.
   *
   * @param listener is told, in the thread that prints it, of every error as ImageJ words it
   */
  static void listen(Consumer<String> listener) {
    System.setOut(new ImageJMessages(System.out, listener));
    System.setErr(new ImageJMessages(System.err, listener));
  }

  @Override
  public void println(String text) {
    errorIn(String.valueOf(text), callers()).ifPresentOrElse(listener, () -> super.println(text));
  }

  /**
   * Returns who prints, the innermost first, each as {@code class.method} without overloads of one
   * name.
   */
  private static List<String> callers() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .map(frame -> frame.getClassName() + "." + frame.getMethodName())
                    .filter(caller -> !caller.startsWith(ImageJMessages.class.getName()))
                    .distinct()
                    .limit(CALLERS)
                    .collect(Collectors.toList()));
  }

  private static Optional<String> errorIn(String text, List<String> callers) {
    String caller = callers.size() > 1 ? callers.get(1) : "";
    boolean error =
        switch (callers.isEmpty() ? "" : callers.get(0)) {
          case "ij.macro.Interpreter.showError" -> true;
          case "ij.IJ.showMessage" ->
              caller.equals("ij.IJ.error")
                  || caller.equals("ij.macro.Functions.exit")
                  || caller.startsWith("ij.plugin.");
          case "ij.IJ.log" -> LOGGERS_OF_EXCEPTIONS.contains(caller);
          default -> false;
        };
    if (!error) {
      return Optional.empty();
    }
    return Optional.of(caller.equals("ij.IJ.outOfMemory") ? "Out of memory." : text);
  }

  /** Returns a message as one line: of a stack trace its first, of anything else all. */
  static String oneLine(String message) {
    String text = message.split("\\R\\s*at ", 2)[0];
    return text.lines()
        .map(String::strip)
        .filter(line -> !line.isEmpty())
        .collect(Collectors.joining(" "));
  }
}
