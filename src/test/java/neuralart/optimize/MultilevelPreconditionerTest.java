package neuralart.optimize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import neuralart.image.Picture;
import neuralart.image.Resize;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class MultilevelPreconditionerTest {
  private static final int CHANNELS = 3;

  private final Random random = new Random(5);

  @ParameterizedTest
  @CsvSource({"40, 64", "33, 47", "16, 17", "9, 5", "1, 1"})
  void isSymmetricAndPositive(int height, int width) {
    Preconditioner preconditioner = new MultilevelPreconditioner(height, width, CHANNELS);
    try (INDArray a = image(height, width);
        INDArray b = image(height, width);
        INDArray mappedA = a.dup();
        INDArray mappedB = b.dup()) {
      HostAlgebra.precondition(mappedA, preconditioner);
      HostAlgebra.precondition(mappedB, preconditioner);
      double product = product(a, mappedB);
      double length = Math.sqrt(product(a, a) * product(b, b));
      assertEquals(product, product(b, mappedA), 1e-5 * length);
      assertTrue(product(a, mappedA) >= product(a, a));
    }
  }

  /** 32 x 48 pixels have the levels 32 x 48, 16 x 24 and 8 x 12. */
  @ParameterizedTest
  @CsvSource({"32, 48, 3", "31, 48, 3", "15, 48, 2", "14, 48, 1"})
  void leavesAFlatImageFlatAwayFromOddEdges(int height, int width, int levels) {
    Preconditioner preconditioner = new MultilevelPreconditioner(height, width, 1);
    try (INDArray flat = Nd4j.ones(height * width)) {
      HostAlgebra.precondition(flat, preconditioner);
      int rows = height % 2 == 0 ? height : height - 8;
      for (int i = 0; i < rows * width; i++) {
        assertEquals(levels, flat.getFloat(i), 1e-5);
      }
    }
  }

  /** One level down and up again, against the interpolation of images. */
  @ParameterizedTest
  @CsvSource({"28, 30", "26, 44"})
  void enlargesBilinearly(int height, int width) {
    float[] values = new float[height * width * CHANNELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextFloat();
    }
    Picture image = Picture.of(height, width, CHANNELS, values);
    Picture small = Resize.antialiased(image, height / 2, width / 2);
    float[] large = Resize.antialiased(small, height, width).values();
    try (INDArray vector = Nd4j.createFromArray(values)) {
      HostAlgebra.precondition(vector, new MultilevelPreconditioner(height, width, CHANNELS));
      for (int y = 3; y < height - 3; y++) { // at the edge the means have other weights
        for (int x = 3; x < width - 3; x++) {
          int i = (y * width + x) * CHANNELS + 1;
          assertEquals(values[i] + large[i], vector.getFloat(i), 1e-5);
        }
      }
    }
  }

  private INDArray image(int height, int width) {
    float[] values = new float[height * width * CHANNELS];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Nd4j.createFromArray(values);
  }

  private static double product(INDArray a, INDArray b) {
    double sum = 0;
    for (int i = 0; i < a.length(); i++) {
      sum += a.getDouble(i) * b.getDouble(i);
    }
    return sum;
  }
}
