package neuralart.step;

/**
 * Whole numbers that Java may change between evaluations; devices have memory of their own for
 * them.
 */
public final class Numbers extends Tensor {
  private final int[] values;

  /**
   * @param values below 2^24, so that single precision can hold them; not copied, not modified
   */
  public Numbers(int[] values) {
    super(values.length);
    this.values = values;
  }

  /** The numbers as they are now. */
  public int[] values() {
    return values;
  }
}
