package neuralart.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ZoomTest {
  private static final int HEIGHT = 21;
  private static final int WIDTH = 31;

  @Test
  void nothingChangesNothing() {
    Picture image = spot(4, 6);
    assertArrayEquals(image.values(), Zoom.apply(image, 1, 0).values(), 1e-6f);
  }

  /** A spot 6 right of the centre and 2 above it. */
  @Test
  void zoomMovesAwayFromTheCentre() {
    assertBrightest(Zoom.apply(spot(8, 21), 1.5, 0), 7, 24);
  }

  @Test
  void turnsClockwise() {
    assertBrightest(Zoom.apply(spot(8, 21), 1, 90), 16, 17);
  }

  @Test
  void theImageGoesOnBeyondItsBorder() {
    float[] values = new float[HEIGHT * WIDTH * 2];
    Arrays.fill(values, 7);
    for (float value : Zoom.apply(Picture.of(HEIGHT, WIDTH, 2, values), 0.5, 30).values()) {
      assertEquals(7, value, 0.1);
    }
  }

  private static Picture spot(int y, int x) {
    Picture image = new Picture(HEIGHT, WIDTH, 2);
    image.row(y)[2 * x + 1] = 1;
    return image;
  }

  private static void assertBrightest(Picture image, int y, int x) {
    float[] values = image.values();
    int brightest = 0;
    for (int i = 1; i < values.length; i++) {
      brightest = values[i] > values[brightest] ? i : brightest;
    }
    assertEquals((y * WIDTH + x) * 2 + 1, brightest);
    assertTrue(image.get(y, x, 0) == 0, "channels don't mix");
  }
}
