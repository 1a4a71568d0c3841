package neuralart.art.dream;

import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import neuralart.art.Options;
import neuralart.art.Pyramid;
import neuralart.image.Picture;
import neuralart.image.Resize;

/**
 * The sizes at which an image is worked on, from small to large.
 *
 * @param count how many; 0 for as many as it takes to begin at about {@code from}, most of the
 *     steps then being made at the small ones
 * @param above how many of them are larger than the image
 * @param scale ratio of neighbouring sizes, above 1
 * @param from longer side of the first one in pixels, where {@code count} is 0
 */
public record Octaves(int count, int above, double scale, int from) {
  /** The size at which the patterns of the deep layers fill a good part of the image. */
  public static final int FROM = 200;

  private static final int MOST = 50;
  private static final double LARGEST_SCALE = 10;
  private static final int LEAST_FROM = 32;
  private static final int LARGEST_FROM = 2000;

  /** The longer side up to which all steps are made, by that of the first octave. */
  private static final double FULL_WORK = 1.25;

  /** The fewest steps at a size, or all of them where they are fewer. */
  private static final int LEAST_STEPS = 4;

  /** Brings a picture to another size. */
  interface Resizer {
    /** A new picture with so many rows and columns. */
    Picture resize(Picture picture, int rows, int columns);
  }

  public Octaves {
    Options.require(count >= 0 && count <= MOST, "octaves", count, "0 to " + MOST);
    Options.require(
        above >= 0 && above < Math.max(count, 1),
        "octavesabove",
        above,
        count == 0 ? "0 where octaves is 0" : "0 to " + (count - 1) + ", less than octaves");
    Options.require(scale > 1 && scale <= LARGEST_SCALE, "octavescale", scale, "above 1, to 10");
    Options.require(
        from >= LEAST_FROM && from <= LARGEST_FROM,
        "octavesfrom",
        from,
        LEAST_FROM + " to " + LARGEST_FROM);
  }

  /** A given number of octaves, or those from the usual size on. */
  public Octaves(int count, int above, double scale) {
    this(count, above, scale, FROM);
  }

  /**
   * The size of an octave: {@code int(size / scale^i)} below the image's own, {@code int(size *
   * scale^i)} above it, as the published recipes have it.
   *
   * @param size of the image, rows or columns
   * @param octave from 0, the smallest
   * @param octaves how many there are
   */
  private int size(int size, int octave, int octaves) {
    int exponent = octave - (octaves - 1 - above);
    double factor = Math.pow(scale, Math.abs(exponent));
    return (int) (exponent < 0 ? size / factor : size * factor);
  }

  /**
   * The sizes of an image.
   *
   * @param height rows of the image
   * @param width columns of the image
   * @param iterations at each size; where the number of sizes depends on the image, at the small
   *     ones
   * @param fit whether rows and columns suffice for the network; where the number of sizes depends
   *     on the image, those that don't are left out
   */
  Pyramid pyramid(int height, int width, int iterations, BiPredicate<Integer, Integer> fit) {
    int octaves = count > 0 ? count : fitting(height, width, fit);
    return new Pyramid(
        IntStream.range(0, octaves)
            .mapToObj(
                i -> {
                  int rows = size(height, i, octaves);
                  int columns = size(width, i, octaves);
                  return new Pyramid.Level(rows, columns, steps(iterations, rows, columns));
                })
            .toList());
  }

  /** The first size of an image for which the network may be of any kind. */
  public Pyramid.Level first(int height, int width) {
    return pyramid(height, width, 1, (rows, columns) -> true).level(0);
  }

  /**
   * What brings an image to these sizes: linear interpolation, as in the published recipes. From a
   * large image to a much smaller first octave it would skip pixels, so that it is a mean of them
   * where the number of sizes depends on the image.
   */
  Resizer resizer() {
    return count > 0 ? Resize::bilinear : Resize::antialiased;
  }

  private int fitting(int height, int width, BiPredicate<Integer, Integer> fit) {
    double steps = Math.log((double) Math.max(height, width) / from) / Math.log(scale);
    int octaves = Math.min(MOST, Math.max(1, 1 + (int) Math.round(steps)));
    while (octaves > 1 && !fit.test(size(height, 0, octaves), size(width, 0, octaves))) {
      octaves--;
    }
    return octaves;
  }

  /** Large motifs are made at the small sizes; the large ones only add their detail. */
  private int steps(int iterations, int rows, int columns) {
    if (count > 0) {
      return iterations;
    }
    double share = Math.min(1, FULL_WORK * from / Math.max(rows, columns));
    int steps = (int) Math.round(iterations * share);
    return Math.max(steps, Math.min(iterations, LEAST_STEPS));
  }
}
