package neuralart.batch;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs batches as a worker does: each in a Java of its own. */
@Tag("slow")
class BatchTest {
  private static final int MINUTES = 2;
  private static final int SIGTERM = 143;
  private static final List<String> DREAM =
      List.of(
          "--run", "DeepDream...", "--options", "octaves=1 iterations=2 layers=[block2_conv2=1]");

  @TempDir Path folder;
  private Path inputs;

  /** Images of three kinds, and two files that are none. */
  @BeforeEach
  void makeInputs() throws IOException {
    inputs = Files.createDirectories(folder.resolve("in put"));
    Files.createDirectories(inputs.resolve("sub"));
    save("8-bit", "a.tif");
    save("16-bit", "b.tif");
    save("RGB", "sub/a.tif");
    save("RGB", "c.tif");
    byte[] whole = Files.readAllBytes(inputs.resolve("c.tif"));
    Files.write(inputs.resolve("cut.tif"), Arrays.copyOf(whole, whole.length / 2));
    Files.writeString(inputs.resolve("no.png"), "no image");
  }

  private void save(String type, String name) {
    ImagePlus image = IJ.createImage(name, type + " ramp", 80, 72, 1);
    IJ.saveAsTiff(image, inputs.resolve(name).toString());
  }

  private record Outcome(int exitCode, String output, String errors) {}

  @Test
  void doesWhatCanBeDoneAndSkipsItTheNextTime() throws Exception {
    Outcome first = run(DREAM, "out", "--format", "png", "--threads", "2");
    assertEquals(1, first.exitCode(), first.errors());
    assertEquals(List.of("a.tif.png", "b.tif.png", "c.tif.png", "sub/a.tif.png"), outputs("out"));
    Map<String, Row> rows = rows("out/summary.csv");
    assertEquals(
        "ImageJ can't read the image file " + inputs.resolve("no.png"), error(rows, "no.png"));
    assertTrue(error(rows, "cut.tif").contains("is cut off: it has "), error(rows, "cut.tif"));
    assertEquals("sub/a.tif.png", rows.get(inputs.resolve("sub/a.tif").toString()).outputs());
    assertTrue(Double.parseDouble(rows.get(inputs.resolve("a.tif").toString()).loss()) > 0);

    Files.delete(folder.resolve("out/b.tif.png"));
    save("16-bit", "c.tif");
    Files.delete(inputs.resolve("cut.tif"));
    Files.delete(inputs.resolve("no.png"));
    Outcome second = run(DREAM, "out", "--format", "png");
    assertEquals(0, second.exitCode(), second.errors());
    assertTrue(second.output().contains("2 done, 2 skipped, 0 failed, 0 left"), second.output());

    Outcome third = run(DREAM, "out", "--format", "tif");
    assertTrue(
        third
            .output()
            .contains("left; 4 of those done replaced results of other settings or images"),
        third.output());
    String line = String.join(" ", DREAM.get(1), DREAM.get(3));
    assertTrue(
        third.output().contains("replaced the result of c.tif, which was that of: " + line),
        third.output());
    Row row = rows("out/summary.csv").get(inputs.resolve("c.tif").toString());
    assertEquals(line, row.command());
    String settings =
        Files.readString(folder.resolve("out/.neural-art/settings/" + row.settings() + ".txt"));
    assertTrue(settings.contains("TIF\nrun(\"DeepDream...\", "), settings);
    assertTrue(settings.contains(" octavescale=1.4 iterations=2 "), settings);
    assertEquals(List.of("a.tif.tif", "b.tif.tif", "c.tif.tif", "sub/a.tif.tif"), outputs("out"));
  }

