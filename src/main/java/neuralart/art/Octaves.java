package neuralart.art;

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
    DeepDreamOptions.require(count >= 1 && count <= MOST, "octaves", count, "1 to " + MOST);
    DeepDreamOptions.require(
        above >= 0 && above < count,
        "octavesabove",
        above,
        "0 to " + (count - 1) + ", less than octaves");
    DeepDreamOptions.require(
        scale > 1 && scale <= LARGEST_SCALE, "octavescale", scale, "above 1, to 10");
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
   * Share of the work that is done; the work of an octave goes with its number of pixels.
   *
   * @param octave the present one
   * @param share of it that is done, 0..1
   */
  double done(int octave, double share) {
    double done = 0;
    double all = 0;
    for (int i = 0; i < count; i++) {
      double pixels = Math.pow(scale, 2.0 * i);
      all += pixels;
      done += i < octave ? pixels : i == octave ? pixels * share : 0;
    }
    return done / all;
  }
}
