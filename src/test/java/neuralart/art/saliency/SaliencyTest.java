package neuralart.art.saliency;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import neuralart.image.Picture;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What maps must have in common, and what judges them, on the built-in network. */
class SaliencyTest {
  private static final int SIDE = 48;
  private static final SaliencyTarget TARGET = SaliencyTarget.of("block3_conv1", 5);

  private static Network network;

  @BeforeAll
  static void load() {
    network = Models.load("builtin");
  }

  @AfterAll
  static void close() {
    network.close();
  }

  private static SaliencyMap map(SaliencyOptions options, Picture image) {
    try (Saliency saliency = new Saliency(network, TARGET, options, SIDE, SIDE)) {
      return saliency.run(image, Monitor.NONE).orElseThrow();
    }
  }

  @Test
  void integratedGradientsAddUpToTheDifference() {
    SaliencyOptions options = SaliencyOptions.defaults(SaliencyMethod.INTEGRATED_GRADIENTS);
    SaliencyMap map = map(options, texture());
    double difference = map.value() - map.baseline();
    assertEquals(1, map.total() / difference, 0.02);
  }

  /** Half the image is flat: what covers it with its own grey loses nothing. */
  @Test
  void occlusionFindsWhereSomethingIs() {
    Picture image = texture();
    for (int y = 0; y < SIDE; y++) {
      for (int i = 0; i < 3 * SIDE / 2; i++) {
        image.row(y)[i] = 127.5f;
      }
    }
    SaliencyOptions options =
        new SaliencyOptions(SaliencyMethod.OCCLUSION, true, 1, 0, 1, Baseline.GREY, "", 8, 8, 1);
    float[] map = map(options, image).values();
    double left = 0;
    double right = 0;
    for (int i = 0; i < map.length; i++) {
      left += i % SIDE < SIDE / 2 ? Math.abs(map[i]) : 0;
      right += i % SIDE < SIDE / 2 ? 0 : Math.abs(map[i]);
    }
    assertEquals(0, left / right, 1e-5);
  }

  @ParameterizedTest
  @EnumSource
  void theSameSeedGivesTheSameMap(SaliencyMethod method) {
    SaliencyOptions options = SaliencyOptions.defaults(method);
    float[] first = map(options, texture()).values();
    assertArrayEquals(first, map(options, texture()).values());
    assertEquals(SIDE * SIDE, first.length);
    assertTrue(SaliencyMap.exceeded(first, 0) > 0);
  }

  @ParameterizedTest
  @EnumSource
  void canBeStopped(SaliencyMethod method) {
    try (Saliency saliency =
        new Saliency(network, TARGET, SaliencyOptions.defaults(method), SIDE, SIDE)) {
      assertEquals(Optional.empty(), saliency.run(texture(), progress -> false));
    }
  }

  @Test
  void gradCamTakesTheLastOfTheCoarsestLayers() {
    assertEquals("block2_pool", Saliency.camLayer(network, TARGET, "", SIDE, SIDE));
    assertEquals("block1_conv2", Saliency.camLayer(network, TARGET, "block1_conv2", SIDE, SIDE));
    String message =
        assertThrows(
                IllegalArgumentException.class,
                () -> Saliency.camLayer(network, TARGET, "block4_conv1", SIDE, SIDE))
            .getMessage();
    assertEquals("Layer 'block4_conv1' doesn't lead to what is explained", message);
  }

  @Test
  void curvesBeginAndEndAlike() {
    SaliencyMap map = map(SaliencyOptions.defaults(SaliencyMethod.OCCLUSION), texture());
    try (PixelCurves curves = new PixelCurves(network, TARGET.layer(), TARGET, 8, 1, SIDE, SIDE)) {
      List<PixelCurves.Curve> drawn =
          curves.run(texture(), map.values(), Monitor.NONE).orElseThrow();
      double[] deletion = drawn.get(0).values();
      double[] random = drawn.get(1).values();
      double[] insertion = drawn.get(2).values();
      assertEquals(map.value(), deletion[0], 1e-6);
      assertEquals(map.value(), insertion[8], 1e-6);
      assertEquals(random[8], deletion[8], 1e-6);
      assertEquals(random[0], deletion[0], 1e-6);
    }
  }

  @Test
  void theAreaIsThatUnderTheCurve() {
    assertEquals(0.5, new PixelCurves.Curve("", new double[] {1, 0.5, 0}).area(), 1e-12);
    assertEquals(0.75, new PixelCurves.Curve("", new double[] {1, 1, 0}).area(), 1e-12);
  }

  @Test
  void randomWeightsLeaveTheNetworkAsItIs() {
    SaliencyOptions options = SaliencyOptions.defaults(SaliencyMethod.GRADIENT);
    SaliencyMap before = map(options, texture());
    try (RandomizedWeights weights = new RandomizedWeights(network, TARGET, options)) {
      List<RandomizedWeights.Stage> stages =
          weights.run(texture(), before, Monitor.NONE).orElseThrow();
      assertEquals("block3_conv1", stages.get(0).layer());
      assertEquals("block1_conv1", stages.get(stages.size() - 1).layer());
      for (RandomizedWeights.Stage stage : stages) {
        assertTrue(Math.abs(stage.correlation()) < 0.9, stages.toString());
      }
    }
    assertArrayEquals(before.values(), map(options, texture()).values());
  }

  @Test
  void ranksAreCompared() {
    float[] rising = {1, 2, 3, 4};
    assertEquals(1, Ranks.correlation(rising, new float[] {1, 4, 9, 16}), 1e-12);
    assertEquals(-1, Ranks.correlation(rising, new float[] {4, 3, 2, 1}), 1e-12);
    assertEquals(0, Ranks.correlation(rising, new float[4]), 0);
    // scipy.stats.spearmanr
    assertEquals(0.9486833, Ranks.correlation(rising, new float[] {1, 2, 2, 4}), 1e-7);
  }

  @Test
  void maximaAreMeasuredWithoutTheFewLargest() {
    float[] values = new float[101];
    IntStream.range(0, 101).forEach(i -> values[i] = i % 2 == 0 ? i : -i);
    assertEquals(99, SaliencyMap.exceeded(values, 0.01));
    assertEquals(100, SaliencyMap.exceeded(values, 0));
  }

  private static Picture texture() {
    Random random = new Random(7);
    float[] pixels = new float[SIDE * SIDE * 3];
    for (int i = 0; i < pixels.length; i++) {
      double wave = Math.sin(0.3 * (i / 3 % SIDE) + 0.2 * (i / 3 / SIDE) * (1 + i % 3));
      pixels[i] = (float) (128 + 80 * wave + 20 * random.nextDouble());
    }
    return Picture.of(SIDE, SIDE, 3, pixels);
  }
}