  @Test
  void resultsDependNeitherOnPartsNorOnThreads() throws Exception {
    run(DREAM, "whole");
    run(DREAM, "parts", "--part", "1/2", "--threads", "3");
    run(DREAM, "parts", "--part", "2/2", "--threads", "2");
    assertEquals(4, outputs("whole").size());
    assertEquals(outputs("whole"), outputs("parts"));
    for (String name : outputs("whole")) {
      assertArrayEquals(
          Files.readAllBytes(folder.resolve("whole").resolve(name)),
          Files.readAllBytes(folder.resolve("parts").resolve(name)),
          name);
    }
    assertEquals(
        rows("whole/summary.csv").size(),
        rows("parts/summary-1-of-2.csv").size() + rows("parts/summary-2-of-2.csv").size());
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "skipped: Windows has no such signal")
  void aSignalLetsItFinishTheImageAtHand() throws Exception {
    for (int i = 0; i < 40; i++) {
      save("RGB", "more" + i + ".tif");
    }
    Process process = start(DREAM, "out", "--format", "png");
    while (process.isAlive() && outputs("out").isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
    process.destroy();
    Outcome stopped = end(process);
    assertEquals(SIGTERM, stopped.exitCode(), stopped.errors());
    int there = outputs("out").size();
    assertTrue(there < 44, "it was done before the signal");
    long done = rows("out/summary.csv").values().stream().filter(r -> r.error().isEmpty()).count();
    assertEquals(there, done);
    try (Stream<Path> left = Files.list(folder.resolve("out/.neural-art/tmp"))) {
      assertEquals(0, left.count());
    }
    Outcome rest = run(DREAM, "out", "--format", "png");
    assertTrue(
        rest.output().contains((44 - there) + " done, " + there + " skipped"), rest.output());
  }

  @Test
  void runsAMacroForEachImage() throws Exception {
    Path macro =
        Files.writeString(
            folder.resolve("invert.ijm"),
            """
            part = split(getArgument(), ";");
            open(part[0]);
            run("Invert");
            saveAs(part[2], part[1] + ".inverted.png");
            """);
    List<String> words = List.of("--macro", macro.toString(), "--options", "png");
    Outcome outcome = run(words, "out");
    assertEquals(1, outcome.exitCode());
    assertEquals(4, outputs("out").size());
    String cut = error(rows("out/summary.csv"), "cut.tif");
    assertTrue(cut.contains("cut.tif is cut off: it has "), cut);
    Files.delete(inputs.resolve("cut.tif"));
    String error = error(rows("out/summary.csv"), "no.png");
    assertTrue(error.startsWith(macro + ", line 2: "), error);
    assertTrue(run(words, "out").output().contains("0 done, 4 skipped"));
    Files.writeString(macro, "exit('nothing to do');");
    assertEquals(
        macro + ", line 1: nothing to do", error(rowsOf(run(words, "out"), "out"), "a.tif"));
  }

  @Test
  void layersOfAnImageAreInOneTable() throws Exception {
    Path table =
        Files.writeString(
            folder.resolve("t.csv"),
            "input,layer\nin put/a.tif,block1_conv1\nin put/a.tif,block2_conv1\n");
    List<String> maps = List.of("--run", "Feature Maps...", "--options");
    Outcome outcome = runOn(table, plus(maps, "layer={layer} channels=0 table"), "out");
    assertEquals(0, outcome.exitCode(), outcome.errors());
    assertEquals(
        List.of(
            "in put/a.tif.block1_conv1.tif", "in put/a.tif.block2_conv1.tif", "in put/a.tif.csv"),
        outputs("out"));
    List<List<String>> rows =
        Csv.parse(Files.readString(folder.resolve("out/in put/a.tif.csv")), ',');
    assertEquals(List.of("layer", "Filter", "Mean"), rows.get(0).subList(0, 3));
    assertEquals(List.of("block1_conv1", "0"), rows.get(1).subList(0, 2));
    assertEquals("block2_conv1", rows.get(rows.size() - 1).get(0));
    assertTrue(
        runOn(table, plus(maps, "layer={layer} channels=0 table"), "out")
            .output()
            .contains("0 done, 1 skipped"));
  }

  @Test
  void wrongSettingsAreFoundBeforeAnyImage() throws Exception {
    Outcome layer = run(List.of("--run", "DeepDream...", "--options", "layers=[conv=1]"), "out");
    assertEquals(2, layer.exitCode());
    assertTrue(layer.errors().contains("no layer 'conv'"), layer.errors());
    assertTrue(Files.notExists(folder.resolve("out")));
    Path table =
        Files.writeString(
            folder.resolve("t.csv"), "input,layer\nin put/a.tif,block1_conv1\nin put/b.tif,conv\n");
    Outcome row =
        runOn(table, List.of("--run", "Feature Maps...", "--options", "layer={layer}"), "out");
    assertEquals(2, row.exitCode());
    assertTrue(row.errors().startsWith("The row of in put/b.tif: "), row.errors());
  }

  @Test
  void whatCantGoOnHasACodeOfItsOwn() throws Exception {
    Files.writeString(folder.resolve("file"), "no folder");
    Outcome outcome = run(DREAM, "file");
    assertEquals(4, outcome.exitCode());
    assertTrue(outcome.errors().contains("The batch can't go on: "), outcome.errors());
  }

  @Test
  void tellsOfTablesAndOfWantOfMemory() throws Exception {
    List<String> maps = List.of("--run", "Feature Maps...", "--format", "csv", "--options");
    Outcome none = run(plus(maps, "layer={layer} table"), "none");
    assertEquals(2, none.exitCode());
    assertEquals("The options have {layer}, but only a table has columns", none.errors().strip());
    Outcome tables = run(plus(maps, "layer=block2_conv1 table"), "tables");
    assertEquals(1, tables.exitCode());
    assertTrue(Files.readString(folder.resolve("tables/a.tif.csv")).contains("Filter,Mean,Max"));

    ImagePlus large = IJ.createImage("large", "RGB ramp", 3000, 3000, 1);
    IJ.saveAsTiff(large, inputs.resolve("large.tif").toString());
    Outcome small = run(DREAM, "small", "--memory", "700");
    assertEquals(3, small.exitCode(), small.errors());
    String error = error(rows("small/summary.csv"), "large.tif");
    assertTrue(error.startsWith("Not enough memory"), error);
  }

  private static List<String> plus(List<String> words, String word) {
    return Stream.concat(words.stream(), Stream.of(word)).toList();
  }

  private Map<String, Row> rowsOf(Outcome outcome, String output) throws IOException {
    assertEquals(1, outcome.exitCode());
    return rows(output + "/summary.csv");
  }

  private String error(Map<String, Row> rows, String input) {
    return rows.get(inputs.resolve(input).toString()).error();
  }

  private Map<String, Row> rows(String summary) throws IOException {
    Map<String, Row> rows = new TreeMap<>();
    Row.read(folder.resolve(summary)).forEach(row -> rows.put(row.input(), row));
    return rows;
  }

  private List<String> outputs(String output) throws IOException {
    Path results = folder.resolve(output);
    if (!Files.exists(results)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(results)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> results.relativize(file).toString().replace('\\', '/'))
          .filter(name -> !name.startsWith(".") && !name.startsWith("summary"))
          .sorted()
          .toList();
    }
  }

  private Outcome run(List<String> words, String output, String... more) throws Exception {
    return end(start(words, output, more));
  }

  private Outcome runOn(Path source, List<String> words, String output) throws Exception {
    return end(start(source, words, output));
  }

  private Process start(List<String> words, String output, String... more) throws IOException {
    return start(inputs, words, output, more);
  }

  private Process start(Path source, List<String> words, String output, String... more)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dij1.plugin.dirs=" + new File("target/classes").getAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                "neuralart.launch.Launcher",
                "batch",
                source.toString(),
                folder.resolve(output).toString()));
    command.addAll(words);
    command.addAll(List.of(more));
    return new ProcessBuilder(command)
        .redirectOutput(folder.resolve("output").toFile())
        .redirectError(folder.resolve("errors").toFile())
        .start();
  }

  private Outcome end(Process process) throws IOException, InterruptedException {
    assertTrue(process.waitFor(MINUTES, TimeUnit.MINUTES), "still running");
    return new Outcome(
        process.exitValue(),
        Files.readString(folder.resolve("output")),
        Files.readString(folder.resolve("errors")));
  }
}
