package neuralart.model.keras;

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
import java.util.stream.IntStream;
import neuralart.image.Picture;
import neuralart.model.Model;
import neuralart.model.Models;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;
import neuralart.reference.PyTorch;
import neuralart.reference.RawImage;
import neuralart.reference.TestData;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Whole networks of users, as Keras saved them or as its documentation says that it does. */
@Tag("slow")
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
  @CsvSource({
    "resnet, 2 3 4",
    "resnet_v2, 2 3 4",
    "densenet, 2 3 4",
    "xception, 2 3 4",
    "mobilenet, 2 3 4",
    "mobilenet_v2, 2 3 4",
    "mobilenet_v3, 2 3 4",
    "efficientnet, 2 3 4",
    "unet, 2 3 4",
    "flattened, 2 3 4",
    "keras1, 1"
  })
  void familiesOfApplicationsEqualPyTorch(String kind, String forms) throws Exception {
    PyTorch.assumeAvailable();
    for (String form : forms.split(" ")) {
      for (String order : List.of("last", "first")) {
        Path file = makeApplication(kind, form, order, "tensorflow");
        compare(file, 32, 32, false);
        compare(file, 48, 36, true);
      }
    }
  }

  @Test
  void kernelsOfTheanoAreTurned() throws Exception {
    PyTorch.assumeAvailable();
    compare(makeApplication("resnet", "2", "first", "theano"), 32, 32, false);
    compare(makeApplication("keras1", "1", "first", "theano"), 32, 32, false);
  }

  private Path makeApplication(String kind, String form, String order, String backend)
      throws IOException {
    String ending = form.equals("4") ? ".keras" : ".h5";
    Path file = folder.resolve(kind + form + order + backend + ending);
    PyTorch.run(
        "make_keras_applications.py",
        List.of(
            "--kind",
            kind,
            "--form",
            form,
            "--order",
            order,
            "--backend",
            backend,
            "--output",
            file));
    return file;
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
      try (Plan plan = Draft.of(network, height, width, List.of(), kept).allocate()) {
        int colors = channels == 1 ? 3 : channels;
        network.preprocessing().write(texture(height, width, colors), plan.image());
        plan.forward();
        RawImage.write(folder.resolve("image.f32"), Buffers.floats(plan.image()));
        for (String layer : kept) {
          RawImage.write(
              folder.resolve(layer.replace('/', '.') + ".f32"),
              Buffers.floats(plan.activation(layer)));
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
  private static Picture texture(int height, int width, int channels) {
    Random random = new Random(7);
    float[] pixels = new float[height * width * channels];
    for (int i = 0; i < pixels.length; i++) {
      int pixel = i / channels;
      double wave = Math.sin(0.3 * (pixel % width) + 0.2 * (pixel / width) * (1 + i % channels));
      pixels[i] = (float) Math.min(255, Math.max(0, 128 + 80 * wave + 30 * random.nextGaussian()));
    }
    return Picture.of(height, width, channels, pixels);
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
    try (Network network = said.load()) {
      Picture input = network.preprocessing().toInput(Picture.of(1, 1, 3, 255, 0, 127.5f));
      assertEquals(List.of(-0.5, -1.0, 1.25), rounded(input));
      assertEquals(List.of(255.0, 0.0, 127.5), rounded(network.preprocessing().toRgb(input)));
    }
    Files.writeString(folder.resolve("functional2.properties"), "range = wide");
    assertTrue(message(file).contains("range=wide, expected two numbers"), message(file));
    Files.writeString(folder.resolve("functional2.properties"), "colour = red");
    assertTrue(message(file).contains("no key 'colour'"), message(file));
  }

  private static List<Double> rounded(Picture picture) {
    float[] values = picture.values();
    return IntStream.range(0, values.length)
        .mapToObj(i -> (double) values[i])
        .map(value -> Math.round(value * 1e4) / 1e4)
        .toList();
  }

  @Test
  void greyNetworksTakeTheLuma() throws Exception {
    PyTorch.assumeAvailable();
    Model model = Models.of(make("sequential", 3).toString());
    Picture input = model.preprocessing().toInput(Picture.of(1, 1, 3, 200, 100, 50));
    double luma = 0.299 * 200 + 0.587 * 100 + 0.114 * 50;
    assertEquals(List.of(Math.round(luma / 255 * 1e4) / 1e4), rounded(input));
    assertEquals(List.of(luma, luma, luma), rounded(model.preprocessing().toRgb(input)));
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
