package neuralart.objective;

/** What a Gram matrix is divided by. */
public enum GramNormalization {
  /** Nothing: it grows with the image (Gatys et al. 2015). */
  NONE,
  /** The number of pixels {@code H W}, or {@code sum(m^2)} with a mask. */
  PIXELS,
  /** The number of values, {@code C} times the number of pixels (Johnson et al. 2016). */
  VALUES;

  /**
   * The number for an activation.
   *
   * @param mask weights of the pixels, or empty for all of them alike
   */
  double divisor(long pixels, int channels, float[] mask) {
    double weight = pixels;
    if (mask.length > 0) {
      weight = 0;
      for (float m : mask) {
        weight += (double) m * m;
      }
      weight = weight > 0 ? weight : 1;
    }
    return switch (this) {
      case NONE -> 1;
      case PIXELS -> weight;
      case VALUES -> weight * channels;
    };
  }
}
