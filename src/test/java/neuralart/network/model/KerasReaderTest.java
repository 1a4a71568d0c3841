package neuralart.network.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.network.Plan;
import neuralart.reference.PyTorch;
import neuralart.reference.RawImage;
import neuralart.reference.TestData;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Whole networks of users, as Keras saved them or as its documentation says that it does. */
class KerasReaderTest {
  private static final String FACES = "mini_xception_fer/fer2013_mini_XCEPTION.119-0.65.hdf5";

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"functional, 2", "functional, 3", "sequential, 2", "sequential, 3"})
  void madeNetworksEqualPyTorch(String kind, int keras) throws Exception {
    PyTorch.assumeAvailable();
    compare(make(kind, keras), 33, 33, false);
    compare(make(kind, keras), 41, 36, true);
  }

  @ParameterizedTest
  @CsvSource({"malaria_cnn/malaria_cnn.h5, 32", "mnist_ikukang/mnist_cnn.h5, 28", FACES + ", 48"})
  void usersNetworksEqualPyTorch(String name, int side) throws Exception {
    PyTorch.assumeAvailable();
    Path file = TestData.file("usermodels/" + name);
    compare(file, side, side, false);
    compare(file, side + 13, side + 6, true);
  }

  private Path make(String kind, int keras) throws IOException {
    Path file = folder.resolve(kind + keras + ".h5");
    PyTorch.run(
        "make_keras_network.py", List.of("--kind", kind, "--keras", keras, "--output", file));
    return file;
  }

  private void compare(Path file, int height, int width, boolean imagesOnly) throws Exception {
    try (Network network = Models.load(file.toString())) {
      Set<String> kept =
          network.layers().stream()
              .filter(layer -> !imagesOnly || layer.stride() > 0)
              .map(Layer::name)
              .collect(Collectors.toSet());
      int channels = network.preprocessing().mean().length;
      try (Plan plan = network.plan(height, width, List.of(), kept);
          INDArray rgb = texture(height, width)) {
        plan.image().assign(network.preprocessing().toInput(rgb));
        plan.forward();
        RawImage.write(folder.resolve("image.f32"), plan.image());
        for (String layer : kept) {
          RawImage.write(folder.resolve(layer.replace('/', '.') + ".f32"), plan.activation(layer));
        }
      }
      Map<String, Object> manifest =
          Map.of("height", height, "width", width, "channels", channels, "layers", kept);
      Files.writeString(
          folder.resolve("manifest.json"), new ObjectMapper().writeValueAsString(manifest));
    }
    JsonNode errors = PyTorch.run("keras_network.py", List.of(file, folder));
    double worst = 0;
    for (JsonNode error : errors) {
      worst = Math.max(worst, error.asDouble());
    }
    System.out.printf(
        "%s %dx%d: %d layers, activations %.2g%n",
        file.getFileName(), width, height, errors.size(), worst);
    assertTrue(worst <= Tolerances.GRADIENT, errors.toString());
  }

  /** Waves and noise of 0..255. */
  private static INDArray texture(int height, int width) {
    Random random = new Random(7);
    float[] pixels = new float[height * width * 3];
    for (int i = 0; i < pixels.length; i++) {
      double wave = Math.sin(0.3 * (i / 3 % width) + 0.2 * (i / 3 / width) * (1 + i % 3));
      pixels[i] = (float) Math.min(255, Math.max(0, 128 + 80 * wave + 30 * random.nextGaussian()));
    }
    return Nd4j.createFromArray(pixels).reshape(1, height, width, 3);
  }

  @Test
  void layersBehindAFlatteningNeedTheSizeOfTheTraining() throws Exception {
    PyTorch.assumeAvailable();
    try (Network network = Models.load(make("sequential", 2).toString())) {
      assertEquals(10, network.shape("pool", 22, 22).height());
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> network.shape("classes", 40, 40));
      assertTrue(
          refusal.getMessage().contains("'flat'")
              && refusal.getMessage().contains("trained on images of 33 x 33 pixels"),
          refusal.getMessage());
    }
  }

  @Test
  void aFileBesideSaysHowPixelsAreGiven() throws Exception {
    PyTorch.assumeAvailable();
    Path file = make("functional", 2);
    Model usual = Models.of(file.toString());
    assertEquals(1, usual.preprocessing().scale()); // it has a layer that scales
    assertEquals("not stated", usual.license());
    Files.writeString(
        folder.resolve("functional2.properties"),
        "range = -1..1\nmean = 0.5, 0, -0.25\norder = BGR\nlicense = CC0\nlayers = joined=2\n");
    Model said = Models.of(file.toString());
    assertEquals("CC0", said.license());
    assertEquals("joined=2", said.dreamLayers());
    try (Network network = said.load();
        INDArray rgb = Nd4j.createFromArray(new float[] {255, 0, 127.5f}).reshape(1, 1, 1, 3);
        INDArray input = network.preprocessing().toInput(rgb);
        INDArray back = network.preprocessing().toRgb(input)) {
      assertEquals(List.of(-0.5, -1.0, 1.25), rounded(input));
      assertEquals(List.of(255.0, 0.0, 127.5), rounded(back));
    }
    Files.writeString(folder.resolve("functional2.properties"), "range = wide");
    assertTrue(message(file).contains("range=wide, expected two numbers"), message(file));
    Files.writeString(folder.resolve("functional2.properties"), "colour = red");
    assertTrue(message(file).contains("no key 'colour'"), message(file));
  }

  private static List<Double> rounded(INDArray array) {
    return Arrays.stream(array.dup().data().asDouble())
        .mapToObj(value -> Math.round(value * 1e4) / 1e4)
        .toList();
  }

  @Test
  void greyNetworksTakeTheLuma() throws Exception {
    PyTorch.assumeAvailable();
    Model model = Models.of(make("sequential", 3).toString());
    try (INDArray rgb = Nd4j.createFromArray(new float[] {200, 100, 50}).reshape(1, 1, 1, 3);
        INDArray input = model.preprocessing().toInput(rgb);
        INDArray back = model.preprocessing().toRgb(input)) {
      double luma = 0.299 * 200 + 0.587 * 100 + 0.114 * 50;
      assertEquals(List.of(Math.round(luma / 255 * 1e4) / 1e4), rounded(input));
      assertEquals(List.of(luma, luma, luma), rounded(back));
    }
    assertEquals("conv=1", model.dreamLayers());
    assertEquals(6, model.recipeLayers().size());
  }

  @Test
  void unknownLayersAreRefusedByName() throws Exception {
    PyTorch.assumeAvailable();
    Path file = make("functional", 2);
    PyTorch.run("replace_in_file.py", List.of(file, "PReLU", "Mystery"));
    try (Network network = Models.load(file.toString())) {
      assertEquals("norm_1", network.layers().get(network.layers().size() - 1).name());
      IllegalArgumentException refusal =
          assertThrows(IllegalArgumentException.class, () -> network.layer("pool"));
      assertTrue(
          refusal.getMessage().contains("layer 'prelu' (Mystery) is of a kind"),
          refusal.getMessage());
    }
  }

  @Test
  void otherFilesAreRefusedInOneLine() throws Exception {
    PyTorch.assumeAvailable();
    byte[] bytes = Files.readAllBytes(make("sequential", 2));
    Path damaged = folder.resolve("damaged.h5");
    for (int length : new int[] {0, 10, 700, 3000, bytes.length / 2, bytes.length - 1}) {
      Files.write(damaged, Arrays.copyOf(bytes, length));
      assertTrue(message(damaged).contains("damaged.h5"), message(damaged));
    }
    Path weights = TestData.squeezeNetWeights();
    assertTrue(message(weights).contains("no architecture"), message(weights));
    Path onnx = TestData.file("usermodels/bioimageio_unet2d_nuclei_broad/weights.onnx");
    assertTrue(message(onnx).contains("ONNX"), message(onnx));
    Path absent = folder.resolve("absent.h5");
    assertTrue(message(absent).contains("absent.h5") && message(absent).contains("path"));
  }

  private static String message(Path file) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Models.load(file.toString()))
            .getMessage();
    assertEquals(1, message.lines().count(), message);
    return message;
  }
}
