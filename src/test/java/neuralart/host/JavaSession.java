package neuralart.host;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A Java of its own that does jobs one after the other: a job is words in a line, separated by
 * tabs, and is answered by a line. What is printed goes where errors go.
 */
final class JavaSession implements AutoCloseable {
  private static final int SECONDS = 120;

  private final Process process;
  private final BufferedWriter jobs;
  private final BufferedReader answers;

  JavaSession(ProcessBuilder builder) throws IOException {
    process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    jobs = process.outputWriter(StandardCharsets.UTF_8);
    answers = process.inputReader(StandardCharsets.UTF_8);
  }

  /**
   * How to start a Java that doesn't last long, with the class path of the tests.
   *
   * @param main the main class
   * @param plugins the folders whose plugins.config list commands, of {@code classes} and {@code
   *     test-classes}
   */
  static List<String> command(String main, String... plugins) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-Dij1.plugin.dirs="
                + Stream.of(plugins)
                    .map(folder -> Path.of("target", folder).toAbsolutePath().toString())
                    .collect(Collectors.joining(File.pathSeparator)),
            "-cp",
            System.getProperty("java.class.path"),
            main));
  }

  /** Has a job done. */
  String answer(List<String> job) throws IOException {
    jobs.write(String.join("\t", job) + "\n");
    jobs.flush();
    String answer = answers.readLine();
    if (answer == null) {
      throw new IOException(
          "That Java has ended with exit code "
              + process.onExit().join().exitValue()
              + ", at the latest in this job: "
              + job);
    }
    return answer;
  }

  @Override
  public void close() throws IOException {
    jobs.close();
  }

  /** What a job does. */
  interface Work {
    String answer(List<String> job) throws Exception;
  }

  /** Does jobs, in that Java, until it is closed. Ends it then, whatever windows are open. */
  static void serve(Work work) throws IOException {
    PrintStream answers = System.out;
    System.setOut(System.err);
    BufferedReader jobs =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String job = jobs.readLine(); job != null; job = jobs.readLine()) {
      Thread watcher = watch();
      String answer;
      try {
        answer = work.answer(List.of(job.split("\t", -1)));
      } catch (Exception | AssertionError e) {
        e.printStackTrace();
        answer = e.toString().lines().findFirst().orElseThrow();
      }
      watcher.interrupt();
      answers.println(answer);
    }
    Runtime.getRuntime().halt(0);
  }

  /** Says where all threads are, and ends Java, if a job takes too long. */
  private static Thread watch() {
    Thread watcher =
        new Thread(
            () -> {
              try {
                TimeUnit.SECONDS.sleep(SECONDS);
              } catch (InterruptedException e) {
                return;
              }
              Thread.getAllStackTraces()
                  .forEach((thread, stack) -> System.err.println(thread + Arrays.toString(stack)));
              Runtime.getRuntime().halt(2);
            });
    watcher.setDaemon(true);
    watcher.start();
    return watcher;
  }
}
