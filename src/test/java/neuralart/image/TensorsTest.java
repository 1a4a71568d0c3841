package neuralart.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import net.imglib2.img.array.ArrayImg;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.type.numeric.real.FloatType;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TensorsTest {
  @Test
  void axesAreNotMixedUp() {
    ArrayImg<FloatType, ?> image = ArrayImgs.floats(4, 3, 2);
    image.forEach(pixel -> pixel.set(0));
    image.getAt(3, 1, 1).set(7);
    try (INDArray array = Tensors.copy(image)) {
      assertArrayEquals(new long[] {1, 3, 4, 2}, array.shape());
      assertEquals(7, array.getFloat(0, 1, 3, 1));
      assertEquals(7, array.sumNumber().floatValue());
    }
  }

  @Test
  void viewSharesMemory() {
    try (INDArray array = Nd4j.zeros(1, 3, 4, 2)) {
      Tensors.asImage(array).getAt(2, 1, 0).set(5);
      assertEquals(5, array.getFloat(0, 1, 2, 0));
    }
  }

  /** The expected values are those of PyTorch 1.13: interpolate(mode="bilinear"). */
  @Test
  void resizeHasHalfPixelCentres() {
    try (INDArray row = Nd4j.createFromArray(0f, 10, 20, 30, 40, 50).reshape(1, 1, 6, 1);
        INDArray column = Nd4j.createFromArray(0f, 10, 20, 30, 40, 50).reshape(1, 6, 1, 1);
        INDArray smaller = Resize.bilinear(row, 1, 4);
        INDArray larger = Resize.bilinear(column, 9, 1)) {
      assertArrayEquals(new float[] {2.5f, 17.5f, 32.5f, 47.5f}, smaller.data().asFloat(), 1e-5f);
      assertArrayEquals(
          new float[] {0, 5, 11.6667f, 18.3333f, 25, 31.6667f, 38.3333f, 45, 50},
          larger.data().asFloat(),
          1e-4f);
    }
  }
}
