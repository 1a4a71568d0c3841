package neuralart.build;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs macros by the script that stands in the folder of an ImageJ or a Fiji. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "skipped: Windows has a script of its own")
@Tag("slow")
class LauncherTest {
  private static final int MINUTES = 2;
  private static final String MACRO =
      "newImage('a', 'RGB ramp', 100, 80, 1);\n"
          + "run('DeepDream...', 'octaves=1 iterations=1');\n"
          + "print(getTitle(), getArgument());\n"
          + "if (getArgument() == 'fail') run('DeepDream...', 'octaves=none');\n";

  @TempDir Path folder;
  private Path home;
  private Path macro;

  @BeforeEach
  void installScript() throws IOException {
    home = Files.createDirectory(folder.resolve("my application"));
    Path script = Path.of("src", "main", "launchers", "neural-art");
    Files.copy(script, home.resolve("neural-art"));
    assertTrue(home.resolve("neural-art").toFile().setExecutable(true));
    macro = Files.writeString(folder.resolve("a macro.ijm"), MACRO);
  }

  @Test
  void inAnImageJ() throws Exception {
    install(Path.of("plugins", "jars"), Path.of("ij.jar"));
    String java = Path.of(System.getProperty("java.home")).toString();
    Outcome outcome = run(Map.of("JAVA_HOME", java), macro.toString(), "two words");
    assertEquals("", outcome.errors());
    assertEquals("a-dream two words", outcome.output().strip());
    assertEquals(0, outcome.exitCode());

    outcome = run(Map.of("JAVA_HOME", java), "batch", "--help");
    assertTrue(outcome.output().startsWith("usage: neural-art batch INPUTS"), outcome.output());
    assertEquals(0, outcome.exitCode());

    outcome = run(Map.of("JAVA_HOME", java), macro.toString(), "fail");
    assertEquals(
        macro + ", line 4: octaves=none: expected a whole number", outcome.errors().strip());
    assertEquals(1, outcome.exitCode());
  }

  /** A Fiji has its libraries elsewhere, and a Java of its own. */
  @Test
  void inAFiji() throws Exception {
    install(Path.of("jars", "neural-art"), Path.of("jars", "ij-1.54p.jar"));
    Path bin = Files.createDirectories(home.resolve("java/linux64/a jdk/bin"));
    Path real = Path.of(System.getProperty("java.home"), "bin", "java");
    script(bin.resolve("java"), "echo own Java $OMP_WAIT_POLICY; exec '" + real + "' \"$@\"");
    Outcome outcome = run(Map.of("JAVA_HOME", "/nowhere"), macro.toString());
    assertEquals("own Java passive\na-dream", outcome.output().strip());
    assertEquals(0, outcome.exitCode());
  }

  @Test
  void withoutWhatItNeeds() throws Exception {
    Outcome outcome = run(Map.of());
    assertEquals(
        "usage: neural-art FILE.ijm [ARGUMENT], neural-art batch --help, or neural-art check-gpu FOLDER",
        outcome.errors().strip());
    assertEquals(2, outcome.exitCode());

    Path old = Files.createDirectories(folder.resolve("old/bin"));
    script(old.resolve("java"), "echo 'openjdk version \"1.8.0_402\"' >&2");
    Map<String, String> environment =
        Map.of("JAVA_HOME", folder.resolve("old").toString(), "PATH", tools());
    outcome = run(environment, macro.toString());
    assertEquals(
        "Neural Art needs Java 17 or newer: none is in "
            + home.toRealPath()
            + ", in JAVA_HOME or on the path",
        outcome.errors().strip());
    assertEquals(1, outcome.exitCode());
  }

  /** A path with what the script calls, and without a Java. */
  private String tools() throws IOException {
    Path bin = Files.createDirectory(folder.resolve("bin"));
    for (String tool : List.of("dirname", "sed", "head", "find")) {
      Path there = Path.of(Files.exists(Path.of("/usr/bin", tool)) ? "/usr/bin" : "/bin", tool);
      script(bin.resolve(tool), "exec " + there + " \"$@\"");
    }
    return bin.toString();
  }

  private static void script(Path file, String commands) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + commands + "\n");
    assertTrue(file.toFile().setExecutable(true));
  }

  /** Puts the plugin and its libraries where an application has them. */
  private void install(Path libraries, Path imagej) throws IOException {
    Files.createDirectories(home.resolve(libraries));
    Files.createDirectories(home.resolve("plugins"));
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path library = Path.of(entry);
      String name = library.getFileName().toString();
      if (name.matches("ij-.*\\.jar")) {
        Files.copy(library, home.resolve(imagej));
      } else if (name.endsWith(".jar")) {
        Files.copy(library, home.resolve(libraries).resolve(name));
      }
    }
    pack(Path.of("target", "classes"), home.resolve("plugins").resolve("Neural_Art-1.0.jar"));
  }

  private static void pack(Path classes, Path jar) throws IOException {
    try (Stream<Path> files = Files.walk(classes);
        OutputStream file = Files.newOutputStream(jar);
        JarOutputStream entries = new JarOutputStream(file)) {
      for (Path source : files.filter(Files::isRegularFile).toList()) {
        entries.putNextEntry(
            new JarEntry(classes.relativize(source).toString().replace('\\', '/')));
        Files.copy(source, entries);
      }
    }
  }

  private record Outcome(int exitCode, String output, String errors) {}

  private Outcome run(Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(home.resolve("neural-art").toString()));
    command.addAll(List.of(arguments));
    Path output = folder.resolve("output");
    Path errors = folder.resolve("errors");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(errors.toFile())
            .directory(folder.toFile());
    builder.environment().putAll(environment);
    Process process = builder.start();
    assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), "still running");
    return new Outcome(
        process.exitValue(),
        Files.readString(output, StandardCharsets.UTF_8),
        Files.readString(errors, StandardCharsets.UTF_8));
  }
}
