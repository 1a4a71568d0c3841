package neuralart.art.filter;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import neuralart.image.Picture;
import neuralart.image.Pictures;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.Vertex;
import neuralart.network.node.Activation;
import neuralart.network.node.Convolution;
import neuralart.network.node.Flattening;
import neuralart.network.node.FullyConnected;
import neuralart.network.node.Image;
import neuralart.network.node.Relu;
import neuralart.optimize.Monitor;
import neuralart.step.Shape;
import neuralart.step.Weights;
import neuralart.step.Window;
import neuralart.step.Window.Padding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What filter images are of, on networks small enough to know it. */
class FilterVisualizationTest {
  private static final int SIDE = 24;

  /**
   * A network with the layers {@code conv}, whose filters look for horizontal steps, vertical ones,
   * and for nothing at all, and {@code classes}, two for images of {@link #SIDE} pixels.
   */
  private static Network network(int channels) {
    float[] kernel = new float[9 * channels * 3];
    for (int y = 0; y < 3; y++) {
      for (int x = 0; x < 3; x++) {
        for (int c = 0; c < channels; c++) {
          int at = ((y * 3 + x) * channels + c) * 3;
          kernel[at] = x - 1;
          kernel[at + 1] = y - 1;
        }
      }
    }
    Weights bias = Weights.of(new float[] {0, 0, -9}, 3);
    Window window = new Window(3, 3, 1, 1, Padding.SAME);
    Weights kernels = Weights.of(kernel, 3, 3, channels, 3);
    Random random = new Random(3);
    float[] dense = new float[SIDE * SIDE * 3 * 2];
    for (int i = 0; i < dense.length; i++) {
      dense[i] = (float) random.nextGaussian() / 10;
    }
    Weights weights = Weights.of(dense, SIDE * SIDE * 3, 2);
    List<Vertex> vertices =
        List.of(
            new Vertex("input", new Image(channels), List.of()),
            new Vertex("", new Convolution(window, kernels, bias), List.of(0)),
            new Vertex("conv", new Relu(), List.of(1)),
            new Vertex("", new Flattening(new Shape(SIDE, SIDE, 3), false), List.of(2)),
            new Vertex("", new FullyConnected(weights), List.of(3)),
            new Vertex("classes", Activation.softmax(), List.of(4)));
    return new Network("steps", new Preprocessing(false, new float[channels], 1 / 255f), vertices);
  }

  private static FilterVisualizationOptions options(
      FilterVisualizationPreset preset,
      String layer,
      String filters,
      FilterObjective objective,
      boolean negative,
      int variants) {
    return new FilterVisualizationOptions(
        preset,
        layer,
        FilterTarget.parse(filters, layer, layer.equals("classes") ? 2 : 3),
        objective,
        negative,
        variants,
        SIDE,
        40,
        stepSize(preset),
        1);
  }

  private static double stepSize(FilterVisualizationPreset preset) {
    return switch (preset) {
      case KERAS_2016, KERAS_2016_RAW -> 0.004;
      case CHOLLET_2021 -> 10;
      case MACO -> 0.3;
      case LUCID, NONE -> 0.1;
    };
  }

  private static FilterVisualizationOptions channels(
      FilterVisualizationPreset preset, String filters) {
    return options(preset, "conv", filters, FilterObjective.CHANNEL, false, 1);
  }

  private static FilterVisualization.Result run(
      Network network, FilterVisualizationOptions options, Monitor monitor) {
    return new FilterVisualization(network, options).run(monitor);
  }

  @ParameterizedTest
  @EnumSource(FilterVisualizationPreset.class)
  void imagesShowWhatTheirFiltersLookFor(FilterVisualizationPreset preset) {
    try (Network network = network(3)) {
      FilterVisualization.Result result = run(network, channels(preset, "0,1"), Monitor.NONE);
      assertTrue(result.finished());
      assertEquals("conv filter 0", result.images().get(0).label());
      Picture vertical = result.images().get(0).rgb();
      Picture horizontal = result.images().get(1).rgb();
      assertEquals(SIDE, vertical.height());
      assertEquals(SIDE, vertical.width());
      double across = change(vertical, 1, 0) / change(vertical, 0, 1);
      double down = change(horizontal, 0, 1) / change(horizontal, 1, 0);
      assertTrue(across > 1.5 && down > 1.5, across + " and " + down);
    }
  }

