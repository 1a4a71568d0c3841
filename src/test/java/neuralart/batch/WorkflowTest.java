package neuralart.batch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.io.FileSaver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The workflow for clusters: what it would do, and how it cuts images into jobs. */
@Tag("slow")
class WorkflowTest {
  private static final Path CLUSTER = Path.of("docs", "cluster").toAbsolutePath();
  private static final int MINUTES = 2;

  @TempDir Path folder;

  @Test
  void snakemakeWouldRunIt() throws Exception {
    assumeTrue(isThere("snakemake", "--version"), "skipped: snakemake is not installed");
    makeImages();
    Files.writeString(folder.resolve("my.yaml"), "inputs: images\noutput: results\n");
    String snakefile = CLUSTER.resolve("Snakefile").toString();
    String plan =
        run("snakemake", "-s", snakefile, "--configfile", "my.yaml", "--cores", "2", "-n");
    for (String rule : List.of("images", "summary", "report")) {
      assertTrue(plan.contains("rule " + rule), plan);
    }
    assertTrue(plan.contains("output: results/summaries/00001.csv"), plan);
    assertTrue(plan.contains("This was a dry-run"), plan);
  }

  /** Neural Art is a script here, which notes its options and ends with a code. */
  @Test
  void valuesOfATableReachTheCommandAndOnlyWantOfMemoryIsTriedAgain() throws Exception {
    assumeTrue(isThere("snakemake", "--version"), "skipped: snakemake is not installed");
    makeImages();
    Files.writeString(folder.resolve("my.csv"), "input,layer\nimages/a.tif,b1\nimages/b.png,b2\n");
    assertEquals(1, fail(2).size()); // wrong usage, and a crash: one try
    assertEquals(1, fail(4).size());
    List<String> tries = fail(3);
    assertEquals(4, tries.size());
    assertTrue(tries.get(0).contains("--options layers=[{layer}=1] --format"), tries.get(0));
    assertTrue(tries.get(0).contains("--memory 4000 "), tries.get(0));
    assertTrue(tries.get(3).contains("--memory 32000 "), tries.get(3));
    assertEquals(1, fail(1).size()); // a summary without rows isn't taken
    assertFalse(Files.exists(folder.resolve("results/summary.csv")));

    String rows =
        "for name in a.tif b.png; do echo $PWD/images/$name,,,,,1,,broken >>${17}; done; exit 1";
    String log = workflow(0, rows);
    assertEquals(3, Files.readAllLines(folder.resolve("results/summary.csv")).size(), log);
    assertTrue(Files.readString(folder.resolve("results/report.html")).contains("2 failed"), log);
  }

  /** Lets the workflow fail by a code of Neural Art; returns the options of its calls. */
  private List<String> fail(int code) throws Exception {
    workflow(1, "exit " + code);
    return Files.readAllLines(folder.resolve("calls"));
  }

  private String workflow(int exitCode, String script) throws Exception {
    Files.deleteIfExists(folder.resolve("calls"));
    Path program =
        Files.writeString(
            folder.resolve("program"),
            "#!/bin/bash\necho \"$*\" >>calls\necho " + Row.head().strip() + " >${17}\n" + script);
    assertTrue(program.toFile().setExecutable(true));
    Files.writeString(
        folder.resolve("my.yaml"),
        "inputs: my.csv\noutput: results\nneural_art: ./program\noptions: layers=[{layer}=1]\n");
    String snakefile = CLUSTER.resolve("Snakefile").toString();
    return run(exitCode, "snakemake", "-s", snakefile, "--configfile", "my.yaml", "--cores", "2");
  }

  @Test
  void jobsHaveAboutAsManyPixels() throws Exception {
    assumeTrue(isThere("python3", "--version"), "skipped: Python is not installed");
    makeImages();
    String script = CLUSTER.resolve("chunks.py").toString();
    run("python3", script, "images", "chunks", "25000");
    String same = "input,n\nimages/a.tif,1\nimages/b.png,1\nimages/a.tif,2\n";
    Files.writeString(folder.resolve("rows.csv"), same);
    run("python3", script, "rows.csv", "rows", "20000");
    assertEquals(List.of("a.tif", "a.tif"), inputs(folder.resolve("rows/00001.csv")));
    Files.createDirectories(folder.resolve("images/results"));
    save("RGB", 1, folder.resolve("images/results/a.tif"));
    run("python3", script, "images", "images/results/chunks", "1000000");
    assertEquals(5, inputs(folder.resolve("images/results/chunks/00001.csv")).size());
    try (Stream<Path> files = Files.list(folder.resolve("chunks"))) {
      List<List<String>> chunks =
          files
              .sorted()
              .map(WorkflowTest::inputs)
              .toList(); // of 10000 pixels each, the stack 30000
      assertEquals(
          List.of(List.of("a.tif", "b.png"), List.of("c.jpg"), List.of("d.tif"), List.of("e.tif")),
          chunks);
    }
  }

  private static List<String> inputs(Path chunk) {
    try {
      return Csv.parse(Files.readString(chunk), ',').stream()
          .skip(1)
          .map(row -> Path.of(row.get(0)).getFileName().toString())
          .toList();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void makeImages() throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    save("16-bit", 1, images.resolve("a.tif"));
    save("8-bit", 1, images.resolve("b.png"));
    save("RGB", 1, images.resolve("c.jpg"));
    save("8-bit", 3, images.resolve("d.tif"));
    save("RGB", 1, images.resolve("e.tif"));
  }

  private static void save(String type, int slices, Path file) throws IOException {
    ImagePlus image = IJ.createImage("image", type + " ramp", 100, 100, slices);
    String format = file.toString().replaceFirst(".*\\.", "");
    boolean saved =
        format.equals("tif")
            ? new FileSaver(image).saveAsTiff(file.toString())
            : ImageIO.write(image.getBufferedImage(), format, file.toFile());
    assertTrue(saved, file.toString());
  }

  private static boolean isThere(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    }
  }

  private String run(String... command) throws IOException, InterruptedException {
    return run(0, command);
  }

  private String run(int exitCode, String... command) throws IOException, InterruptedException {
    Path output = folder.resolve("output");
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), "still running");
    assertEquals(exitCode, process.exitValue(), Files.readString(output));
    return Files.readString(output);
  }
}
