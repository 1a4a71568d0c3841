package neuralart.art.saliency;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import neuralart.image.Picture;
import neuralart.image.Resize;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import neuralart.network.Classifier;
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

/**
 * Every method, and the probabilities of classes, against plain loops in PyTorch, in double
 * precision and with the same noise. A ReLU or a pooling near a tie may decide otherwise in double
 * precision, so each pass takes the decisions of the pass in single precision. SqueezeNet with its
 * own trunk and a generated classifier, and two networks of users on real images. The classes of
 * ResNet50, with generated weights.
 */
@Tag("slow")
class SaliencyReferenceTest {
  private static final int IMAGES = 5;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "squeezenet_top, global_average_pooling2d_1, fire9/concat, 64, 80, 30, 19",
    "malaria_cnn/malaria_cnn.h5, dense_2, max_pooling2d_1, 32, 32, 7, 3",
    "mini_xception_fer/fer2013_mini_XCEPTION.119-0.65.hdf5, global_average_pooling2d_1, add_4, 48,"
        + " 48, 9, 5"
  })
  void everyMethodEqualsPyTorch(
      String model, String output, String cam, int height, int width, int patch, int stride)
      throws IOException {
    PyTorch.assumeAvailable();
    boolean known = isKnown(model);
    Path weights = known ? generated(model, folder) : TestData.file("usermodels/" + model);
    Map<String, double[]> errors = new TreeMap<>();
    try (Network network = load(model, weights)) {
      Classifier classifier = Classifier.of(network, 0).orElseThrow();
      for (int i = 0; i < IMAGES; i++) {
        Picture image = cells(40 * i, height, width);
        double[] probabilities = probabilities(network, classifier, image);
        int[] likeliest = likeliest(probabilities);
        new SaliencyFiles(folder, network, output, cam, patch, stride)
            .write(SaliencyTarget.of(classifier.logits(), likeliest[0]), likeliest[0], image);
        JsonNode result =
            PyTorch.run(
                "saliency.py",
                known ? List.of(weights, folder, "--network", model) : List.of(weights, folder));
        checkClasses(result, probabilities, likeliest);
        int current = i;
        result
            .get("errors")
            .fields()
            .forEachRemaining(
                error ->
                    errors.computeIfAbsent(error.getKey(), method -> new double[IMAGES])[current] =
                        error.getValue().asDouble());
      }
    }
    errors.forEach((method, values) -> check(model, method, values));
  }

  /** At the size that the network was trained on. */
  @Test
  void theLikeliestClassesOfResNet50EqualPyTorch() throws IOException {
    PyTorch.assumeAvailable();
    String model = "resnet50_top";
    Path weights = generated(model, folder);
    Path input = folder.resolve("image.f32");
    Path output = folder.resolve("predictions.f32");
    try (Network network = load(model, weights)) {
      InputSize size = InputSize.of(network, "predictions", 120, 90, 0);
      assertEquals(new InputSize(224, 224), size);
      Picture image = cells(40, size.height(), size.width());
      RawImage.write(input, image);
      PyTorch.run(
          "feature_maps.py",
          List.of(
              "--network",
              model,
              "--weights",
              weights,
              "--layer",
              "predictions",
              "--input",
              input,
              "--height",
              size.height(),
              "--width",
              size.width(),
              "--output",
              output));
      float[] read = RawImage.read(output);
      double[] expected = IntStream.range(0, read.length).mapToDouble(i -> read[i]).toArray();
      Classifier classifier = Classifier.of(network, 0).orElseThrow();
      assertEquals(1000, classifier.classes());
      double[] probabilities = probabilities(network, classifier, image);
      for (int i = 0; i < 5; i++) {
        int expectedClass = likeliest(expected)[i];
        assertEquals(expectedClass, likeliest(probabilities)[i]);
        assertEquals(
            1, probabilities[expectedClass] / expected[expectedClass], Tolerances.EXPORTED);
      }
    }
  }

  /** All images: the reference takes the decisions of ReLUs and poolings in single precision. */
  private static void check(String model, String method, double[] errors) {
    Arrays.sort(errors);
    System.out.printf(Locale.ROOT, "%s, %s: %s%n", model, method, Arrays.toString(errors));
    assertTrue(errors[IMAGES - 1] <= Tolerances.EXPORTED, method + ": " + Arrays.toString(errors));
  }

  /** Whether it is the title of a known network, not the path of one of users. */
  private static boolean isKnown(String model) {
    return KnownModel.titles().contains(model);
  }

  /** Generated weights in the official layout; SqueezeNet has its own below the classifier. */
  private static Path generated(String model, Path folder) throws IOException {
    List<Object> arguments =
        new ArrayList<>(List.of("--network", model, "--seed", 1, "--output", folder));
    if (model.equals("squeezenet_top")) {
      arguments.addAll(List.of("--trunk", TestData.squeezeNetWeights()));
    }
    PyTorch.run("make_weights.py", arguments);
    return folder.resolve(KnownModel.of(model).file().name());
  }

  private static Network load(String model, Path weights) {
    if (!isKnown(model)) {
      return Models.load(weights.toString());
    }
    String before = System.getProperty("neuralart.models", "");
    System.setProperty("neuralart.models", weights.getParent().toString());
    try {
      return Models.load(model);
    } finally {
      System.setProperty("neuralart.models", before);
    }
  }

  private static void checkClasses(JsonNode result, double[] probabilities, int[] likeliest) {
    for (int i = 0; i < result.get("classes").size(); i++) {
      assertEquals(result.get("classes").get(i).asInt(), likeliest[i]);
      assertEquals(
          result.get("probabilities").get(i).asDouble(),
          probabilities[likeliest[i]],
          Tolerances.EXPORTED);
    }
  }

  private static double[] probabilities(Network network, Classifier classifier, Picture image) {
    try (Plan plan =
        Draft.of(network, image.height(), image.width(), List.of(), Set.of(classifier.output()))
            .allocate()) {
      network.preprocessing().write(image, plan.image());
      plan.forward();
      return classifier.probabilities(Buffers.floats(plan.activation(classifier.output())));
    }
  }

  private static int[] likeliest(double[] probabilities) {
    return IntStream.range(0, probabilities.length)
        .boxed()
        .sorted((a, b) -> Double.compare(probabilities[b], probabilities[a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  /** Red blood cells. */
  private static Picture cells(int left, int height, int width) throws IOException {
    BufferedImage image =
        ImageIO.read(TestData.file("microscopy/bccd/BloodImage_00002.jpg").toFile());
    Picture rgb = new Picture(120, 120, 3);
    for (int y = 0; y < 120; y++) {
      for (int x = 0; x < 120; x++) {
        int pixel = image.getRGB(left + x, 150 + y);
        for (int c = 0; c < 3; c++) {
          rgb.row(y)[3 * x + c] = pixel >> 16 - 8 * c & 255;
        }
      }
    }
    return Resize.antialiased(rgb, height, width);
  }
}
