package neuralart.step;

import neuralart.network.node.Ops;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A buffer of a plan: known by its dimensions while the plan is drawn up, backed by native memory
 * once the plan is allocated. Several tensors may share memory when their lifetimes don't overlap.
 */
public final class Tensor {
  private final long[] dimensions;
  private INDArray array;

  public Tensor(long... dimensions) {
    this.dimensions = dimensions.clone();
  }

  /** Number of values. */
  public long length() {
    long length = 1;
    for (long dimension : dimensions) {
      length *= dimension;
    }
    return length;
  }

  public long[] dimensions() {
    return dimensions.clone();
  }

  /** Backs this tensor with the first values of a flat, contiguous array. */
  public void place(INDArray flat) {
    array = Ops.prefix(flat, length()).reshape('c', dimensions);
  }

  /** The dense, C-ordered array behind this tensor; there is none before the plan is allocated. */
  public INDArray array() {
    if (array == null) {
      throw new IllegalStateException("the plan has not been allocated");
    }
    return array;
  }
}
