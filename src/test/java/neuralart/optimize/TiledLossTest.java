package neuralart.optimize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TiledLossTest {
  /** The sum of squares: it has the same gradient in tiles as in one piece. */
  private static LossFunction squares(int length) {
    FloatBuffer variables = FloatBuffer.allocate(length);
    FloatBuffer gradient = FloatBuffer.allocate(length);
    return new LossFunction() {
      @Override
      public FloatBuffer variables() {
        return variables;
      }

      @Override
      public FloatBuffer gradient() {
        return gradient;
      }

      @Override
      public double evaluate() {
        double sum = 0;
        for (int i = 0; i < length; i++) {
          float value = variables.get(i);
          sum += value * value;
          gradient.put(i, 2 * value);
        }
        return sum;
      }
    };
  }

  @ParameterizedTest
  @CsvSource({"50, 70, 32, 32", "32, 70, 32, 32", "33, 33, 32, 32", "64, 129, 32, 40"})
  void everyPixelCountsOnce(int height, int width, int rows, int columns) {
    int channels = 3;
    float[] image = new float[height * width * channels];
    Random random = new Random(4);
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) random.nextGaussian();
    }
    FloatBuffer gradient = FloatBuffer.allocate(image.length);
    TiledLoss tiles =
        new TiledLoss(
            squares(rows * columns * channels),
            rows,
            columns,
            FloatBuffer.wrap(image.clone()),
            gradient,
            height,
            width,
            100,
            random);
    double loss = tiles.evaluate();
    int count = TiledLoss.starts(height, rows).length * TiledLoss.starts(width, columns).length;
    float[] expected = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      expected[i] = 2 * image[i] / count;
    }
    assertTrue(loss > 0);
    assertArrayEquals(expected, gradient.array(), 1e-5f);
    float[] after = new float[image.length];
    tiles.variables().get(0, after);
    assertArrayEquals(image, after);
  }

  @Test
  void tilesReachFromEdgeToEdgeAndOverlap() {
    assertArrayEquals(new int[] {0}, TiledLoss.starts(512, 512));
    assertArrayEquals(new int[] {0, 1}, TiledLoss.starts(513, 512));
    int[] starts = TiledLoss.starts(2000, 512);
    assertEquals(2000 - 512, starts[starts.length - 1]);
    for (int i = 1; i < starts.length; i++) {
      assertTrue(starts[i - 1] + 512 - starts[i] >= 63);
    }
  }
}
