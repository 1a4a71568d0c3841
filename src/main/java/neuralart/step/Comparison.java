package neuralart.step;

/** How two arrays {@code x} and {@code y} become one number; {@code d = x - y}. */
public enum Comparison {
  /** {@code sum(d^2)}. */
  SQUARES,
  /** {@code sum(d^2) / (sum |d| + 1e-8)}. */
  SCALED_SQUARES,
  /** {@code sum(x y) / max(|x|, 1e-12)}. */
  COSINE;

  /**
   * Sums that are to be known: of squares and absolutes of d; or of x y and of the squares of x.
   */
  public static final int SUMS = 2;
}
