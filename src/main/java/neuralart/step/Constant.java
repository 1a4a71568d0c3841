package neuralart.step;

/** Values that stay the same, for the steps of devices: each brings them to its own memory. */
public final class Constant extends Tensor {
  private final float[] values;

  /**
   * @param values in C order; not copied, not modified
   */
  public Constant(float[] values, long... dimensions) {
    super(dimensions);
    this.values = values;
  }

  public float[] values() {
    return values;
  }
}
