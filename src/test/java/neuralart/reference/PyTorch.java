package neuralart.reference;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Runs the reference scripts in {@code src/test/python}, which compute with PyTorch. */
public final class PyTorch {
  private static final String PYTHON =
      System.getenv().getOrDefault("NEURALART_PYTHON", "/usr/bin/python3");
  private static final String SCRIPTS = "src/test/python/";
  private static final long MINUTES = 5;
  private static Boolean available;

  private PyTorch() {}

  /** Skips the test that asks where there is no Python with PyTorch and h5py. */
  public static synchronized void assumeAvailable() {
    if (available == null) {
      available = imports();
    }
    assumeTrue(available, "skipped: " + PYTHON + " has no PyTorch and h5py");
  }

  private static boolean imports() {
    try {
      Process python = new ProcessBuilder(PYTHON, "-c", "import torch, h5py").start();
      return python.waitFor() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Runs a script and reads the JSON in the last line that it prints. */
  public static JsonNode run(String script, List<?> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON, SCRIPTS + script));
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process python =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!python.waitFor(MINUTES, TimeUnit.MINUTES) || python.exitValue() != 0) {
      throw new IOException(script + " failed: " + output);
    }
    String[] lines = output.strip().split("\n");
    return new ObjectMapper().readTree(lines[lines.length - 1]);
  }
}
