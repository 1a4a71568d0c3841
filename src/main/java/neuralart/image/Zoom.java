package neuralart.image;

import net.imglib2.Cursor;
import net.imglib2.RandomAccessibleInterval;
import net.imglib2.RealRandomAccess;
import net.imglib2.interpolation.randomaccess.LanczosInterpolatorFactory;
import net.imglib2.type.numeric.real.FloatType;
import net.imglib2.view.Views;

/** Zooming and turning of images about their centre. */
public final class Zoom {
  private Zoom() {}

  /**
   * Enlarges and turns an image about its centre, with Lanczos interpolation, which stays sharp
   * when it is repeated. Beyond its border the image goes on as in a mirror.
   *
   * @param image not modified
   * @param factor how much larger things become
   * @param degrees how far they turn, clockwise
   * @return a new picture of the same size
   */
  public static Picture apply(Picture image, double factor, double degrees) {
    Picture result = new Picture(image.height(), image.width(), image.channels());
    double cos = Math.cos(Math.toRadians(degrees)) / factor;
    double sin = Math.sin(Math.toRadians(degrees)) / factor;
    RandomAccessibleInterval<FloatType> from = image.asImage();
    RandomAccessibleInterval<FloatType> to = result.asImage();
    for (long channel = 0; channel < image.channels(); channel++) {
      zoom(Views.hyperSlice(from, 2, channel), Views.hyperSlice(to, 2, channel), cos, sin);
    }
    return result;
  }

  private static void zoom(
      RandomAccessibleInterval<FloatType> from,
      RandomAccessibleInterval<FloatType> to,
      double cos,
      double sin) {
    double centreX = (from.dimension(0) - 1) / 2.0;
    double centreY = (from.dimension(1) - 1) / 2.0;
    RealRandomAccess<FloatType> source =
        Views.interpolate(Views.extendMirrorDouble(from), new LanczosInterpolatorFactory<>())
            .realRandomAccess();
    Cursor<FloatType> target = to.localizingCursor();
    while (target.hasNext()) {
      target.fwd();
      double x = target.getDoublePosition(0) - centreX;
      double y = target.getDoublePosition(1) - centreY;
      source.setPosition(centreX + cos * x + sin * y, 0);
      source.setPosition(centreY - sin * x + cos * y, 1);
      target.get().set(source.get());
    }
  }
}
