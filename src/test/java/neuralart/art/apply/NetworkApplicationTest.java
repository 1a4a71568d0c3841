package neuralart.art.apply;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import neuralart.image.Picture;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.optimize.Monitor;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;
import neuralart.reference.Tolerances;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkApplicationTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "unet, 161, 203",
    "unet, 200, 90",
    "style, 161, 203",
    "style, 97, 250",
    "subpixel, 161, 203",
    "transposed, 121, 150",
    "valid, 161, 203",
    "denoiser, 77, 203"
  })
  void tilesGiveTheSame(String kind, int height, int width) throws IOException {
    try (Network network = ApplicableNetworks.load(kind, folder)) {
      Picture image = texture(height, width, network.channels());
      float[] whole = apply(network, image, Long.MAX_VALUE, 1);
      for (int part = 2; part <= 8; part *= 2) {
        float[] tiled = apply(network, image, bytes(network, image) / part, part);
        double difference = difference(whole, tiled);
        System.out.printf(
            Locale.ROOT,
            "%s of %d x %d in parts of 1/%d: %.2g%n",
            kind,
            width,
            height,
            part,
            difference);
        assertTrue(difference <= Tolerances.TILES, kind + ": " + difference);
      }
    }
  }

  /** Where the network takes the size as it is, nothing comes between. */
  @ParameterizedTest
  @CsvSource({
    "unet, 64, 48",
    "style, 64, 48",
    "subpixel, 31, 18",
    "denoiser, 31, 18",
    "instance, 40, 28"
  })
  void itIsWhatTheNetworkComputes(String kind, int height, int width) throws IOException {
    try (Network network = ApplicableNetworks.load(kind, folder)) {
      Picture image = texture(height, width, network.channels());
      assertEquals(0, difference(plain(network, image), apply(network, image, Long.MAX_VALUE, 1)));
    }
  }

  /** A size that isn't taken is that of a larger image of which the rest is cut off. */
  @Test
  void otherSizesAreMirrored() throws IOException {
    try (Network network = ApplicableNetworks.load("unet", folder)) {
      Picture image = texture(61, 46, 1);
      Picture larger = new Picture(64, 48, 1);
      for (int y = 0; y < 64; y++) {
        for (int x = 0; x < 48; x++) {
          larger.row(y)[x] = image.get(y < 61 ? y : 120 - y, x < 46 ? x : 90 - x, 0);
        }
      }
      float[] expected = plain(network, larger);
      float[] actual = apply(network, image, Long.MAX_VALUE, 1);
      for (int c = 0; c < 2; c++) {
        for (int y = 0; y < 61; y++) {
          for (int x = 0; x < 46; x++) {
            assertEquals(expected[c * 64 * 48 + y * 48 + x], actual[c * 61 * 46 + y * 46 + x]);
          }
        }
      }
    }
  }

  /** What is cut off on all sides is as wide as what is mirrored. */
  @Test
  void outputsWithoutPaddingLieInTheMiddle() throws IOException {
    try (Network network = ApplicableNetworks.load("valid", folder)) {
      assertEquals(new AxisFit(4, 48, 0, 40), AxisFit.of(network, "third", 40));
      assertEquals(40 * 40, apply(network, texture(40, 40, 1), Long.MAX_VALUE, 1).length);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"instance", "attention", "pyramid"})
  void networksThatSeeAllAreComputedWhole(String kind) throws IOException {
    try (Network network = ApplicableNetworks.load(kind, folder)) {
      Picture image = texture(80, 64, network.channels());
      float[] whole = apply(network, image, Long.MAX_VALUE, 1);
      assertEquals(0, difference(whole, apply(network, image, bytes(network, image) / 4, 1)));
      assertEquals(0, difference(plain(network, image), whole));
    }
  }

  /** Weights from the whole image leave the values where they are. */
  @Test
  void layersBehindAttentionHaveAnExtent() throws IOException {
    try (Network network = ApplicableNetworks.load("attention", folder)) {
      assertEquals(1, network.layer("result").stride());
      assertEquals(0, network.layer("gate").stride());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void smallImagesAreMirroredAsOftenAsItTakes(int side) throws IOException {
    try (Network network = ApplicableNetworks.load("unet", folder)) {
      float[] values = apply(network, texture(side, side, 1), Long.MAX_VALUE, 1);
      assertEquals(2 * side * side, values.length);
      for (float value : values) {
        assertTrue(value > 0 && value < 1);
      }
    }
  }

  @Test
  void itSaysWhereTheValuesLie() throws IOException {
    try (Network network = ApplicableNetworks.load("subpixel", folder);
        NetworkApplication large =
            new NetworkApplication(network, AppliedOutput.of(network, "large"), 20, 30);
        NetworkApplication same =
            new NetworkApplication(network, AppliedOutput.of(network, "deep"), 20, 30)) {
      assertEquals(0.5, large.grid().strideX());
      assertEquals(-0.25, large.grid().left());
      assertEquals(60, large.grid().width());
      assertEquals(0, same.grid().top());
    }
  }

  @Test
  void stopsWhenAsked() throws IOException {
    try (Network network = ApplicableNetworks.load("unet", folder);
        NetworkApplication applied =
            new NetworkApplication(network, AppliedOutput.of(network, "probability"), 40, 40)) {
      int[] told = {0};
      assertTrue(
          applied.run(texture(40, 40, 1), new int[] {0}, progress -> ++told[0] < 3).isEmpty());
      assertEquals(3, told[0]);
    }
  }

  @Test
  void kindsOfOutputs() throws IOException {
    assertEquals(OutputKind.PROBABILITIES, kind("unet", false));
    assertEquals(OutputKind.IMAGE, kind("style", false));
    assertEquals(OutputKind.IMAGE, kind("subpixel", true));
    assertEquals(OutputKind.IMAGE, kind("denoiser", false));
    assertEquals(OutputKind.VALUES, kind("valid", false));
  }

  @Test
  void aRangeIsTwoNumbers() {
    float[] values = {-1, 0, 1};
    OutputLevels.ofRange("-1..1", 1).convert(values, 0);
    assertArrayEquals(new float[] {0, 127.5f, 255}, values, (float) 1e-3);
    for (String wrong : new String[] {"1", "1..0", "..", "a..b", "0..1..2", "0..NaN"}) {
      String message =
          assertThrows(IllegalArgumentException.class, () -> OutputLevels.ofRange(wrong, 1))
              .getMessage();
      assertTrue(message.contains(wrong) && message.contains("0..255"), message);
    }
  }

  private OutputKind kind(String kind, boolean finer) throws IOException {
    try (Network network = ApplicableNetworks.load(kind, folder)) {
      return OutputKind.of(network, AppliedOutput.of(network, ""), finer);
    }
  }

  private static String last(Network network) {
    List<Layer> layers = network.layers();
    return layers.get(layers.size() - 1).name();
  }

  private static long bytes(Network network, Picture image) {
    int height = AxisFit.of(network, last(network), image.height()).length();
    int width = AxisFit.of(network, last(network), image.width()).length();
    return Draft.of(network, height, width, List.of(), Set.of(last(network))).bytes();
  }

  /** The output, channel by channel. */
  private static float[] apply(Network network, Picture image, long bytes, int leastTiles) {
    int height = image.height();
    int width = image.width();
    try (NetworkApplication applied =
        new NetworkApplication(network, AppliedOutput.of(network, ""), height, width, bytes)) {
      assertTrue(applied.tiles() >= leastTiles, applied.tiles() + " tiles");
      int channels = applied.shape().channels();
      float[][] maps =
          applied.run(image, IntStream.range(0, channels).toArray(), Monitor.NONE).orElseThrow();
      int pixels = applied.shape().height() * applied.shape().width();
      float[] all = new float[channels * pixels];
      for (int c = 0; c < channels; c++) {
        System.arraycopy(maps[c], 0, all, c * pixels, pixels);
      }
      return all;
    }
  }

  /** What a plan of the whole image gives, channel by channel for {@link #apply}'s sake. */
  private static float[] plain(Network network, Picture image) {
    String layer = last(network);
    try (Plan plan =
        Draft.of(network, image.height(), image.width(), List.of(), Set.of(layer)).allocate()) {
      network.preprocessing().write(image, plan.image());
      plan.forward();
      float[] values = Buffers.floats(plan.activation(layer));
      int channels = plan.shape(layer).channels();
      float[] sorted = new float[values.length];
      for (int i = 0; i < values.length; i++) {
        sorted[i % channels * (values.length / channels) + i / channels] = values[i];
      }
      return sorted;
    }
  }

  /** The largest difference by the largest value. */
  private static double difference(float[] expected, float[] actual) {
    assertEquals(expected.length, actual.length);
    double largest = 0;
    double difference = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs(expected[i]));
      difference = Math.max(difference, Math.abs(expected[i] - actual[i]));
    }
    assertTrue(largest > 0);
    return difference / largest;
  }

  private static Picture texture(int height, int width, int channels) {
    Random random = new Random(7);
    float[] pixels = new float[height * width * channels];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = 255 * random.nextFloat();
    }
    return Picture.of(height, width, channels, pixels);
  }
}
