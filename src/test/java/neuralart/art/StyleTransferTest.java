package neuralart.art;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import neuralart.art.StyleTransfer.Result;
import neuralart.art.StyleTransferOptions.Init;
import neuralart.art.StyleTransferOptions.Method;
import neuralart.art.StyleTransferOptions.Pyramid;
import neuralart.image.Colors;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.network.Pooling;
import neuralart.optimize.Monitor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Style transfers with the built-in network on small pictures. */
class StyleTransferTest {
  private static final int HEIGHT = 56;
  private static final int WIDTH = 72;

  private static Network network;

  @BeforeAll
  static void load() {
    network = Models.load("builtin");
  }

  @AfterAll
  static void close() {
    network.close();
  }

  @ParameterizedTest
  @EnumSource(StyleTransferPreset.class)
  void everyPresetLowersItsLoss(StyleTransferPreset preset) {
    List<Double> losses = new ArrayList<>();
    StyleTransferOptions options = options(preset, Init.NOISY_CONTENT, Method.LBFGS, 12);
    Result result = transfer(waves(HEIGHT, WIDTH), stripes(40, 60), options, losses);
    assertTrue(result.finished());
    assertTrue(result.loss() < 0.9 * losses.get(0), losses.toString());
    assertFinite(result.rgb());
    result.curves().values().forEach(curve -> assertEquals(12, curve.length));
  }

  @ParameterizedTest
  @CsvSource({"ADAM, 5", "SGD, 300", "LBFGS, 1"})
  void everyOptimizerLowersTheLoss(Method method, double step) {
    List<Double> losses = new ArrayList<>();
    StyleTransferOptions options =
        with(options(StyleTransferPreset.NEURAL_STYLE, Init.CONTENT, method, 15), step);
    Result result = transfer(waves(HEIGHT, WIDTH), stripes(40, 60), options, losses);
    assertTrue(result.loss() < 0.98 * losses.get(0), losses.toString());
  }

  @Test
  void theSameSeedGivesTheSamePicture() {
    StyleTransferOptions options =
        options(StyleTransferPreset.NEURAL_STYLE, Init.NOISE, Method.LBFGS, 8);
    INDArray content = waves(HEIGHT, WIDTH);
    float[] first = values(transfer(content, stripes(40, 60), options).rgb());
    float[] second = values(transfer(content, stripes(40, 60), options).rgb());
    assertArrayEquals(first, second);
  }