  @ParameterizedTest
  @EnumSource(FilterVisualizationPreset.class)
  void aFilterThatNeverRespondsIsCalledSo(FilterVisualizationPreset preset) {
    try (Network network = network(3)) {
      FilterVisualization.Result result = run(network, channels(preset, "2"), Monitor.NONE);
      assertEquals("conv filter 2 (no response from this start)", result.images().get(0).label());
      assertEquals(0, result.images().get(0).objective());
    }
  }

  /** A filter of brightness, which pixels reach only where no mean is subtracted from them. */
  @Test
  void whereThePixelsFindNoResponseTheOtherStartIsTried() {
    Window window = new Window(1, 1, 1, 1, Padding.SAME);
    Weights kernel = Weights.of(new float[] {1, 0, 0}, 1, 1, 3, 1);
    List<Vertex> vertices =
        List.of(
            new Vertex("input", new Image(3), List.of()),
            new Vertex(
                "",
                new Convolution(window, kernel, Weights.of(new float[] {-0.3f}, 1)),
                List.of(0)),
            new Vertex("conv", new Relu(), List.of(1)));
    Preprocessing means = new Preprocessing(false, new float[] {128, 128, 128}, 1 / 255f);
    try (Network network = new Network("bright", means, vertices)) {
      for (FilterVisualizationPreset preset :
          List.of(FilterVisualizationPreset.KERAS_2016, FilterVisualizationPreset.KERAS_2016_RAW)) {
        FilterVisualization.Result result =
            run(
                network,
                new FilterVisualizationOptions(
                    preset,
                    "conv",
                    FilterTarget.parse("0", "conv", 1),
                    FilterObjective.CHANNEL,
                    false,
                    1,
                    SIDE,
                    2,
                    0.004,
                    1),
                Monitor.NONE);
        assertEquals("conv filter 0", result.images().get(0).label());
      }
    }
  }

  @ParameterizedTest
  @EnumSource(FilterVisualizationPreset.class)
  void greyNetworksGiveGreyImages(FilterVisualizationPreset preset) {
    try (Network network = network(1)) {
      Picture image = run(network, channels(preset, "0"), Monitor.NONE).images().get(0).rgb();
      float[] rgb = image.values();
      assertEquals(SIDE * SIDE * 3, rgb.length);
      for (int i = 0; i < rgb.length; i += 3) {
        assertEquals(rgb[i], rgb[i + 1]);
        assertEquals(rgb[i], rgb[i + 2]);
      }
      double across = change(image, 1, 0) / change(image, 0, 1);
      assertTrue(across > 1.5, "vertical lines " + across);
    }
  }

  @Test
  void networksOfFourChannelsAreRefused() {
    try (Network network = network(4)) {
      IllegalArgumentException error =
          assertThrows(
              IllegalArgumentException.class,
              () -> run(network, channels(FilterVisualizationPreset.NONE, "0"), Monitor.NONE));
      assertTrue(error.getMessage().contains("4 channels"), error.getMessage());
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"KERAS_2016", "CHOLLET_2021"})
  void ofClassesTheLogitsCount(FilterVisualizationPreset preset) {
    FilterVisualizationOptions options =
        options(preset, "classes", "0,1", FilterObjective.CHANNEL, false, 1);
    try (Network network = network(3)) {
      if (preset == FilterVisualizationPreset.CHOLLET_2021) {
        // Its border of 25 pixels doesn't fit a network for images of one size.
        assertThrows(IllegalArgumentException.class, () -> run(network, options, Monitor.NONE));
        return;
      }
      {
        FilterVisualization.Result result = run(network, options, Monitor.NONE);
        assertEquals("classes filter 0", result.images().get(0).label());
        for (FilterVisualization.FilterImage picture : result.images()) {
          // A softmax gives at most 1.
          assertTrue(picture.objective() > 1, picture.objective() + " of " + picture.label());
        }
      }
    }
  }

