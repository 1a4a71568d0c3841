package neuralart.art.dream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import neuralart.art.LayerWeights;
import neuralart.art.Pyramid;
import neuralart.art.dream.DeepDreamOptions.Coloring;
import neuralart.art.dream.DeepDreamOptions.Smoothing;
import neuralart.image.Picture;
import neuralart.image.Pictures;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.optimize.Losses;
import neuralart.optimize.Monitor;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DeepDreamTest {
  private static final int HEIGHT = 90;
  private static final int WIDTH = 110;

  private static Network network;

  @BeforeAll
  static void load() {
    network = Models.load("builtin");
  }

  @AfterAll
  static void close() {
    network.close();
  }

  private static DeepDreamOptions options(
      DeepDreamPreset preset, String layers, int tile, Smoothing smoothing) {
    return options(preset, layers, Double.POSITIVE_INFINITY, 0, tile, smoothing, Coloring.DREAM, 0);
  }

  private static DeepDreamOptions options(
      DeepDreamPreset preset,
      String layers,
      double maxGain,
      double variation,
      int tile,
      Smoothing smoothing,
      Coloring colors,
      int imageSize) {
    return new DeepDreamOptions(
        LayerWeights.parse(layers),
        preset.recipe(),
        new Octaves(2, 0, 1.4),
        8,
        preset.stepSize(KnownModel.BUILTIN, Smoothing.NONE),
        Double.POSITIVE_INFINITY,
        maxGain,
        variation,
        2,
        tile,
        smoothing,
        colors,
        imageSize,
        1);
  }

  private static Picture picture() {
    Random random = new Random(1);
    float[] values = new float[HEIGHT * WIDTH * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (128 + 60 * Math.sin(i / 3 % WIDTH * 0.2) + 20 * random.nextGaussian());
    }
    return Picture.of(HEIGHT, WIDTH, 3, values);
  }

  /** The loss at the first and at the last step of the last octave. */
  private static double[] losses(DeepDream dream) {
    List<Double> losses = new ArrayList<>();
    Picture result = dream.run(picture(), progress -> losses.add(progress.loss())).rgb();
    assertEquals(HEIGHT, result.height());
    assertEquals(WIDTH, result.width());
    assertEquals(16, losses.size());
    return new double[] {losses.get(8), losses.get(15)};
  }

  @ParameterizedTest
  @EnumSource(value = DeepDreamPreset.class, names = "SURPRISE", mode = EnumSource.Mode.EXCLUDE)
  void everyRecipeClimbs(DeepDreamPreset preset) {
    DeepDreamOptions options = options(preset, "block3_conv2=1", 0, Smoothing.NONE);
    double[] losses = losses(new DeepDream(network, options));
    assertTrue(losses[1] < losses[0], losses[0] + " to " + losses[1]);
  }

  @ParameterizedTest
  @EnumSource(Smoothing.class)
  void smoothedGradientsClimb(Smoothing smoothing) {
    DeepDreamOptions options = options(DeepDreamPreset.NONE, "block3_conv2=1", 0, smoothing);
    double[] losses = losses(new DeepDream(network, options));
    assertTrue(losses[1] < losses[0], losses[0] + " to " + losses[1]);
  }

  /** The picture with rows for columns. */
  private static Picture guide() {
    Picture picture = picture();
    Picture turned = new Picture(WIDTH, HEIGHT, 3);
    for (int y = 0; y < WIDTH; y++) {
      for (int x = 0; x < HEIGHT; x++) {
        System.arraycopy(picture.row(x), 3 * y, turned.row(y), 3 * x, 3);
      }
    }
    return turned;
  }

  @Test
  void tilesChannelsAndGuidesClimb() {
    for (String layers : List.of("block3_conv2=1", "block3_conv2:3,5=1")) {
      DeepDreamOptions options = options(DeepDreamPreset.NONE, layers, 64, Smoothing.NONE);
      double[] losses = losses(new DeepDream(network, options));
      assertTrue(losses[1] < losses[0], losses[0] + " to " + losses[1]);
      losses = losses(new DeepDream(network, options, guide()));
      assertTrue(losses[1] < losses[0], losses[0] + " to " + losses[1]);
    }
  }

  @Test
  void aNegativeWeightMakesALayerWeaker() {
    DeepDreamOptions options = options(DeepDreamPreset.NONE, "block3_conv2=-1", 0, Smoothing.NONE);
    double[] losses = losses(new DeepDream(network, options));
    assertTrue(0 < losses[1] && losses[1] < losses[0], losses[0] + " to " + losses[1]);
  }

  @Test
  void whatDoesNotFitIntoMemoryIsSeenInTiles() {
    DeepDreamOptions options = options(DeepDreamPreset.NONE, "block3_conv2=1", 0, Smoothing.NONE);
    OctaveAscent ascent =
        new OctaveAscent(
            network,
            List.of(options.recipe().response().objective(options.layers().get(0))),
            options,
            new Random(1));
    assertEquals(110, ascent.tileSize(HEIGHT, WIDTH));
    assertEquals(512, ascent.tileSize(200_000, 200_000));
  }

  @Test
  void aCanceledDreamKeepsWhatIsThere() {
    DeepDreamOptions options = options(DeepDreamPreset.NONE, "block3_conv2=1", 0, Smoothing.NONE);
    int[] calls = new int[1];
    Picture rgb = picture();
    DeepDream.Result result = new DeepDream(network, options).run(rgb, progress -> ++calls[0] < 3);
    assertEquals(3, calls[0]);
    assertFalse(result.finished());
    Picture dream = result.rgb();
    assertTrue(Pictures.difference(dream, rgb) > 0);
  }

  @Test
  void previewsShowTheDreamSoFar() {
    DeepDreamOptions options = options(DeepDreamPreset.NONE, "block3_conv2=1", 64, Smoothing.NONE);
    double[] previews = new double[2];
    Picture dream =
        new DeepDream(network, options)
            .run(
                picture(),
                progress -> {
                  Picture preview = progress.preview().get();
                  previews[0] = preview.width();
                  previews[1] = Pictures.mean(preview);
                  return true;
                })
            .rgb();
    assertEquals(WIDTH, previews[0]);
    assertEquals(Pictures.mean(dream), previews[1], 5);
  }

  @Test
  void filmsKeepTheFramesThatThereAre() {
    DeepDreamOptions options = options(DeepDreamPreset.NONE, "block3_conv2=1", 0, Smoothing.NONE);
    DeepDream dream = new DeepDream(network, options);
    List<Picture> frames = new ArrayList<>();
    List<Double> fractions = new ArrayList<>();
    Monitor monitor =
        progress -> {
          fractions.add(progress.fraction());
          return fractions.size() < 16 + 4;
        };
    Picture rgb = picture();
    DreamZoom.Result outcome = new DreamZoom(3, 1.1, 5).run(rgb, dream::run, monitor, frames::add);
    assertFalse(outcome.finished());
    assertEquals(2, frames.size());
    assertEquals(1 / 3.0, fractions.get(15), 1e-9);
    assertTrue(Pictures.difference(frames.get(0), frames.get(1)) > 0);
  }

  private static DeepDreamOptions varied(
      double maxGain, double variation, Coloring colors, int imageSize) {
    return options(
        DeepDreamPreset.NONE,
        "block2_conv2=1, block3_conv2=1",
        maxGain,
        variation,
        0,
        Smoothing.NONE,
        colors,
        imageSize);
  }

  private static final double NEVER = Double.POSITIVE_INFINITY;

  @Test
  void lossesAreThoseOfTheIterations() {
    for (int tile : new int[] {0, 64}) {
      DeepDreamOptions options =
          options(
              DeepDreamPreset.NONE,
              "block2_conv2=1, block3_conv2=1",
              NEVER,
              0.5,
              tile,
              Smoothing.NONE,
              Coloring.DREAM,
              0);
      List<Double> seen = new ArrayList<>();
      Losses losses =
          new DeepDream(network, options)
              .run(picture(), progress -> seen.add(progress.loss()))
              .losses();
      assertEquals(
          List.of("block2_conv2", "block3_conv2", "total variation"),
          List.copyOf(losses.parts().keySet()));
      assertEquals(16, losses.count());
      for (int i = 0; i < 16; i++) {
        assertEquals(i < 8 ? 1 : 2, losses.sizes()[i]);
        assertEquals(-seen.get(i), losses.sum(i), Tolerances.DESCENT * Math.abs(seen.get(i)));
      }
    }
  }

  @Test
  void anOctaveEndsWhenTheResponseHasGrownEnough() {
    Losses losses =
        new DeepDream(network, varied(1.2, 0, Coloring.DREAM, 0))
            .run(picture(), Monitor.NONE)
            .losses();
    double start = losses.sum(0); // but for the shift of the jitter
    int first = (int) IntStream.of(losses.sizes()).filter(size -> size == 1).count();
    assertTrue(first < 8, "octave 1 had " + first + " iterations");
    assertTrue(losses.sum(first - 1) > 1.1 * start);
    assertTrue(losses.sum(first - 2) < 1.3 * start);
  }

  @Test
  void totalVariationMakesADreamSmoother() {
    double rough = variation(0);
    double smooth = variation(10);
    assertTrue(smooth < 0.9 * rough, smooth + " of " + rough);
  }

  private static double variation(double weight) {
    Picture dream =
        new DeepDream(network, varied(NEVER, weight, Coloring.DREAM, 0))
            .run(picture(), Monitor.NONE)
            .rgb();
    double sum = 0;
    for (int y = 1; y < HEIGHT; y++) {
      for (int i = 0; i < 3 * WIDTH; i++) {
        sum += Math.abs(dream.row(y)[i] - dream.row(y - 1)[i]);
      }
    }
    return sum;
  }

  @Test
  void colorsCanBeThoseOfTheImage() {
    Picture rgb = picture();
    Picture dream =
        new DeepDream(network, varied(NEVER, 0, Coloring.CONTENT, 0)).run(rgb, Monitor.NONE).rgb();
    assertTrue(Pictures.difference(dream, rgb) > 1);
    for (int x = 0; x < WIDTH; x++) {
      float change = dream.get(5, x, 0) - rgb.get(5, x, 0);
      assertEquals(change, dream.get(5, x, 1) - rgb.get(5, x, 1), 1e-3);
      assertEquals(change, dream.get(5, x, 2) - rgb.get(5, x, 2), 1e-3);
    }
  }

  @Test
  void imagesAreDreamtOnAtAnotherSize() {
    DeepDream dream = new DeepDream(network, varied(NEVER, 0, Coloring.DREAM, 165));
    Picture mask = new Picture(HEIGHT, WIDTH, 1);
    mask.row(45)[55] = 1;
    List<Integer> widths = new ArrayList<>();
    Monitor monitor = progress -> widths.add(progress.preview().get().width());
    for (DeepDream.Result result :
        List.of(dream.run(picture(), monitor), dream.run(picture(), mask, monitor))) {
      assertEquals(135, result.rgb().height());
      assertEquals(165, result.rgb().width());
    }
    assertEquals(List.of(165), widths.stream().distinct().toList());
  }

  @Test
  void theEndOfEachOctaveIsTold() {
    List<String> stages = new ArrayList<>();
    Monitor monitor =
        new Monitor() {
          @Override
          public boolean update(Progress progress) {
            return true;
          }

          @Override
          public void stageDone(String stage, Supplier<Picture> picture) {
            stages.add(stage + " " + picture.get().width());
          }
        };
    new DeepDream(network, varied(NEVER, 0, Coloring.DREAM, 0))
        .run(picture(), monitor.part("slice", 1, 3));
    assertEquals(List.of("slice 2 of 3, octave 1 of 2 110"), stages);
  }

  /** A picture that is black and white already: calm steps keep its range. */
  @Test
  void calmDreamsDoNotBurnOut() {
    DeepDreamOptions options =
        new DeepDreamOptions(
            LayerWeights.parse("block4_conv3=1"),
            DeepDreamPreset.NONE.recipe(),
            new Octaves(1, 0, 1.4),
            20,
            0.1,
            NEVER,
            NEVER,
            0,
            2,
            0,
            Smoothing.NONE,
            Coloring.DREAM,
            0,
            1);
    Picture dream = new DeepDream(network, options).run(picture(), Monitor.NONE).rgb();
    int outside = 0;
    for (float value : dream.values()) {
      outside += value < -0.5 || value > 255.5 ? 1 : 0;
    }
    assertTrue(outside < 0.01 * HEIGHT * WIDTH * 3, outside + " values are clipped");
  }

  @Test
  void layersAndChannelsMustExist() {
    for (String wrong : List.of("block9=1", "block3_conv2:112=1")) {
      DeepDreamOptions options = options(DeepDreamPreset.NONE, wrong, 0, Smoothing.NONE);
      assertThrows(IllegalArgumentException.class, () -> new DeepDream(network, options));
    }
  }

  @Test
  void surprisesDependOnTheSeedAlone() {
    Picture rgb = picture();
    Pyramid.Level first = new Pyramid.Level(HEIGHT, WIDTH, 1);
    DeepDreamRecipe recipe = DeepDreamPreset.SURPRISE.recipe();
    List<List<LayerWeights.LayerWeight>> all = new ArrayList<>();
    for (long seed = 0; seed < 8; seed++) {
      List<LayerWeights.LayerWeight> layers = Surprise.layers(network, rgb, recipe, first, seed);
      assertEquals(layers, Surprise.layers(network, rgb, recipe, first, seed));
      assertEquals(1, layers.stream().mapToDouble(l -> l.weight()).max().orElseThrow());
      assertEquals(layers, LayerWeights.parse(LayerWeights.format(layers)));
      all.add(layers);
    }
    assertTrue(all.stream().distinct().count() > 4, "not all alike: " + all);
  }
}
