package neuralart.art.dream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import neuralart.art.Pyramid;
import org.junit.jupiter.api.Test;

class OctavesTest {
  @Test
  void sizesOfThePublishedRecipes() {
    assertArrayEquals(new int[] {204, 285, 400}, sizes(new Octaves(3, 0, 1.4), 400));
    assertArrayEquals(new int[] {177, 230, 300, 390, 507}, sizes(new Octaves(5, 2, 1.3), 300));
  }

  private static int[] sizes(Octaves octaves, int size) {
    return IntStream.range(0, octaves.count()).map(i -> octaves.size(size, i)).toArray();
  }

  @Test
  void workGoesWithPixels() {
    Pyramid pyramid = new Octaves(2, 0, 2).pyramid(40, 60, 10);
    assertEquals(0.1, pyramid.fraction(0, 5), 1e-9);
    assertEquals(0.2, pyramid.fraction(1, 0), 1e-9);
    assertEquals(1, pyramid.fraction(1, 10), 1e-9);
  }

  @Test
  void oneIsNotLargerThanTheImage() {
    assertThrows(IllegalArgumentException.class, () -> new Octaves(2, 2, 1.4));
    assertThrows(IllegalArgumentException.class, () -> new Octaves(2, -1, 1.4));
    assertThrows(IllegalArgumentException.class, () -> new Octaves(0, 0, 1.4));
    assertThrows(IllegalArgumentException.class, () -> new Octaves(2, 0, 1));
  }
}