  @ParameterizedTest
  @CsvSource({
    "blank content, 56, 72, blank, 40, 60, stripes",
    "blank style, 56, 72, waves, 40, 60, blank",
    "black style, 56, 72, waves, 40, 60, black",
    "both black, 56, 72, black, 40, 60, black",
    "tiny style, 56, 72, waves, 3, 2, stripes",
    "large style, 56, 72, waves, 500, 700, stripes",
    "small content, 24, 30, waves, 40, 60, stripes"
  })
  void oddImagesGiveFiniteResults(
      String what, int height, int width, String content, int rows, int columns, String style) {
    for (StyleTransferPreset preset : StyleTransferPreset.values()) {
      for (ColorMode colors : ColorMode.values()) {
        StyleTransferOptions options = with(options(preset, Init.CONTENT, Method.LBFGS, 4), colors);
        INDArray image = picture(content, height, width);
        Result result = transfer(image, picture(style, rows, columns), options);
        assertFinite(result.rgb());
        assertTrue(Double.isFinite(result.loss()), preset + " " + result.loss());
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 90, 40, 60", "90, 1, 40, 60", "56, 72, 1, 60", "56, 72, 60, 1"})
  void aLineOfPixelsIsOneClearError(int height, int width, int rows, int columns) {
    StyleTransferOptions options = options(StyleTransferPreset.NONE, Init.CONTENT, Method.LBFGS, 4);
    IllegalArgumentException error =
        assertThrows(
            IllegalArgumentException.class,
            () -> transfer(waves(height, width), stripes(rows, columns), options));
    assertTrue(error.getMessage().contains("too small"), error.getMessage());
    assertEquals(1, error.getMessage().lines().count());
  }

  @Test
  void valuesThatAreNoNumbersAreOneClearError() {
    StyleTransferOptions options = options(StyleTransferPreset.NONE, Init.CONTENT, Method.LBFGS, 4);
    INDArray broken = waves(HEIGHT, WIDTH);
    broken.putScalar(new int[] {0, 5, 5, 1}, Float.NaN);
    for (boolean style : new boolean[] {false, true}) {
      IllegalArgumentException error =
          assertThrows(
              IllegalArgumentException.class,
              () ->
                  transfer(
                      style ? waves(HEIGHT, WIDTH) : broken,
                      style ? broken : stripes(40, 60),
                      options));
      assertTrue(error.getMessage().contains("no finite number"), error.getMessage());
    }
  }

  @Test
  void stoppingKeepsWhatThereIs() {
    StyleTransferOptions options =
        pyramid(options(StyleTransferPreset.NONE, Init.CONTENT, Method.LBFGS, 30), 20);
    INDArray content = waves(HEIGHT, WIDTH);
    int[] updates = {0};
    Result result =
        StyleTransfer.transfer(
            network,
            content,
            everywhere(stripes(40, 60)),
            Optional.empty(),
            options,
            progress -> {
              try (INDArray preview = progress.preview().get()) {
                assertEquals(List.of(1L, 56L, 72L, 3L), shape(preview));
              }
              return ++updates[0] < 3;
            });
    assertFalse(result.finished());
    assertEquals(3, updates[0]);
    assertEquals(List.of(1L, 56L, 72L, 3L), shape(result.rgb()));
    assertFinite(result.rgb());
  }

  @Test
  void aPyramidGoesFromSmallToFull() {
    StyleTransferOptions options =
        pyramid(options(StyleTransferPreset.CROWSONKB_2021, Init.CONTENT, Method.ADAM, 3), 36);
    List<Double> fractions = new ArrayList<>();
    List<String> stages = new ArrayList<>();
    Monitor monitor =
        progress -> {
          fractions.add(progress.fraction());
          stages.add(progress.stage());
          return true;
        };
    Result result =
        StyleTransfer.transfer(
            network,
            waves(HEIGHT, WIDTH),
            everywhere(stripes(40, 60)),
            Optional.empty(),
            options,
            monitor);
    assertEquals(6 + 3 + 3, stages.size());
    assertEquals("size 1 of 3", stages.get(5));
    assertEquals("size 3 of 3", stages.get(9));
    assertEquals(1, fractions.get(11), 1e-9);
    assertEquals(List.of(1L, 56L, 72L, 3L), shape(result.rgb()));
  }

  @Test
  void theResultHasTheSizeAskedFor() {
    StyleTransferOptions small = options(StyleTransferPreset.NONE, Init.CONTENT, Method.LBFGS, 2);
    StyleTransferOptions options =
        new StyleTransferOptions(
            small.formula(),
            small.contentLayers(),
            small.styleLayers(),
            1,
            1,
            0,
            Pooling.AVERAGE,
            small.optimization(),
            Pyramid.NONE,
            Init.STYLE,
            ColorMode.MATCH,
            90,
            0.5,
            1);
    Result result = transfer(waves(HEIGHT, WIDTH), stripes(40, 60), options);
    assertEquals(List.of(1L, 70L, 90L, 3L), shape(result.rgb()));
  }

  @Test
  void luminanceAloneKeepsTheColours() {
    INDArray content = waves(HEIGHT, WIDTH);
    StyleTransferOptions options =
        with(options(StyleTransferPreset.NONE, Init.CONTENT, Method.LBFGS, 6), ColorMode.CONTENT);
    INDArray result = transfer(content, stripes(40, 60), options).rgb();
    INDArray before = content.sub(Colors.luminance(content));
    INDArray after = result.sub(Colors.luminance(result));
    assertArrayEquals(values(before), values(after), 1e-2f);
  }

  @Test
  void aRegionLeavesTheRestAlone() {
    float[] mask = new float[HEIGHT * WIDTH];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = Math.min(Math.max((i % WIDTH - 30) / 10f, 0), 1);
    }
    INDArray content = waves(HEIGHT, WIDTH);
    StyleTransferOptions options = options(StyleTransferPreset.NONE, Init.CONTENT, Method.LBFGS, 9);
    List<StyleRegion> regions =
        List.of(new StyleRegion(List.of(new Style(stripes(40, 60), 1)), mask));
    Result result =
        StyleTransfer.transfer(network, content, regions, Optional.empty(), options, Monitor.NONE);
    float[] before = values(content);
    float[] after = values(result.rgb());
    double left = 0;
    double right = 0;
    for (int i = 0; i < before.length; i++) {
      int column = i / 3 % WIDTH;
      left += column <= 30 ? Math.abs(after[i] - before[i]) : 0;
      right += column > 40 ? Math.abs(after[i] - before[i]) / (before.length * 31.0 / WIDTH) : 0;
    }
    assertEquals(0, left, 1e-2);
    assertTrue(right > 1, "changed by " + right);
  }

  @Test
  void theNextSliceGoesOnFromTheOneBefore() {
    INDArray content = waves(HEIGHT, WIDTH);
    StyleTransferOptions options =
        pyramid(options(StyleTransferPreset.NONE, Init.CONTENT, Method.LBFGS, 10), 20);
    List<Double> losses = new ArrayList<>();
    Result first = transfer(content, stripes(40, 60), options, losses);
    losses.clear();
    Monitor monitor = progress -> losses.add(progress.loss());
    List<StyleRegion> regions = everywhere(stripes(40, 60));
    Optional<Result> before = Optional.of(first);
    StyleTransfer.transfer(
        network, waves(HEIGHT, WIDTH).muli(0.9), regions, before, options, monitor);
    assertTrue(losses.get(0) > first.loss(), "another slice, another loss");
    assertTrue(losses.get(0) < 1.5 * first.loss(), losses.get(0) + " after " + first.loss());
    assertTrue(losses.size() <= 5, "the full size alone, with half the iterations");
    losses.clear();
    Result same = StyleTransfer.transfer(network, content, regions, before, options, monitor);
    assertTrue(losses.size() <= 2, "the same slice takes " + losses.size() + " steps");
    assertTrue(same.finished());
    assertEquals(first.loss(), same.loss(), 1e-3 * first.loss());
  }

  private static Result transfer(INDArray content, INDArray style, StyleTransferOptions options) {
    return transfer(content, style, options, new ArrayList<>());
  }

  private static Result transfer(
      INDArray content, INDArray style, StyleTransferOptions options, List<Double> losses) {
    Monitor monitor = progress -> losses.add(progress.loss());
    return StyleTransfer.transfer(
        network, content, everywhere(style), Optional.empty(), options, monitor);
  }

  private static List<StyleRegion> everywhere(INDArray style) {
    return List.of(StyleRegion.everywhere(List.of(new Style(style, 1))));
  }

  private static StyleTransferOptions options(
      StyleTransferPreset preset, Init init, Method method, int iterations) {
    StyleTransferOptions options = preset.options(KnownModel.BUILTIN, HEIGHT, WIDTH, 1);
    return new StyleTransferOptions(
        options.formula(),
        options.contentLayers(),
        options.styleLayers(),
        options.contentWeight(),
        options.styleWeight(),
        options.variationWeight(),
        options.pooling(),
        preset.optimization(method).with(iterations, preset.stepSize(method)),
        Pyramid.NONE,
        init,
        options.colors(),
        0,
        1,
        1);
  }

  private static StyleTransferOptions with(StyleTransferOptions options, double step) {
    return copy(
        options,
        options.optimization().with(options.optimization().iterations(), step),
        options.pyramid(),
        options.colors());
  }

  private static StyleTransferOptions with(StyleTransferOptions options, ColorMode colors) {
    return copy(options, options.optimization(), options.pyramid(), colors);
  }

  private static StyleTransferOptions pyramid(StyleTransferOptions options, int smallest) {
    Pyramid pyramid = new Pyramid(smallest, Math.sqrt(2), 2);
    return copy(options, options.optimization(), pyramid, options.colors());
  }

  private static StyleTransferOptions copy(
      StyleTransferOptions options,
      StyleTransferOptions.Optimization optimization,
      Pyramid pyramid,
      ColorMode colors) {
    return new StyleTransferOptions(
        options.formula(),
        options.contentLayers(),
        options.styleLayers(),
        options.contentWeight(),
        options.styleWeight(),
        options.variationWeight(),
        options.pooling(),
        optimization,
        pyramid,
        options.init(),
        colors,
        options.imageSize(),
        options.styleScale(),
        options.seed());
  }

  private static INDArray picture(String kind, int height, int width) {
    return switch (kind) {
      case "blank" -> Nd4j.valueArrayOf(new long[] {1, height, width, 3}, 180f);
      case "black" -> Nd4j.zeros(1, height, width, 3);
      case "waves" -> waves(height, width);
      default -> stripes(height, width);
    };
  }

  private static INDArray waves(int height, int width) {
    float[] values = new float[height * width * 3];
    for (int i = 0; i < values.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      values[i] = (float) (128 + 80 * Math.sin(0.2 * x + i % 3) * Math.cos(0.15 * y));
    }
    return Nd4j.createFromArray(values).reshape(1, height, width, 3);
  }

  private static INDArray stripes(int height, int width) {
    float[] values = new float[height * width * 3];
    for (int i = 0; i < values.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      values[i] = (x + y) / 4 % 2 == 0 ? 40 + 60 * (i % 3) : 230 - 40 * (i % 3);
    }
    return Nd4j.createFromArray(values).reshape(1, height, width, 3);
  }

  private static List<Long> shape(INDArray array) {
    return Arrays.stream(array.shape()).boxed().toList();
  }

  private static float[] values(INDArray array) {
    return array.dup().data().asFloat();
  }

  private static void assertFinite(INDArray array) {
    for (float value : values(array)) {
      assertTrue(Float.isFinite(value));
    }
  }
}
