package neuralart.art.style;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.art.style.StyleTransfer.Result;
import neuralart.art.style.StyleTransferOptions.Init;
import neuralart.art.style.StyleTransferOptions.Method;
import neuralart.image.Colors;
import neuralart.image.Picture;
import neuralart.image.Pictures;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.network.Pooling;
import neuralart.optimize.Monitor;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
    result.losses().parts().values().forEach(curve -> assertEquals(12, curve.length));
  }

  @ParameterizedTest
  @CsvSource({"ADAM, 5", "SGD, 3e-4", "LBFGS, 1"})
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
    Picture content = waves(HEIGHT, WIDTH);
    float[] first = values(transfer(content, stripes(40, 60), options).rgb());
    float[] second = values(transfer(content, stripes(40, 60), options).rgb());
    assertArrayEquals(first, second);
  }

  @Tag("slow")
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
        Picture image = picture(content, height, width);
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
    Picture broken = waves(HEIGHT, WIDTH);
    broken.row(5)[5 * 3 + 1] = Float.NaN;
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
    Picture content = waves(HEIGHT, WIDTH);
    int[] updates = {0};
    Result result =
        new StyleTransfer(network, options)
            .run(
                content,
                everywhere(stripes(40, 60)),
                progress -> {
                  assertEquals(List.of(56, 72), shape(progress.preview().get()));
                  return ++updates[0] < 3;
                });
    assertFalse(result.finished());
    assertEquals(3, updates[0]);
    assertEquals(List.of(56, 72), shape(result.rgb()));
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
        new StyleTransfer(network, options)
            .run(waves(HEIGHT, WIDTH), everywhere(stripes(40, 60)), monitor);
    assertEquals(6 + 3 + 3, stages.size());
    assertEquals("size 1 of 3, step 6 of 6", stages.get(5));
    assertEquals("size 3 of 3, step 1 of 3", stages.get(9));
    assertEquals(1, fractions.get(11), 1e-9);
    assertEquals(List.of(56, 72), shape(result.rgb()));
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
            Scales.NONE,
            Init.STYLE,
            ColorMode.MATCH,
            90,
            0.5,
            1);
    Result result = transfer(waves(HEIGHT, WIDTH), stripes(40, 60), options);
    assertEquals(List.of(70, 90), shape(result.rgb()));
  }

  @Test
  void luminanceAloneKeepsTheColours() {
    Picture content = waves(HEIGHT, WIDTH);
    StyleTransferOptions options =
        with(options(StyleTransferPreset.NONE, Init.CONTENT, Method.LBFGS, 6), ColorMode.CONTENT);
    Picture result = transfer(content, stripes(40, 60), options).rgb();
    assertArrayEquals(
        Pictures.minus(content, Colors.luminance(content)),
        Pictures.minus(result, Colors.luminance(result)),
        1e-2f);
  }

  /** A style of one colour has nothing to paint with. */
  @ParameterizedTest
  @CsvSource({"0", "128", "255"})
  void aStyleOfOneColourKeepsTheContent(int grey) {
    Picture content = waves(HEIGHT, WIDTH);
    float[] level = new float[40 * 60 * 3];
    Arrays.fill(level, grey);
    StyleTransferOptions options =
        options(StyleTransferPreset.NONE, Init.CONTENT, Method.LBFGS, 10);
    float[] after = values(transfer(content, Picture.of(40, 60, 3, level), options).rgb());
    float[] before = values(content);
    double change = 0;
    for (int i = 0; i < before.length; i++) {
      change += Math.abs(after[i] - before[i]) / before.length;
    }
    assertTrue(change < 10, "changed by " + change + " grey levels");
  }

  /** On another network each term of a recipe is as strong as on VGG19. */
  @ParameterizedTest
  @EnumSource(
      value = StyleTransferPreset.class,
      names = {"CHOLLET_2021", "NEURAL_STYLE", "GATYS_2015", "TENSORFLOW", "CROWSONKB_2021"})
  void aRecipeIsCarriedOver(StyleTransferPreset preset) {
    StyleTransferOptions options = preset.options(KnownModel.BUILTIN, HEIGHT, WIDTH, 1);
    CarriedWeights carried = new CarriedWeights(network, preset.formula());
    List<LayerWeight> once = carried.style(options.styleLayers());
    for (int i = 0; i < once.size(); i++) {
      double factor = once.get(i).weight() / options.styleLayers().get(i).weight();
      boolean larger = preset == StyleTransferPreset.CROWSONKB_2021 ? factor > 0 : factor > 10;
      assertTrue(larger, once + ": unless they are scaled, VGG19's activations are larger");
    }
    assertTrue(carried.content(options.contentLayers()).get(0).weight() > 1);
    assertTrue(carried.variation(3) >= 3);
  }

  /** With the published weight, its step leaves noise on a network of few channels. */
  @Test
  void aRecipeThatIsNoisyIsSmoothed() {
    CarriedWeights carried = new CarriedWeights(network, StyleFormula.TENSORFLOW);
    assertEquals(900, carried.variation(30));
  }

  @Test
  void aRecipeOfThisProjectIsCarriedOverAsItIs() {
    List<LayerWeight> layers = List.of(new LayerWeight("block4_conv1", 3));
    for (StyleFormula formula : List.of(StyleFormula.RELATIVE, StyleFormula.NEIGHBORS)) {
      CarriedWeights carried = new CarriedWeights(network, formula);
      assertEquals(layers, carried.style(layers));
      assertEquals(layers, carried.content(layers));
      assertEquals(5, carried.variation(5));
    }
  }

  /** Strokes of a small style image aren't made of pixels that it doesn't have. */
  @Test
  void aStyleIsNeverEnlarged() {
    Style style = new Style(stripes(80, 120), 1);
    StyleTransferOptions options = options(StyleTransferPreset.NONE, Init.CONTENT, Method.LBFGS, 1);
    StyleLoss loss = new StyleLoss(network, options);
    assertArrayEquals(new int[] {80, 120}, loss.styleSize(style, 500, 900));
    assertArrayEquals(new int[] {32, 48}, loss.styleSize(style, 36, 48));
  }

  @Test
  void noiseBecomesAPicture() {
    for (Init init : List.of(Init.NOISE, Init.WHITE_NOISE)) {
      StyleTransferOptions options =
          options(StyleTransferPreset.NEURAL_STYLE, init, Method.LBFGS, 60);
      float[] values = values(transfer(waves(HEIGHT, WIDTH), stripes(40, 60), options).rgb());
      double mean = 0;
      double square = 0;
      for (float value : values) {
        mean += value / values.length;
        square += (double) value * value / values.length;
      }
      double deviation = Math.sqrt(square - mean * mean);
      assertTrue(deviation > 20, init + ": a deviation of " + deviation);
    }
  }

  @Test
  void aRegionLeavesTheRestAlone() {
    float[] mask = new float[HEIGHT * WIDTH];
    for (int i = 0; i < mask.length; i++) {
      mask[i] = Math.min(Math.max((i % WIDTH - 30) / 10f, 0), 1);
    }
    Picture content = waves(HEIGHT, WIDTH);
    StyleTransferOptions options = options(StyleTransferPreset.NONE, Init.CONTENT, Method.LBFGS, 9);
    List<StyleRegion> regions =
        List.of(
            new StyleRegion(
                List.of(new Style(stripes(40, 60), 1)), Picture.of(HEIGHT, WIDTH, 1, mask)));
    Result result = new StyleTransfer(network, options).run(content, regions, Monitor.NONE);
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
    Picture content = waves(HEIGHT, WIDTH);
    StyleTransferOptions options =
        pyramid(options(StyleTransferPreset.GRAM_MATRICES, Init.CONTENT, Method.LBFGS, 10), 20);
    List<Double> losses = new ArrayList<>();
    Result first = transfer(content, stripes(40, 60), options, losses);
    losses.clear();
    Monitor monitor = progress -> losses.add(progress.loss());
    List<StyleRegion> regions = everywhere(stripes(40, 60));
    StyleTransfer transfer = new StyleTransfer(network, options);
    transfer.run(darker(waves(HEIGHT, WIDTH)), regions, first, monitor);
    assertTrue(losses.get(0) > first.loss(), "another slice, another loss");
    assertTrue(losses.get(0) < 1.5 * first.loss(), losses.get(0) + " after " + first.loss());
    assertTrue(losses.size() <= 5, "the full size alone, with half the iterations");
    losses.clear();
    Result same = transfer.run(content, regions, first, monitor);
    assertTrue(losses.size() <= 2, "the same slice takes " + losses.size() + " steps");
    assertTrue(same.finished());
    assertEquals(first.loss(), same.loss(), 1e-3 * first.loss());
  }

  private static Result transfer(Picture content, Picture style, StyleTransferOptions options) {
    return transfer(content, style, options, new ArrayList<>());
  }

  private static Result transfer(
      Picture content, Picture style, StyleTransferOptions options, List<Double> losses) {
    Monitor monitor = progress -> losses.add(progress.loss());
    return new StyleTransfer(network, options).run(content, everywhere(style), monitor);
  }

  private static List<StyleRegion> everywhere(Picture style) {
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
        Scales.NONE,
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
        options.scales(),
        options.colors());
  }

  private static StyleTransferOptions with(StyleTransferOptions options, ColorMode colors) {
    return copy(options, options.optimization(), options.scales(), colors);
  }

  private static StyleTransferOptions pyramid(StyleTransferOptions options, int smallest) {
    Scales scales = new Scales(smallest, Math.sqrt(2), 2);
    return copy(options, options.optimization(), scales, options.colors());
  }

  private static StyleTransferOptions copy(
      StyleTransferOptions options,
      StyleTransferOptions.Optimization optimization,
      Scales scales,
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
        scales,
        options.init(),
        colors,
        options.imageSize(),
        options.styleScale(),
        options.seed());
  }

  private static Picture picture(String kind, int height, int width) {
    return switch (kind) {
      case "blank" -> blank(height, width);
      case "black" -> new Picture(height, width, 3);
      case "waves" -> waves(height, width);
      default -> stripes(height, width);
    };
  }

  private static Picture blank(int height, int width) {
    float[] values = new float[height * width * 3];
    Arrays.fill(values, 180);
    return Picture.of(height, width, 3, values);
  }

  private static Picture darker(Picture picture) {
    float[] values = picture.values();
    for (int i = 0; i < values.length; i++) {
      values[i] *= 0.9f;
    }
    return Picture.of(picture.height(), picture.width(), 3, values);
  }

  private static Picture waves(int height, int width) {
    float[] values = new float[height * width * 3];
    for (int i = 0; i < values.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      values[i] = (float) (128 + 80 * Math.sin(0.2 * x + i % 3) * Math.cos(0.15 * y));
    }
    return Picture.of(height, width, 3, values);
  }

  private static Picture stripes(int height, int width) {
    float[] values = new float[height * width * 3];
    for (int i = 0; i < values.length; i++) {
      int x = i / 3 % width;
      int y = i / 3 / width;
      values[i] = (x + y) / 4 % 2 == 0 ? 40 + 60 * (i % 3) : 230 - 40 * (i % 3);
    }
    return Picture.of(height, width, 3, values);
  }

  private static List<Integer> shape(Picture picture) {
    return List.of(picture.height(), picture.width());
  }

  private static float[] values(Picture picture) {
    return picture.values();
  }

  private static void assertFinite(Picture array) {
    for (float value : values(array)) {
      assertTrue(Float.isFinite(value));
    }
  }
}
