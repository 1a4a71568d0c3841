package neuralart.art.dream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import neuralart.art.LayerWeights;
import neuralart.art.dream.DeepDreamOptions.Smoothing;
import neuralart.image.Picture;
import neuralart.image.Pictures;
import neuralart.model.KnownModel;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
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
    return new DeepDreamOptions(
        LayerWeights.parse(layers),
        preset.recipe(),
        new Octaves(2, 0, 1.4),
        8,
        preset.stepSize(KnownModel.BUILTIN),
        Double.POSITIVE_INFINITY,
        2,
        tile,
        smoothing,
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
  @EnumSource(
      value = DeepDreamPreset.class,
      names = {"KERAS_2017", "CHOLLET_2021", "TENSORFLOW", "NONE"})
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
    Octaves octaves = new Octaves(1, 0, 1.4);
    DeepDreamRecipe recipe = DeepDreamPreset.SURPRISE.recipe();
    List<List<LayerWeights.LayerWeight>> all = new ArrayList<>();
    for (long seed = 0; seed < 8; seed++) {
      List<LayerWeights.LayerWeight> layers = Surprise.layers(network, rgb, recipe, octaves, seed);
      assertEquals(layers, Surprise.layers(network, rgb, recipe, octaves, seed));
      assertEquals(1, layers.stream().mapToDouble(l -> l.weight()).max().orElseThrow());
      assertEquals(layers, LayerWeights.parse(LayerWeights.format(layers)));
      all.add(layers);
    }
    assertTrue(all.stream().distinct().count() > 4, "not all alike: " + all);
  }
}
