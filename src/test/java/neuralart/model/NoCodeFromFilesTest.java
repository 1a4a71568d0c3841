package neuralart.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import neuralart.model.dl4j.DeepLearning4jFiles;
import neuralart.network.Network;
import neuralart.reference.Tolerances;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;

/** Files of DeepLearning4J that would run code of their author, if they were let. */
class NoCodeFromFilesTest {
  private static boolean ran;

  @TempDir Path folder;

  /** Says that it was deserialised. */
  private static final class Payload implements Serializable {
    private static final long serialVersionUID = 1;

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
      in.defaultReadObject();
      ran = true;
    }
  }

  /** Says that it was loaded: DeepLearning4J would accept it as a function. */
  static final class ForeignFunction extends ActivationReLU {
    private static final long serialVersionUID = 1;

    static {
      ran = true;
    }
  }

  @BeforeEach
  void reset() {
    ran = false;
  }

  private Path save(String name) throws IOException {
    Path file = folder.resolve(name);
    ModelSerializer.writeModel(DeepLearning4jFiles.graph(), file.toFile(), false);
    return file;
  }

  @Test
  void sourcesDoNotDeserialize() throws IOException {
    Pattern danger = Pattern.compile("ObjectInputStream|ModelSerializer|SerializationUtils");
    assertEquals(List.of(), sources(Path.of("src/main/java"), danger));
    Pattern loading = Pattern.compile("forName|loadClass|newInstance");
    assertEquals(List.of(), sources(Path.of("src/main/java/neuralart/model"), loading));
  }

  private static List<Path> sources(Path folder, Pattern with) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> with.matcher(text(file)).find())
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void preprocessorsAreNotDeserialized() throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(new Payload());
    }
    Path file = save("payload.zip");
    Map<String, byte[]> entries = DeepLearning4jFiles.entries(file);
    entries.put("preprocessor.bin", bytes.toByteArray());
    entries.put("normalizer.bin", bytes.toByteArray());
    DeepLearning4jFiles.write(file, entries);
    String message = refusal(file);
    assertTrue(message.contains("payload.zip") && message.contains("normalizer.bin"), message);
    assertFalse(ran);
    entries.remove("normalizer.bin");
    DeepLearning4jFiles.write(file, entries);
    try (Network network = Models.load(file.toString())) {
      assertFalse(network.layers().isEmpty());
    }
    assertFalse(ran);
  }

  @Test
  void foreignClassesAreNotLoaded() throws IOException {
    String own = "\"" + ActivationReLU.class.getName() + "\"";
    String foreign =
        "\"neuralart.model.NoCodeFromFilesTest$ForeignFunction\""; // not to load it here
    List<UnaryOperator<String>> ways =
        List.of(
            json -> json.replaceFirst(Pattern.quote(own), quoted(foreign)),
            json ->
                json.replaceFirst(
                    Pattern.quote("\"@class\" : " + own),
                    quoted("\"@class\" : " + foreign + ", \"@class\" : " + own)),
            json ->
                json.replaceFirst(
                    "\"activationFn\" : \\{[^}]*}",
                    quoted("\"activationFn\" : [" + foreign + ", {}]")),
            json ->
                json.replaceFirst(
                    "\"activationFn\" : \\{[^}]*}",
                    quoted("\"activationFn\" : [" + foreign + ", \"x\"]")));
    for (UnaryOperator<String> way : ways) {
      Path file = save("foreign.zip");
      Map<String, byte[]> entries = DeepLearning4jFiles.entries(file);
      String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
      assertFalse(way.apply(json).equals(json), json);
      entries.put("configuration.json", way.apply(json).getBytes(StandardCharsets.UTF_8));
      DeepLearning4jFiles.write(file, entries);
      try (Network network = Models.load(file.toString())) {
        assertFalse(network.layers().isEmpty()); // the last of two values counts
      } catch (IllegalArgumentException e) {
        assertTrue(e.getMessage().contains("ForeignFunction', which is no part"), e.getMessage());
      }
      assertFalse(ran);
    }
  }

  private static String quoted(String replacement) {
    return java.util.regex.Matcher.quoteReplacement(replacement);
  }

  @ParameterizedTest
  @CsvSource({"-1, 1", "0, 1", "0, 255"})
  void savedRangesAreUsed(double black, double white) throws IOException {
    Path file = save("scaled.zip");
    ModelSerializer.addNormalizerToModel(file.toFile(), new ImagePreProcessingScaler(black, white));
    Model model = Models.of(file.toString());
    assertEquals(black, model.preprocessing().black()[0], white * Tolerances.FEATURE_MAP);
    assertEquals(white, model.preprocessing().white()[0], white * Tolerances.FEATURE_MAP);
  }

  @Test
  void otherNormalizersTellNothing() throws IOException {
    Path file = save("standardized.zip");
    NormalizerStandardize normalizer =
        new NormalizerStandardize(Nd4j.ones(1, 3), Nd4j.ones(1, 3).mul(2));
    ModelSerializer.addNormalizerToModel(file.toFile(), normalizer);
    assertEquals(1, Models.of(file.toString()).preprocessing().white()[0], Tolerances.FEATURE_MAP);
  }

  @ParameterizedTest
  @CsvSource({"NaN, 1", "1, 1", "0, 1e39"})
  void rangesThatCanNotBeAreRefused(double black, double white) throws IOException {
    Path file = save("scaled.zip");
    ModelSerializer.addNormalizerToModel(file.toFile(), new ImagePreProcessingScaler(black, white));
    assertTrue(refusal(file).contains("the range of pixels"), refusal(file));
  }

  @Test
  void sizesAreCheckedBeforeMemoryIsTaken() throws IOException {
    Path file = save("huge.zip");
    Map<String, byte[]> entries = DeepLearning4jFiles.entries(file);
    byte[] weights = entries.get("coefficients.bin");
    int type = new String(weights, StandardCharsets.ISO_8859_1).lastIndexOf("\0\5FLOAT");
    weights[type - 6] = 0x7f; // of the eight bytes of the length
    DeepLearning4jFiles.write(file, entries);
    assertTrue(refusal(file).contains("says that it has"), refusal(file));
    entries.put("coefficients.bin", new byte[200_000_000]);
    DeepLearning4jFiles.write(file, entries);
    assertTrue(refusal(file).contains("too much for its size"), refusal(file));
    entries.remove("coefficients.bin");
    DeepLearning4jFiles.write(file, entries);
    assertTrue(refusal(file).contains("no weights"), refusal(file));
  }

  private static String refusal(Path file) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Models.load(file.toString()))
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }
}
