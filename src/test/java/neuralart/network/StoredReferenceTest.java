package neuralart.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import neuralart.model.Models;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.objective.GramDistance;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;
import neuralart.reference.RawImage;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * Activations, losses and gradients against what PyTorch computed once, in double precision: {@code
 * src/test/python/stored_references.py}.
 */
class StoredReferenceTest {
  private static final Path FOLDER = Path.of("src/test/resources/neuralart/reference");

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"builtin", "branches", "vgg"})
  void equalsPyTorch(String name) throws IOException {
    Path stored = FOLDER.resolve(name);
    JsonNode manifest = new ObjectMapper().readTree(stored.resolve("manifest.json").toFile());
    Set<String> layers = new TreeSet<>();
    manifest.get("layers").forEach(layer -> layers.add(layer.asText()));
    try (Network network = network(name);
        Plan plan =
            Draft.of(
                    network,
                    manifest.get("height").asInt(),
                    manifest.get("width").asInt(),
                    objectives(network, manifest.get("objectives")),
                    layers)
                .allocate()) {
      plan.image().put(0, RawImage.read(stored.resolve("image.f32")));
      double value = manifest.get("value").asDouble();
      assertEquals(value, plan.evaluate(), Tolerances.GRADIENT * Math.abs(value));
      for (String layer : layers) {
        assertClose(stored.resolve(layer + ".f32"), Buffers.floats(plan.activation(layer)));
      }
      assertClose(stored.resolve("gradient.f32"), Buffers.floats(plan.gradient()));
    }
  }

  private Network network(String name) throws IOException {
    if (name.equals("builtin")) {
      return Models.load(name);
    }
    Path file = folder.resolve("network.h5");
    try (InputStream compressed = Files.newInputStream(FOLDER.resolve(name + "/network.h5.gz"))) {
      Files.copy(new GZIPInputStream(compressed), file);
    }
    return Models.load(file.toString());
  }

  private static List<Objective> objectives(Network network, JsonNode terms) {
    List<Objective> objectives = new ArrayList<>();
    for (JsonNode term : terms) {
      String layer = term.get("layer").asText();
      double weight = term.get("weight").asDouble();
      int channels = network.layer(layer).channels();
      objectives.add(
          term.get("kind").asText().equals("gram")
              ? new GramDistance(layer, weight, new float[channels * channels])
              : new ActivationEnergy(layer, weight, 0, Mean.LAYER));
    }
    return objectives;
  }

  private static void assertClose(Path file, float[] actual) throws IOException {
    float[] stored = RawImage.read(file);
    double[] expected = new double[stored.length];
    for (int i = 0; i < stored.length; i++) {
      expected[i] = stored[i];
    }
    double error = Tolerances.relativeL2(expected, actual);
    System.out.printf("%s %s: %.2g%n", file.getParent().getFileName(), file.getFileName(), error);
    assertTrue(error <= Tolerances.GRADIENT, file + " differs by " + error);
  }
}
