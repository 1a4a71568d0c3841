package neuralart.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import neuralart.model.dl4j.DeepLearning4jFiles;
import neuralart.network.Network;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DeepLearning4J takes long to load, and is needed for users' zips alone. */
@Tag("slow")
class LoadedClassesTest {
  private static final String FOREIGN = " org.deeplearning4j.";
  private static final int SIDE = 32;

  @TempDir Path folder;

  /**
   * What the process does.
   *
   * @param models of which plans are made
   */
  public static void main(String[] models) {
    System.out.println(Models.titles());
    for (String model : models) {
      try (Network network = Models.load(model);
          Plan plan = Draft.of(network, SIDE, SIDE, List.of(), lastLayer(network)).allocate()) {
        plan.forward();
      }
    }
  }

  private static Set<String> lastLayer(Network network) {
    return Set.of(network.layers().get(network.layers().size() - 1).name());
  }

  @Test
  void knownModelsDoNotNeedDeepLearning4j() throws Exception {
    List<String> classes = classesOf("builtin");
    assertTrue(classes.stream().anyMatch(line -> line.contains(" neuralart.model.KnownModel ")));
    assertEquals(List.of(), classes.stream().filter(line -> line.contains(FOREIGN)).toList());
  }

  /** That the test would see them. */
  @Test
  void zipsOfUsersNeedIt() throws Exception {
    Path zip = folder.resolve("net.zip");
    DeepLearning4jFiles.graph().save(zip.toFile());
    assertTrue(classesOf(zip.toString()).stream().anyMatch(line -> line.contains(FOREIGN)));
  }

  private List<String> classesOf(String model) throws IOException, InterruptedException {
    Path log = folder.resolve("classes.txt");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dneuralart.models=" + folder,
                "-Xlog:class+load:file=" + log,
                "-cp",
                System.getProperty("java.class.path"),
                LoadedClassesTest.class.getName(),
                model)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    assertEquals(0, process.waitFor());
    return Files.readAllLines(log);
  }
}
