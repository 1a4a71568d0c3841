package neuralart.art.dream;

import java.util.stream.IntStream;
import neuralart.art.Options;
import neuralart.art.Pyramid;

/**
 * The sizes at which an image is worked on, from small to large.
 *
 * @param count how many
 * @param above how many of them are larger than the image
 * @param scale ratio of neighbouring sizes, above 1
 */
public record Octaves(int count, int above, double scale) {
  private static final int MOST = 50;
  private static final double LARGEST_SCALE = 10;

  public Octaves {
    Options.require(count >= 1 && count <= MOST, "octaves", count, "1 to " + MOST);
    Options.require(
        above >= 0 && above < count,
        "octavesabove",
        above,
        "0 to " + (count - 1) + ", less than octaves");
    Options.require(scale > 1 && scale <= LARGEST_SCALE, "octavescale", scale, "above 1, to 10");
  }

  /**
   * The size of an octave: {@code int(size / scale^i)} below the image's own, {@code int(size *
   * scale^i)} above it, as the published recipes have it.
   *
   * @param size of the image, rows or columns
   * @param octave from 0, the smallest
   */
  public int size(int size, int octave) {
    int exponent = octave - (count - 1 - above);
    double factor = Math.pow(scale, Math.abs(exponent));
    return (int) (exponent < 0 ? size / factor : size * factor);
  }

  /**
   * The sizes of an image.
   *
   * @param height rows of the image
   * @param width columns of the image
   * @param iterations at each size
   */
  Pyramid pyramid(int height, int width, int iterations) {
    return new Pyramid(
        IntStream.range(0, count)
            .mapToObj(i -> new Pyramid.Level(size(height, i), size(width, i), iterations))
            .toList());
  }
}
