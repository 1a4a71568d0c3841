package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A macro that was run as a user runs it: in a Java of its own, without a display.
 *
 * @param exitCode 0 for success
 * @param output what it printed
 * @param errors what it printed on standard error, without the progress of what takes long
 */
record MacroProcess(int exitCode, String output, String errors) {
  private static final int MINUTES = 4;

  /**
   * Runs a macro, and waits for its end.
   *
   * @param commands the folder whose plugins.config lists the commands: {@code classes} or {@code
   *     test-classes}
   * @param folder for what it prints
   * @param arguments the macro's file and its argument
   */
  static MacroProcess run(String commands, Path folder, String... arguments)
      throws IOException, InterruptedException {
    return run(List.of(), commands, folder, arguments);
  }

  /** The same in a Java with options. */
  static MacroProcess run(List<String> options, String commands, Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = JavaSession.command("neuralart.launch.Launcher", commands);
    command.addAll(1, options);
    command.addAll(List.of(arguments));
    return run(new ProcessBuilder(command), folder);
  }

  /** The same in a Java of one's own. */
  static MacroProcess run(ProcessBuilder java, Path folder)
      throws IOException, InterruptedException {
    Process process =
        java.redirectOutput(output(folder).toFile()).redirectError(errors(folder).toFile()).start();
    assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), "still running");
    return of(process.exitValue(), folder);
  }

  /** A Java for macros that needn't have one each: it runs one after the other. */
  static JavaSession session() throws IOException {
    return new JavaSession(
        new ProcessBuilder(
            JavaSession.command(MacroSession.class.getName(), "classes", "test-classes")));
  }

  /**
   * Runs a macro in such a Java.
   *
   * @param folder for what it prints
   */
  static MacroProcess run(JavaSession session, Path folder, Path macro, String argument)
      throws IOException {
    List<String> job =
        List.of(macro.toString(), output(folder).toString(), errors(folder).toString(), argument);
    return of(Integer.parseInt(session.answer(job)), folder);
  }

  private static Path output(Path folder) {
    return folder.resolve("output");
  }

  private static Path errors(Path folder) {
    return folder.resolve("errors");
  }

  private static MacroProcess of(int exitCode, Path folder) throws IOException {
    String progress = "(?m)^[^/\\\\]+: .*(\\d+ (s|min) left|\\d+ of \\d+( done)?)\\R";
    String complaints = read(errors(folder)).replaceAll(progress, "");
    return new MacroProcess(exitCode, read(output(folder)), complaints);
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