  @Test
  void theNegativeSideIsTheOpposite() {
    FilterVisualizationOptions options =
        options(FilterVisualizationPreset.NONE, "conv", "2,0", FilterObjective.CHANNEL, true, 1);
    try (Network network = network(3)) {
      FilterVisualization.Result result = run(network, options, Monitor.NONE);
      assertEquals("conv filter 2 negative", result.images().get(0).label());
      assertEquals(9, result.images().get(0).objective(), 1e-4);
      assertEquals("conv filter 0 negative", result.images().get(1).label());
    }
  }

  @Test
  void variantsDiffer() {
    try (Network network = Models.load("builtin")) {
      double apart = similarity(network, 3);
      assertTrue(apart < 0.9, "similarity " + apart);
    }
  }

  /** The correlation of the first two variants of a filter. */
  private static double similarity(Network network, int variants) {
    FilterVisualizationOptions options =
        new FilterVisualizationOptions(
            FilterVisualizationPreset.NONE,
            "block2_conv2",
            FilterTarget.parse("7", "block2_conv2", 48),
            FilterObjective.CHANNEL,
            false,
            variants,
            48,
            40,
            0.1,
            1);
    {
      FilterVisualization.Result result = run(network, options, Monitor.NONE);
      assertEquals(variants, result.images().size());
      assertEquals("block2_conv2 filter 7 variant 2", result.images().get(1).label());
      for (FilterVisualization.FilterImage picture : result.images()) {
        assertTrue(picture.objective() > result.images().get(0).objective() / 5);
      }
      float[] first = result.images().get(0).rgb().values();
      float[] second = result.images().get(1).rgb().values();
      return correlation(first, second);
    }
  }

  @Test
  void aStopKeepsWhatIsFinished() {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    Monitor monitor =
        progress -> {
          seen.add(progress.stage());
          return !progress.stage().matches(".*[2-8] of 9 done");
        };
    try (Network network = network(3)) {
      FilterVisualization.Result result =
          run(network, channels(FilterVisualizationPreset.NONE, "0,1,0,1,0,1,0,1,0"), monitor);
      assertFalse(result.finished());
      assertTrue(result.images().size() >= 2 && result.images().size() < 9);
    }
  }

  @Test
  void aStopBeforeTheFirstIsFinishedKeepsOne() {
    try (Network network = network(3)) {
      FilterVisualization.Result result =
          run(
              network,
              channels(FilterVisualizationPreset.NONE, "0-2"),
              progress -> progress.fraction() < 0.1);
      assertFalse(result.finished());
      assertEquals(1, result.images().size());
      FilterVisualization.FilterImage picture = result.images().get(0);
      assertTrue(picture.label().endsWith(" (unfinished)"), picture.label());
      assertTrue(Pictures.deviation(picture.rgb()) > 1, "grey");
    }
  }

  @Test
  void theSameSeedGivesTheSameImages() {
    try (Network network = network(3)) {
      FilterVisualization.Result alone =
          run(network, channels(FilterVisualizationPreset.NONE, "1"), Monitor.NONE);
      FilterVisualization.Result among =
          run(network, channels(FilterVisualizationPreset.NONE, "0,1"), Monitor.NONE);
      assertArrayEquals(alone.images().get(0).rgb().values(), among.images().get(1).rgb().values());
    }
  }

  /** The mean absolute difference between pixels so far apart. */
  private static double change(Picture image, int right, int down) {
    double sum = 0;
    for (int y = 2; y < SIDE - 3; y++) {
      for (int x = 2; x < SIDE - 3; x++) {
        for (int c = 0; c < 3; c++) {
          sum += Math.abs(image.get(y + down, x + right, c) - image.get(y, x, c));
        }
      }
    }
    return sum;
  }

  private static double correlation(float[] a, float[] b) {
    double meanA = 0;
    double meanB = 0;
    for (int i = 0; i < a.length; i++) {
      meanA += a[i] / a.length;
      meanB += b[i] / b.length;
    }
    double product = 0;
    double squaresA = 0;
    double squaresB = 0;
    for (int i = 0; i < a.length; i++) {
      product += (a[i] - meanA) * (b[i] - meanB);
      squaresA += (a[i] - meanA) * (a[i] - meanA);
      squaresB += (b[i] - meanB) * (b[i] - meanB);
    }
    return product / Math.sqrt(squaresA * squaresB);
  }
}
