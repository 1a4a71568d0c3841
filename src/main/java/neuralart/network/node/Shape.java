package neuralart.network.node;

/**
 * The extent of one activation, stored as {@code [1, height, width, channels]}.
 *
 * @param height rows
 * @param width columns
 * @param channels feature maps
 */
public record Shape(int height, int width, int channels) {
  /** Number of values. */
  public long length() {
    return (long) height * width * channels;
  }

  /** The four dimensions in NHWC order. */
  public long[] dimensions() {
    return new long[] {1, height, width, channels};
  }

  @Override
  public String toString() {
    return height + " x " + width + " x " + channels;
  }
}
