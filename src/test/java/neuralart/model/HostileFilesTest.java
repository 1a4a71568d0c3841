package neuralart.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import neuralart.network.Layer;
import neuralart.network.Network;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Opens damaged and malicious files. More of them: {@code -Dneuralart.files=500}, others: {@code
 * -Dneuralart.files.seed=7}; {@code -Dneuralart.files.verbose=true} prints what is said of each.
 */
class HostileFilesTest {
  private static final long SEED = Long.getLong("neuralart.files.seed", 1);
  private static final int FILES = Integer.getInteger("neuralart.files", 30);
  private static final boolean VERBOSE = Boolean.getBoolean("neuralart.files.verbose");

  /** Far more than a file takes, for a machine that does other things too. */
  private static final int HANGS_SECONDS = 60;

  private static final long GROWTH_BYTES = 100_000_000;
  private static final int SIDE = 32;
  private static final Pattern JAVA = Pattern.compile("java\\.|org\\.|io\\.jhdf|Exception|null");

  @TempDir Path folder;

  private final ExecutorService reader = Executors.newSingleThreadExecutor();
  private int opened;
  private long slowest;
  private String slowestFile = "";

  private interface Maker {
    Path make(int number) throws IOException;
  }

  @Test
  void kerasFilesOpenOrAreRefusedInOneLine() throws Exception {
    openAll("Keras", new HostileVariants(SEED, folder)::keras);
  }

  @Test
  void onnxFilesOpenOrAreRefusedInOneLine() throws Exception {
    openAll("ONNX", new HostileVariants(SEED, folder)::onnx);
  }

  @Test
  void packagesOpenOrAreRefusedInOneLine() throws Exception {
    openAll("bioimage.io", new HostileVariants(SEED, folder)::bioimage);
  }

  @Test
  void deepLearning4jFilesOpenOrAreRefusedInOneLine() throws Exception {
    openAll("DeepLearning4J", new HostileVariants(SEED, folder)::deepLearning4j);
  }

  @Test
  void savedModelsOpenOrAreRefusedInOneLine() throws Exception {
    openAll("SavedModel", new HostileVariants(SEED, folder)::savedModel);
  }

  private void openAll(String kind, Maker maker) throws Exception {
    long before = 0;
    for (int i = 0; i < FILES; i++) {
      Path file = maker.make(i);
      Future<String> outcome = reader.submit(() -> open(file));
      String line = outcome.get(HANGS_SECONDS, TimeUnit.SECONDS);
      if (VERBOSE) {
        System.out.println(line.replace(folder.toString(), "") + " (" + file.getFileName() + ")");
      }
      Files.delete(file);
      if (i == FILES / 3) {
        before = heap();
      }
    }
    reader.shutdown();
    long growth = heap() - before;
    System.out.printf(
        "%s: %d files, %d opened, %d refused, slowest %d ms (%s), heap %+d kB%n",
        kind, FILES, opened, FILES - opened, slowest, slowestFile, growth / 1000);
    assertTrue(growth < GROWTH_BYTES, growth + " bytes");
  }

  private static long heap() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** Opens a file and looks at all of its layers; returns what was said. */
  private String open(Path file) {
    long start = System.nanoTime();
    String line = "opens";
    try (Network network = NetworkFile.read(file, usual -> usual)) {
      opened++;
      for (Layer layer : network.layers()) {
        assertTrue(Float.isFinite(network.preprocessing().scale()));
        requireShapeOrLine(network, layer.name());
      }
    } catch (IllegalArgumentException e) {
      line = e.getMessage();
      requireLine(line, file);
    }
    long milliseconds = (System.nanoTime() - start) / 1_000_000;
    if (milliseconds > slowest) {
      slowest = milliseconds;
      slowestFile = file.getFileName().toString();
    }
    return line;
  }

  private static void requireShapeOrLine(Network network, String layer) {
    try {
      assertTrue(network.shape(layer, SIDE, SIDE).length() > 0);
    } catch (IllegalArgumentException e) {
      assertEquals(1, e.getMessage().lines().count(), e.getMessage());
    }
  }

  private static void requireLine(String line, Path file) {
    String name = file.getFileName().toString();
    assertEquals(1, line.lines().count(), line);
    assertTrue(line.contains(name), line);
    assertTrue(!JAVA.matcher(line.replace(file.toString(), "")).find(), line);
  }
}
