package neuralart.step;

/**
 * The extent of one activation, stored as {@code [1, height, width, channels]}.
 *
 * @param height rows
 * @param width columns
 * @param channels feature maps
 */
public record Shape(int height, int width, int channels) {
  private static final int LARGEST_SIDE = 1 << 18;

  /** Number of values. */
  public long length() {
    return (long) height * width * channels;
  }

  /** The four dimensions in NHWC order. */
  public long[] dimensions() {
    return new long[] {1, height, width, channels};
  }

  /**
   * Checks that this is the extent of something that can be computed.
   *
   * @throws IllegalArgumentException if it is empty, or larger than any
   */
  public void requireUsable() {
    if (height < 1 || width < 1 || channels < 1) {
      throw new IllegalArgumentException("makes nothing of an image of the size that it is for");
    }
    if (height > LARGEST_SIDE || width > LARGEST_SIDE || length() > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("makes " + this + " values, which is too many");
    }
  }

  @Override
  public String toString() {
    return height + " x " + width + " x " + channels;
  }
}
