package neuralart.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import neuralart.art.maps.ReferenceRun;
import neuralart.model.bioimage.BioimageFiles;
import neuralart.model.bioimage.BioimagePackage;
import neuralart.model.dl4j.DeepLearning4jFiles;
import neuralart.model.tensorflow.SavedModelTest;
import neuralart.network.Network;
import neuralart.network.NetworkDescription.Output;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Packages of bioimage.io of both specifications, as folders and zips, in ONNX and Keras. */
class BioimagePackagesTest {
  private static final String PROPERTY = "neuralart.models";
  private static final int HEIGHT = 5;
  private static final int WIDTH = 7;
  private final String before = System.getProperty(PROPERTY);

  @TempDir Path folder;

  @AfterEach
  void lookWhereItWas() {
    if (before == null) {
      System.clearProperty(PROPERTY);
    } else {
      System.setProperty(PROPERTY, before);
    }
  }

  private static float[] floats(JsonNode numbers) {
    float[] values = new float[numbers.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) numbers.get(i).asDouble();
    }
    return values;
  }

  private static byte[] array(float[] values) {
    return BioimageFiles.array(values, 1, 2, HEIGHT, WIDTH);
  }

  /** A package without operations, whose test must pass. */
  private static Map<String, byte[]> plain(boolean recent) {
    float[] values = new float[2 * HEIGHT * WIDTH];
    float[] expected = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = i - 20;
      expected[i] = Math.max(0, values[i]);
    }
    return BioimageFiles.withOnnx(
        recent
            ? BioimageFiles.recent("[]", "[]", array(values), array(expected))
            : BioimageFiles.old("[]", "[]", array(values), array(expected)));
  }

  private Path zip(String name, Map<String, byte[]> files) throws IOException {
    Path file = folder.resolve(name);
    DeepLearning4jFiles.write(file, files);
    return file;
  }

  private static double difference(Path file) {
    Model model = Models.of(file.toString());
    BioimagePackage.Test test = model.test().orElseThrow();
    try (Network network = model.load()) {
      List<ReferenceRun.Difference> all =
          ReferenceRun.compare(network, test.input(), test.outputs());
      assertEquals(List.of("mask"), all.stream().map(ReferenceRun.Difference::output).toList());
      return all.get(0).largest() / Math.max(1, all.get(0).magnitude());
    }
  }

  @Test
  void everyPreprocessingIsThatOfNumpyThroughAPackage() throws Exception {
    JsonNode stored;
    try (InputStream stream =
        getClass().getResourceAsStream("/neuralart/reference/processing.json")) {
      stored = new ObjectMapper().readTree(stream);
    }
    float[] values = floats(stored.path("values"));
    double worst = 0;
    int number = 0;
    for (JsonNode one : stored.path("cases")) {
      String operation = one.path("operation").asText();
      if (operation.contains("reference_tensor")) {
        continue; // the input is its own reference there
      }
      float[] expected = floats(one.path("expected"));
      for (int i = 0; i < expected.length; i++) {
        expected[i] = (float) (1 / (1 + Math.exp(-Math.max(0, expected[i]))));
      }
      String list = "[" + operation + "]";
      Map<String, byte[]> files =
          operation.startsWith("{id")
              ? BioimageFiles.recent(list, "[{id: sigmoid}]", array(values), array(expected))
              : BioimageFiles.old(list, "[{name: sigmoid}]", array(values), array(expected));
      Path file = zip("case" + number++ + ".zip", BioimageFiles.withOnnx(files));
      double difference = difference(file);
      worst = Math.max(worst, difference);
      assertTrue(difference < Tolerances.GRADIENT, operation + ": " + difference);
    }
    System.out.printf("%d packages: largest difference %.1e%n", number, worst);
  }

  @Test
  void weightsMayBeArchivesOfKerasAndOfTensorFlow() throws Exception {
    float[] values = new float[2 * HEIGHT * WIDTH];
    float[] expected = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = i - 20;
      expected[i] = Math.max(0, values[i]);
    }
    Map<String, byte[]> keras =
        BioimageFiles.withKerasArchive(
            BioimageFiles.recent("[]", "[]", array(values), array(expected)), folder);
    assertEquals(0, difference(zip("keras.zip", keras)), 1e-6);
    byte[] network;
    byte[] arrays;
    try (InputStream zip = SavedModelTest.class.getResourceAsStream("denoiser.zip");
        InputStream stored = SavedModelTest.class.getResourceAsStream("denoiser.values.zip")) {
      network = zip.readAllBytes();
      arrays = stored.readAllBytes();
    }
    Map<String, byte[]> computed =
        DeepLearning4jFiles.entries(Files.write(folder.resolve("values.zip"), arrays));
    Map<String, byte[]> tensorflow =
        BioimageFiles.withSavedModel(
            BioimageFiles.old("[]", "[]", array(computed, "image"), array(computed, "add/add")),
            network);
    assertEquals(0, difference(zip("tensorflow.zip", tensorflow)), 1e-5);
    assertEquals(0, difference(BioimageFiles.folder(folder.resolve("inside"), tensorflow)), 1e-5);
    tensorflow.put("weights.zip", keras.get("weights.keras"));
    assertLine(
        zip("other.zip", tensorflow),
        "has weights that aren't what it says they are",
        f -> Models.of(f.toString()));
  }

  /** An array that TensorFlow computed, of {@code [1, 8, 10, 2]}. */
  private static byte[] array(Map<String, byte[]> computed, String layer) {
    ByteBuffer bytes = ByteBuffer.wrap(computed.get(layer)).order(ByteOrder.LITTLE_ENDIAN);
    float[] values = new float[8 * 10 * 2];
    bytes.position(4 * Integer.BYTES);
    bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return BioimageFiles.array(values, 1, 8, 10, 2);
  }

  @Test
  void packagesAreFoldersAndZipsOfBothSpecifications() throws Exception {
    for (boolean recent : new boolean[] {false, true}) {
      Path inside = folder.resolve("nuclei" + recent);
      assertEquals(0, difference(BioimageFiles.folder(inside, plain(recent))), 1e-6);
      assertEquals(0, difference(inside.resolve("rdf.yaml")), 1e-6);
      assertEquals(0, difference(zip(recent + ".zip", plain(recent))), 1e-6);
      Map<String, byte[]> deeper = new LinkedHashMap<>();
      plain(recent).forEach((name, bytes) -> deeper.put("model/" + name, bytes));
      assertEquals(0, difference(zip("deeper" + recent + ".zip", deeper)), 1e-6);
    }
    Model model = Models.of(folder.resolve("nucleitrue").toString());
    assertEquals("nucleitrue", model.title());
    assertEquals("CC-BY-4.0", model.license());
    assertEquals("Nuclei: Finds nuclei.", model.credits().about());
    assertEquals("by Ada Author, Bo Builder; cite Ada and Bo 2020 10.1/2", model.credits().line());
    try (Network network = model.load()) {
      Output output = network.description().orElseThrow().outputs().get(0);
      assertEquals(List.of("inside", "border"), output.channels());
      assertEquals("relu", output.layer());
    }
  }

  @Test
  void weightsMayBeThoseOfKeras() throws Exception {
    Map<String, byte[]> files = plain(true);
    files.remove("weights.onnx");
    String description = BioimageFiles.description(files);
    BioimageFiles.put(
        files, "rdf.yaml", description.substring(0, description.indexOf("weights:\n")));
    assertEquals(0, difference(zip("keras.zip", BioimageFiles.withKeras(files, folder))), 1e-6);
  }

  @Test
  void packagesInTheFolderOfModelsAreNetworks() throws Exception {
    Path models = Files.createDirectory(folder.resolve("models"));
    System.setProperty(PROPERTY, models.toString());
    Path source = BioimageFiles.folder(folder.resolve("cells"), plain(true));
    assertEquals(models.resolve("cells"), ModelFolder.add(source.resolve("rdf.yaml")));
    ModelFolder.add(zip("packed.zip", plain(false)));
    assertEquals(List.of("cells", "packed.zip"), Models.packages());
    assertTrue(!Models.titles().contains("weights.onnx"), Models.titles().toString());
    try (Stream<Path> copied = Files.list(models.resolve("cells"))) {
      assertEquals(4, copied.count());
    }
    ModelFolder.Entry entry =
        ModelFolder.entries().stream().filter(e -> e.model().equals("cells")).findFirst().get();
    assertEquals("ready", entry.status());
    assertEquals("Ada Author, Bo Builder", entry.credits().authors());
    String again =
        assertThrows(IllegalStateException.class, () -> ModelFolder.add(source)).getMessage();
    assertTrue(again.startsWith("There is already a cells in"), again);
  }

  @Test
  void whatAPackageSaysOfItsPixelsHolds() throws Exception {
    Path source = BioimageFiles.folder(folder.resolve("cells"), plain(true));
    Files.writeString(folder.resolve("cells.properties"), "mean = 0.5\nlicense = mine");
    String message =
        assertThrows(IllegalArgumentException.class, () -> Models.of(source.toString()))
            .getMessage();
    assertTrue(
        message.endsWith("has the key 'mean', but the package describes its pixels itself"),
        message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "onnx: | tensorflow_js: | has weights as tensorflow_js, torchscript; only those in onnx",
        "onnx: {source: ./weights.onnx} | onnx: {source: gone.onnx} | aren't in the package",
        "onnx: {source: ./weights.onnx} | onnx: {source: ../../weights.onnx} | aren't in the",
        "source: ./weights.onnx | source: weights.onnx, sha256: 00ff | hasn't the SHA-256",
        "type: model | type: dataset | describes a dataset, not a model",
        "0.5.3 | 1.0.0 | has a description of version '1.0.0'; 0.3, 0.4 and 0.5 can be read",
        "id: y, size: {min | id: z, size: {min | takes images with the axes 'bczx'",
        "- id: raw | - {id: a, axes: bcyx}\\n  - id: raw | has 2 inputs, not one image",
        "type: batch | type: bag | describes 'raw' with the axes '?bagcyx'",
        "test_input.npy | test_input.npx | ",
        "test_input.npy | weights.onnx | ",
        "id: raw | id: [raw | isn't YAML",
        "preprocessing: [] | preprocessing: [{id: gamma}] | has the operation 'gamma' on 'raw'",
        "preprocessing: [] | preprocessing: [{id: binarize, kwargs: {threshold: [1, 2, 3]}}]"
            + " | has 3 thresholds for 2 channels"
      })
  void whatCannotBeReadIsToldInOneLine(String from, String to, String words) throws Exception {
    Map<String, byte[]> files = plain(true);
    String text =
        BioimageFiles.description(files)
            .replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to.replace("\\n", "\n")));
    assertTrue(!text.equals(BioimageFiles.description(files)), from);
    BioimageFiles.put(files, "rdf.yaml", text);
    Path file = zip("wrong.zip", files);
    if (words == null) { // its example is gone, which is no reason not to use it
      Models.of(file.toString()).load().close();
      return;
    }
    assertLine(file, words, f -> Models.of(f.toString()));
  }

  @Test
  void aTestWithoutArraysIsRefused() throws Exception {
    Map<String, byte[]> files = plain(true);
    files.put("test_output.npy", "no array".getBytes());
    Path file = zip("broken.zip", files);
    assertLine(file, "has a test_output.npy that isn't an array", f -> Models.of(f + "").test());
    files.put("test_output.npy", BioimageFiles.array(new float[4], 1, 1, 2, 2));
    Path other = zip("other.zip", files);
    String message =
        assertThrows(IllegalArgumentException.class, () -> difference(other)).getMessage();
    assertEquals(
        "The output 'mask' has 7 x 5 pixels with 2 channels, its array for tests 2 x 2 with 1",
        message);
  }

  @Test
  void unknownPostprocessingIsInNobodysWay() throws Exception {
    Map<String, byte[]> files = plain(true);
    String text = BioimageFiles.description(files);
    BioimageFiles.put(
        files, "rdf.yaml", text.replace("postprocessing: []", "postprocessing: [{id: outlines}]"));
    Path file = zip("outlines.zip", files);
    Models.of(file.toString()).load().close();
    String message =
        assertThrows(IllegalArgumentException.class, () -> difference(file)).getMessage();
    String words = "The package has the operation 'outlines' on 'mask', which isn't supported";
    assertTrue(message.startsWith(words), message);
  }

  @Test
  void bombsAreRefused() throws Exception {
    Map<String, byte[]> files = plain(true);
    files.put("weights.onnx", new byte[200_000_000]);
    assertLine(zip("zeros.zip", files), "too much for its size", f -> Models.of(f + ""));
    StringBuilder lol = new StringBuilder("a0: &a0 [x, x]\n");
    for (int i = 1; i < 40; i++) {
      lol.append("a%d: &a%d [*a%d, *a%d]\n".formatted(i, i, i - 1, i - 1));
    }
    Map<String, byte[]> aliases = plain(true);
    BioimageFiles.put(
        aliases, "rdf.yaml", lol + BioimageFiles.description(aliases) + "timestamp: *a39\n");
    assertEquals(0, difference(zip("aliases.zip", aliases)), 1e-6); // nobody unfolds them
    BioimageFiles.put(aliases, "rdf.yaml", "a: " + "[".repeat(5000));
    assertLine(zip("deep.zip", aliases), "is nested more than 64 deep", f -> Models.of(f + ""));
    BioimageFiles.put(aliases, "rdf.yaml", "a: [" + "x,".repeat(200_000) + "]");
    assertLine(zip("many.zip", aliases), "more than 100000 parts", f -> Models.of(f + ""));
    BioimageFiles.put(aliases, "rdf.yaml", "a: " + "x".repeat(2_000_000));
    assertLine(zip("long.zip", aliases), "has more than 1048576 bytes", f -> Models.of(f + ""));
  }

  private static void assertLine(Path file, String words, Consumer<Path> reader) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> reader.accept(file)).getMessage();
    assertEquals(1, message.lines().count(), message);
    assertTrue(message.contains(words), message);
    assertTrue(message.contains(file.getFileName().toString()), message);
  }
}
