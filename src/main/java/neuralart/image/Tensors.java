package neuralart.image;

import java.util.Locale;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.img.array.ArrayImgs;
import net.imglib2.img.basictypeaccess.nio.FloatBufferAccess;
import net.imglib2.loops.LoopBuilder;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** ImgLib2 images as ND4J arrays and back. */
public final class Tensors {
  /** Largest number of values of an array that Java can see as one buffer of bytes. */
  private static final long LARGEST = Integer.MAX_VALUE / Float.BYTES;

  private static final int MILLION = 1_000_000;

  private Tensors() {}

  /**
   * Finds out whether Java can see an image {@code [1, height, width, channels]} as one array.
   *
   * @throws IllegalArgumentException if it is too large
   */
  public static void requireSize(long height, long width, long channels) {
    long most = LARGEST / channels;
    if (height * width > most) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "An image of %d x %d pixels is too large: %d million is the most",
              width,
              height,
              most / MILLION));
    }
  }

  /**
   * An ND4J array as an ImgLib2 image, without a copy: both see the same memory.
   *
   * @param array {@code [1, H, W, C]}, dense; must stay open as long as the image is used
   * @return image with the axes x, y, channel
   */
  public static RandomAccessibleInterval<FloatType> asImage(INDArray array) {
    boolean dense = array.ordering() == 'c' && array.data().length() == array.length();
    if (array.rank() != 4 || array.size(0) != 1 || !dense) {
      throw new IllegalArgumentException(
          "expected a dense array [1, H, W, C], not " + array.shapeInfoToString());
    }
    FloatBufferAccess access = new FloatBufferAccess(array.data().asNio(), true);
    RandomAccessibleInterval<FloatType> interleaved =
        ArrayImgs.floats(access, array.size(3), array.size(2), array.size(1));
    return Views.moveAxis(interleaved, 0, 2);
  }

  /**
   * Copies an ImgLib2 image to an ND4J array.
   *
   * @param image with the axes x, y, channel
   * @return {@code [1, H, W, C]}, for the caller to close
   */
  public static INDArray copy(RandomAccessibleInterval<FloatType> image) {
    INDArray array =
        Nd4j.createUninitialized(
            DataType.FLOAT, 1, image.dimension(1), image.dimension(0), image.dimension(2));
    LoopBuilder.setImages(image, asImage(array)).forEachPixel((from, to) -> to.set(from));
    return array;
  }
}
