package neuralart.reference;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Runs the reference scripts in {@code src/test/python}, which compute with PyTorch. */
public final class PyTorch {
  private static final String PYTHON =
      System.getenv().getOrDefault("NEURALART_PYTHON", "/usr/bin/python3");
  private static final String SCRIPTS = "src/test/python/";
  private static final String END = "exit code ";
  private static final Optional<Worker> WORKER = Worker.start();

  private PyTorch() {}

  /** One Python for all scripts: it loads PyTorch once. It ends when this Java does. */
  private record Worker(BufferedWriter requests, BufferedReader answers) {
    static Optional<Worker> start() {
      try {
        Process python =
            new ProcessBuilder(PYTHON, SCRIPTS + "worker.py")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Worker worker =
            new Worker(
                python.outputWriter(StandardCharsets.UTF_8),
                python.inputReader(StandardCharsets.UTF_8));
        return "ready".equals(worker.answers.readLine()) ? Optional.of(worker) : Optional.empty();
      } catch (IOException e) {
        return Optional.empty();
      }
    }

    /** The lines that a script prints. */
    List<String> run(List<String> command) throws IOException {
      requests.write(new ObjectMapper().writeValueAsString(command) + "\n");
      requests.flush();
      List<String> lines = new ArrayList<>();
      for (String line = answers.readLine(); ; line = answers.readLine()) {
        if (line == null || line.startsWith(END) && !line.equals(END + 0)) {
          throw new IOException(command + " failed, " + line + ": " + String.join("\n", lines));
        }
        if (line.startsWith(END)) {
          return lines;
        }
        lines.add(line);
      }
    }
  }

  /** Skips the test that asks where there is no Python with PyTorch and h5py. */
  public static void assumeAvailable() {
    assumeTrue(WORKER.isPresent(), "skipped: " + PYTHON + " has no PyTorch and h5py");
  }

  /** Skips the test that asks where that Python has no ONNX either. */
  public static void assumeOnnx() throws IOException {
    assumeAvailable();
    boolean there = run("has_module.py", List.of("onnx")).asBoolean();
    assumeTrue(there, "skipped: " + PYTHON + " has no onnx (Debian: python3-onnx)");
  }

  /** Runs a script and reads the JSON in the last line that it prints. */
  public static synchronized JsonNode run(String script, List<?> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(SCRIPTS + script));
    arguments.forEach(argument -> command.add(argument.toString()));
    List<String> lines = WORKER.orElseThrow().run(command);
    return new ObjectMapper().readTree(lines.get(lines.size() - 1));
  }
}
