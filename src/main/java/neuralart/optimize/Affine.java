package neuralart.optimize;

import java.util.Random;
import neuralart.step.Alteration;

/**
 * Where a view lies in the image: the value at {@code (x, y)} from the centre of the view is that
 * at {@code (xx x + xy y + dx, yx x + yy y + dy)} from the centre of the image, in pixels.
 */
public record Affine(double xx, double xy, double dx, double yx, double yy, double dy) {
  /** The view's centre is the image's. */
  public static final Affine IDENTITY = new Affine(1, 0, 0, 0, 1, 0);

  /**
   * A square part of the image.
   *
   * @param zoom pixels of the image for a pixel of the view
   * @param x how far its centre lies right of the image's, in pixels
   * @param y how far it lies below
   */
  public static Affine crop(double zoom, double x, double y) {
    return new Affine(zoom, 0, x, 0, zoom, y);
  }

  /** A shift by whole pixels, up to {@code range} in each direction, then a random scale. */
  public static Affine shiftAndScale(int range, double[] scales, Random random) {
    double x = shift(range, random);
    double y = shift(range, random);
    return crop(1 / scales[random.nextInt(scales.length)], x, y);
  }

  /** A random rotation, then a shift by whole pixels, up to {@code range} in each direction. */
  public static Affine rotationAndShift(double[] degrees, int range, Random random) {
    double angle = Math.toRadians(degrees[random.nextInt(degrees.length)]);
    double x = shift(range, random);
    double y = shift(range, random);
    double cos = Math.cos(angle);
    double sin = Math.sin(angle);
    return new Affine(cos, sin, cos * x + sin * y, -sin, cos, -sin * x + cos * y);
  }

  /** The transform that applies another one to what this one makes of the image. */
  public Affine after(Affine other) {
    return new Affine(
        xx * other.xx + xy * other.yx,
        xx * other.xy + xy * other.yy,
        xx * other.dx + xy * other.dy + dx,
        yx * other.xx + yy * other.yx,
        yx * other.xy + yy * other.yy,
        yx * other.dx + yy * other.dy + dy);
  }

  /** The column in the image, from its centre, of a place in the view. */
  double column(double x, double y) {
    return xx * x + xy * y + dx;
  }

  /** The row in the image, from its centre, of a place in the view. */
  double row(double x, double y) {
    return yx * x + yy * y + dy;
  }

  /**
   * This transform for {@link Alteration.Sample}.
   *
   * @param height rows of the image
   * @param width columns of the image
   * @param views what slopes are divided by
   */
  double[] numbers(int height, int width, int views) {
    double determinant = xx * yy - xy * yx;
    double[] numbers = new double[Alteration.Sample.NUMBERS];
    double[] forth = {xx, xy, dx + (width - 1) / 2.0, yx, yy, dy + (height - 1) / 2.0};
    for (int i = 0; i < forth.length; i++) {
      numbers[2 * i] = forth[i];
      numbers[2 * i + 1] = forth[i] - (float) forth[i];
    }
    double[] back = {yy, -xy, -yx, xx};
    for (int i = 0; i < back.length; i++) {
      numbers[2 * forth.length + i] = back[i] / determinant;
    }
    numbers[numbers.length - 1] = 1.0 / views;
    return numbers;
  }

  private static double shift(int range, Random random) {
    return random.nextInt(2 * range + 1) - range;
  }
}
