package neuralart.art.dream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import neuralart.art.Pyramid;
import org.junit.jupiter.api.Test;

class OctavesTest {
  @Test
  void sizesOfThePublishedRecipes() {
    assertArrayEquals(new int[] {204, 285, 400}, sizes(new Octaves(3, 0, 1.4), 400));
    assertArrayEquals(new int[] {177, 230, 300, 390, 507}, sizes(new Octaves(5, 2, 1.3), 300));
  }

  @Test
  void theFirstOfAnyNumberHasAboutTheSameSize() {
    Octaves octaves = new Octaves(0, 0, 1.4);
    for (int size : new int[] {200, 300, 512, 1000, 3000, 9000}) {
      int first = sizes(octaves, size)[0];
      assertTrue(first >= 200 / Math.sqrt(1.4) - 1 && first <= 200 * Math.sqrt(1.4), "" + first);
    }
    assertArrayEquals(new int[] {100}, sizes(octaves, 100));
    assertEquals(9, sizes(octaves, 3000).length);
  }

  @Test
  void mostOfTheWorkIsDoneAtSmallSizes() {
    Pyramid pyramid = new Octaves(0, 0, 1.4).pyramid(3000, 3000, 20, (h, w) -> true);
    int[] steps = pyramid.levels().stream().mapToInt(Pyramid.Level::iterations).toArray();
    assertArrayEquals(new int[] {20, 18, 13, 9, 6, 5, 4, 4, 4}, steps);
    Pyramid few = new Octaves(0, 0, 1.4).pyramid(3000, 3000, 2, (h, w) -> true);
    assertTrue(few.levels().stream().allMatch(level -> level.iterations() == 2));
  }

  @Test
  void sizesThatAreTooSmallForTheNetworkAreLeftOut() {
    Pyramid pyramid = new Octaves(0, 0, 1.4).pyramid(150, 1000, 20, (h, w) -> h >= 100);
    assertEquals(107, pyramid.level(0).height());
    Pyramid none = new Octaves(0, 0, 1.4).pyramid(50, 1000, 20, (h, w) -> h >= 100);
    assertEquals(1, none.count());
  }

  private static int[] sizes(Octaves octaves, int size) {
    Pyramid pyramid = octaves.pyramid(size, size, 20, (height, width) -> true);
    return pyramid.levels().stream().mapToInt(Pyramid.Level::height).toArray();
  }

  @Test
  void workGoesWithPixels() {
    Pyramid pyramid = new Octaves(2, 0, 2).pyramid(40, 60, 10, (height, width) -> true);
    assertEquals(0.1, pyramid.fraction(0, 5), 1e-9);
    assertEquals(0.2, pyramid.fraction(1, 0), 1e-9);
    assertEquals(1, pyramid.fraction(1, 10), 1e-9);
  }

  @Test
  void oneIsNotLargerThanTheImage() {
    assertThrows(IllegalArgumentException.class, () -> new Octaves(2, 2, 1.4));
    assertThrows(IllegalArgumentException.class, () -> new Octaves(2, -1, 1.4));
    assertThrows(IllegalArgumentException.class, () -> new Octaves(0, 1, 1.4));
    assertThrows(IllegalArgumentException.class, () -> new Octaves(-1, 0, 1.4));
    assertThrows(IllegalArgumentException.class, () -> new Octaves(0, 0, 1.4, 20));
    assertThrows(IllegalArgumentException.class, () -> new Octaves(2, 0, 1));
  }
}
