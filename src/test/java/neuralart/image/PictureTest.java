package neuralart.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.FloatBuffer;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;

class PictureTest {
  /** 2 rows of 3 pixels of 2 channels: the hundreds count rows, the tens columns. */
  private static Picture numbered() {
    return Picture.of(2, 3, 2, 0, 1, 10, 11, 20, 21, 100, 101, 110, 111, 120, 121);
  }

  @Test
  void anImageOfItSharesItsValues() {
    Picture picture = numbered();
    RandomAccessibleInterval<FloatType> image = picture.asImage();
    assertArrayEquals(new long[] {3, 2, 2}, image.dimensionsAsLongArray());
    assertEquals(121, image.getAt(2, 1, 1).get());
    image.getAt(1, 0, 1).set(-5);
    assertEquals(-5, picture.get(0, 1, 1));
    assertEquals(-5, picture.row(0)[3]);
  }

  @Test
  void aPartIsACopy() {
    Picture part = numbered().crop(1, 1, 1, 2);
    assertArrayEquals(new float[] {110, 111, 120, 121}, part.values());
    Picture picture = numbered();
    picture.copy().row(0)[0] = 7;
    assertEquals(0, picture.get(0, 0, 0));
  }

  @Test
  void comesBackFromABuffer() {
    FloatBuffer buffer = FloatBuffer.allocate(12);
    numbered().write(buffer);
    assertEquals(101, buffer.get(7));
    assertArrayEquals(numbered().values(), Picture.read(buffer, 2, 3, 2).values());
    assertThrows(IllegalArgumentException.class, () -> Picture.read(buffer, 2, 3, 3));
  }

  @Test
  void whatNoBufferHoldsIsRefused() {
    String message =
        assertThrows(IllegalArgumentException.class, () -> new Picture(20_000, 10_000, 3))
            .getMessage();
    assertEquals("An image of 10000 x 20000 pixels is too large: 178 million is the most", message);
  }
}
