package neuralart.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ZoomTest {
  private static final int HEIGHT = 21;
  private static final int WIDTH = 31;

  @Test
  void nothingChangesNothing() {
    try (INDArray image = spot(4, 6);
        INDArray same = Zoom.apply(image, 1, 0)) {
      assertArrayEquals(image.data().asFloat(), same.data().asFloat(), 1e-6f);
    }
  }

  /** A spot 6 right of the centre and 2 above it. */
  @Test
  void zoomMovesAwayFromTheCentre() {
    try (INDArray image = spot(8, 21);
        INDArray larger = Zoom.apply(image, 1.5, 0)) {
      assertBrightest(larger, 7, 24);
    }
  }

  @Test
  void turnsClockwise() {
    try (INDArray image = spot(8, 21);
        INDArray turned = Zoom.apply(image, 1, 90)) {
      assertBrightest(turned, 16, 17);
    }
  }

  @Test
  void theImageGoesOnBeyondItsBorder() {
    try (INDArray image = Nd4j.valueArrayOf(new long[] {1, HEIGHT, WIDTH, 2}, 7f);
        INDArray smaller = Zoom.apply(image, 0.5, 30)) {
      assertEquals(7, smaller.minNumber().doubleValue(), 0.1);
      assertEquals(7, smaller.maxNumber().doubleValue(), 0.1);
    }
  }

  private static INDArray spot(int y, int x) {
    INDArray image = Nd4j.zeros(1, HEIGHT, WIDTH, 2);
    image.putScalar(new int[] {0, y, x, 1}, 1);
    return image;
  }

  private static void assertBrightest(INDArray image, int y, int x) {
    int brightest = Nd4j.argMax(image.reshape(-1)).getInt(0);
    assertEquals((y * WIDTH + x) * 2 + 1, brightest);
    assertTrue(image.getDouble(0, y, x, 0) == 0, "channels don't mix");
  }
}
