package neuralart.art;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import neuralart.imagej.DisplayedImage;
import neuralart.network.Network;
import neuralart.network.model.KnownModel;
import neuralart.network.model.Models;
import neuralart.optimize.Monitor;
import neuralart.reference.PyTorch;
import neuralart.reference.RawImage;
import neuralart.reference.TestData;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.databind.JsonNode;

/** Dreams of SqueezeNet against a script of the same recipe in PyTorch, in double precision. */
class DeepDreamReferenceTest {
  private static final String LAYERS = KnownModel.SQUEEZENET.dreamLayers();
  private static final List<String> IMAGES =
      List.of(
          "images/content/tubingen.jpg",
          "images/content/flowers.jpg",
          "images/content/golden_gate.jpg",
          "microscopy/scikit-image/ihc.png",
          "microscopy/scikit-image/chelsea.png",
          "microscopy/bccd/BloodImage_00001.jpg");

  private static Path weights;
  private static Network network;

  @TempDir Path folder;

  @BeforeAll
  static void load() {
    weights = TestData.squeezeNetWeights();
    PyTorch.assumeAvailable();
    System.setProperty("neuralart.models", weights.getParent().toString());
    network = Models.load("squeezenet");
  }

  @AfterAll
  static void close() {
    if (network != null) {
      network.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "KERAS_2017, keras2017, 3, images/content/tubingen.jpg",
    "KERAS_2017, keras2017, 3, microscopy/scikit-image/ihc.png",
    "CHOLLET_2021, chollet2021, 3, images/content/tubingen.jpg"
  })
  void samePicture(DeepDreamPreset preset, String recipe, int octaves, String name)
      throws Exception {
    try (INDArray rgb = image(name, 300, 400)) {
      float[] before = rgb.data().asFloat();
      Comparison comparison = compare(rgb, preset, recipe, octaves, 2);
      double difference = rms(comparison.ours, comparison.theirs);
      double change = rms(comparison.theirs, before);
      System.out.printf(
          "DeepDream %s, %d octaves, %s: differs by %.3g of the change of %.3g%n",
          recipe, octaves, name, difference / change, change);
      assertTrue(difference <= Tolerances.DREAM * change, difference + " of " + change);
    }
  }

  @Test
  void longDreamsReachTheSameObjective() throws Exception {
    double sum = 0;
    for (String name : IMAGES) {
      try (INDArray rgb = image(name, 192, 224)) {
        Comparison comparison = compare(rgb, DeepDreamPreset.KERAS_2017, "keras2017", 3, 20);
        double ratio = comparison.objective / comparison.theirObjective;
        System.out.printf("DeepDream %s: objective %.3f of PyTorch's%n", name, ratio);
        sum += ratio;
      }
    }
    assertEquals(1, sum / IMAGES.size(), Tolerances.LONG_DREAM);
  }

  private record Comparison(
      float[] ours, float[] theirs, double objective, double theirObjective) {}

  private Comparison compare(
      INDArray rgb, DeepDreamPreset preset, String recipe, int octaves, int iterations)
      throws IOException, InterruptedException {
    double step = preset.stepSize(KnownModel.SQUEEZENET);
    DeepDreamOptions options =
        new DeepDreamOptions(
            LayerWeights.parse(LAYERS),
            preset.mean(),
            preset.normalization(),
            step,
            octaves,
            1.4,
            iterations,
            Double.POSITIVE_INFINITY,
            0,
            1);
    Path input = folder.resolve("input.f32");
    Path output = folder.resolve("output.f32");
    RawImage.write(input, rgb);
    JsonNode reference =
        PyTorch.run(
            "dream.py",
            List.of(
                "--recipe", recipe,
                "--weights", weights,
                "--layers", LAYERS,
                "--octaves", octaves,
                "--octave-scale", 1.4,
                "--iterations", iterations,
                "--step", step,
                "--input", input,
                "--height", rgb.size(1),
                "--width", rgb.size(2),
                "--output", output));
    DeepDream.Result result = DeepDream.dream(network, rgb, options, Monitor.NONE);
    try (INDArray dream = result.rgb()) {
      JsonNode losses = reference.get("losses");
      return new Comparison(
          dream.data().asFloat(),
          RawImage.read(output),
          result.objective(),
          losses.get(losses.size() - 1).asDouble());
    }
  }

  private static INDArray image(String name, int height, int width) {
    ImagePlus image = IJ.openImage(TestData.file(name).toString());
    image.setRoi((image.getWidth() - width) / 2, (image.getHeight() - height) / 2, width, height);
    return DisplayedImage.toArray(image.crop());
  }

  private static double rms(float[] a, float[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return Math.sqrt(sum / a.length);
  }
}
