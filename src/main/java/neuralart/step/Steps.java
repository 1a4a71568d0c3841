package neuralart.step;

/** The part of a plan under construction that a node, or a term of the loss, writes to. */
public interface Steps {
  /** Adds a step. */
  void add(Step step);

  /** Memory for the steps of this node or term alone; its values are unset at first. */
  Tensor scratch(long... dimensions);

  /** Values that stay the same. */
  Tensor constant(float[] values, long... dimensions);
}
