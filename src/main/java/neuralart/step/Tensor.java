package neuralart.step;

import java.util.Arrays;

/**
 * An array of a plan, dense and in C order: known by its dimensions. What memory it has is the
 * executor's business; several tensors may share memory when their lifetimes don't overlap.
 */
public class Tensor {
  private final long[] dimensions;

  public Tensor(long... dimensions) {
    this.dimensions = dimensions.clone();
  }

  /** Number of values. */
  public final long length() {
    long length = 1;
    for (long dimension : dimensions) {
      length *= dimension;
    }
    return length;
  }

  public final long[] dimensions() {
    return dimensions.clone();
  }

  /** One of the dimensions, counted from 0. */
  public final long size(int axis) {
    return dimensions[axis];
  }

  /**
   * The extent of an activation.
   *
   * @throws IllegalStateException if the dimensions aren't {@code [1, height, width, channels]}
   */
  public final Shape shape() {
    if (dimensions.length != 4 || dimensions[0] != 1) {
      throw new IllegalStateException("is no activation: " + this);
    }
    return new Shape((int) dimensions[1], (int) dimensions[2], (int) dimensions[3]);
  }

  @Override
  public String toString() {
    return Arrays.toString(dimensions);
  }
}
