package neuralart.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GridTest {
  @Test
  void bilinearBetweenTheValuesAndConstantBeyond() {
    Grid grid = new Grid(3, 2, 1.5, 0, 2, 3);
    float[] map = {10, 20, 60, 40, 50, 90};
    float[] pixels = grid.resample(map, 7, 5);
    float[] firstRow = {10, 10, 12.5f, 17.5f, 30, 50, 60};
    for (int x = 0; x < 7; x++) {
      for (int y = 0; y < 5; y++) {
        assertEquals(firstRow[x] + Math.min(y / 3f, 1) * 30, pixels[y * 7 + x], 1e-4, x + ", " + y);
      }
    }
  }

  @Test
  void aSingleValueIsEverywhere() {
    float[] pixels = new Grid(1, 1, 5, 5, 16, 16).resample(new float[] {7}, 2, 2);
    assertArrayEquals(new float[] {7, 7, 7, 7}, pixels);
  }
}
