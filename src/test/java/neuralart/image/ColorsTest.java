package neuralart.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ColorsTest {
  private static final int HEIGHT = 20;
  private static final int WIDTH = 31;

  @Test
  void luminanceIsGrey() {
    Picture grey = Colors.luminance(Picture.of(1, 1, 3, 100, 200, 50));
    float y = 0.299f * 100 + 0.587f * 200 + 0.114f * 50;
    assertArrayEquals(new float[] {y, y, y}, grey.values(), 1e-4f);
  }

  @Test
  void theLightOfOneImageWithTheColoursOfAnother() {
    Picture image = noise(1, 40, 60, 90, 0.5);
    Picture light = noise(2, 120, 80, 70, 0.2);
    Picture mixed = Colors.withLuminance(image, light);
    assertNear(Colors.luminance(light), Colors.luminance(mixed), 1e-3);
    // what is left without the light is the same
    assertArrayEquals(
        Pictures.minus(image, Colors.luminance(image)),
        Pictures.minus(mixed, Colors.luminance(mixed)),
        1e-3f);
  }

  @Test
  void momentsAreThoseOfTheOtherImage() {
    Picture image = noise(3, 120, 110, 100, 0.9);
    Picture like = noise(4, 90, 140, 130, 0.3);
    double[] expected = moments(like);
    double[] matched = moments(Colors.matchMoments(image, like));
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], matched[i], 0.02 * Math.abs(expected[i]) + 0.1);
    }
    assertNear(image, Colors.matchMoments(image, image), 0.01);
  }

  @Test
  void histogramsAreThoseOfTheOtherImage() {
    Picture image = noise(3, 120, 110, 100, 0.9);
    Picture like = noise(4, 60, 180, 130, 0.3);
    Picture matched = Colors.matchHistogram(image, like);
    for (int c = 0; c < 3; c++) {
      assertArrayEquals(sorted(like, c), sorted(matched, c), 1e-3f);
    }
  }

  @Test
  void imagesOfOneColourStayFinite() {
    Picture black = new Picture(HEIGHT, WIDTH, 3);
    Picture image = noise(5, 100, 50, 200, 0.5);
    for (Picture result :
        new Picture[] {
          Colors.matchMoments(black, image),
          Colors.matchMoments(image, black),
          Colors.matchMoments(black, black),
          Colors.matchHistogram(black, image),
          Colors.matchHistogram(image, black)
        }) {
      for (float value : result.values()) {
        assertTrue(value >= 0 && value <= 255);
      }
    }
    assertEquals(0, Pictures.difference(black, Colors.matchHistogram(image, black)));
  }

  /** Noise around a colour whose channels have a part in common. */
  private static Picture noise(long seed, double r, double g, double b, double common) {
    Random random = new Random(seed);
    double[] center = {r, g, b};
    float[] values = new float[HEIGHT * WIDTH * 3];
    double shared = 0;
    for (int i = 0; i < values.length; i++) {
      shared = i % 3 == 0 ? random.nextGaussian() : shared;
      double own = random.nextGaussian();
      values[i] = (float) (center[i % 3] + 12 * (common * shared + (1 - common) * own));
    }
    return Picture.of(HEIGHT, WIDTH, 3, values);
  }

  private static double[] moments(Picture rgb) {
    float[] values = rgb.values();
    double[] moments = new double[12];
    for (int i = 0; i < values.length; i++) {
      moments[i % 3] += values[i] * 3.0 / values.length;
    }
    for (int i = 0; i < values.length; i += 3) {
      for (int j = 0; j < 9; j++) {
        moments[3 + j] +=
            (values[i + j / 3] - moments[j / 3])
                * (values[i + j % 3] - moments[j % 3])
                * 3.0
                / values.length;
      }
    }
    return moments;
  }

  private static float[] sorted(Picture rgb, int channel) {
    float[] values = rgb.values();
    float[] result = new float[values.length / 3];
    for (int i = 0; i < result.length; i++) {
      result[i] = values[i * 3 + channel];
    }
    Arrays.sort(result);
    return result;
  }

  private static void assertNear(Picture expected, Picture actual, double tolerance) {
    double largest = Pictures.difference(expected, actual);
    assertTrue(largest <= tolerance, "differs by " + largest);
  }
}
