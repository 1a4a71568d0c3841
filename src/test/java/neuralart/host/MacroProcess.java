package neuralart.host;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  private static final int MINUTES = 2;

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
    File output = folder.resolve("output").toFile();
    File errors = folder.resolve("errors").toFile();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Dij1.plugin.dirs=" + Path.of("target", commands).toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                "neuralart.launch.Launcher"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectOutput(output).redirectError(errors).start();
    assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), "still running");
    String complaints = read(errors).replaceAll("(?m)^.* \\d+ s left\\R", "");
    return new MacroProcess(process.exitValue(), read(output), complaints);
  }

  private static String read(File file) throws IOException {
    return Files.readString(file.toPath(), StandardCharsets.UTF_8);
  }
}
