package neuralart.image;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.RealRandomAccess;
import net.imglib2.interpolation.randomaccess.NLinearInterpolatorFactory;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Resizing of images. */
public final class Resize {
  private Resize() {}

  /**
   * Bilinear interpolation with half-pixel centres and without anti-aliasing, as {@code
   * tf.image.resize} does it: pixel {@code i} of the result lies at {@code (i + 0.5) n / m - 0.5}
   * of the image, where {@code n} and {@code m} are the two sizes, and beyond the border the image
   * goes on as it ends.
   *
   * <p>ND4J's {@code resize_bilinear} computes these positions in single precision; its error of
   * 1e-4 of a pixel is enough to end a dream in another picture.
   *
   * @param image {@code [1, H, W, C]}, dense, not modified
   * @param height rows of the result
   * @param width columns of the result
   * @return {@code [1, height, width, C]}, for the caller to close
   */
  public static INDArray bilinear(INDArray image, int height, int width) {
    INDArray resized = Nd4j.createUninitialized(DataType.FLOAT, 1, height, width, image.size(3));
    RandomAccessibleInterval<FloatType> from = Tensors.asImage(image);
    RandomAccessibleInterval<FloatType> to = Tensors.asImage(resized);
    for (long channel = 0; channel < image.size(3); channel++) {
      resize(Views.hyperSlice(from, 2, channel), Views.hyperSlice(to, 2, channel));
    }
    return resized;
  }

  private static void resize(
      RandomAccessibleInterval<FloatType> from, RandomAccessibleInterval<FloatType> to) {
    double scaleX = (double) from.dimension(0) / to.dimension(0);
    double scaleY = (double) from.dimension(1) / to.dimension(1);
    RealRandomAccess<FloatType> source =
        Views.interpolate(Views.extendBorder(from), new NLinearInterpolatorFactory<>())
            .realRandomAccess();
    Cursor<FloatType> target = to.localizingCursor();
    while (target.hasNext()) {
      target.fwd();
      source.setPosition((target.getDoublePosition(0) + 0.5) * scaleX - 0.5, 0);
      source.setPosition((target.getDoublePosition(1) + 0.5) * scaleY - 0.5, 1);
      target.get().set(source.get());
    }
  }
}
