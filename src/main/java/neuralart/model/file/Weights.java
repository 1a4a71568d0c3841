package neuralart.model.file;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weights as the nodes of networks take them. */
public final class Weights {
  private Weights() {}

  /**
   * Weights outside of Java's heap, which the node that is given them closes.
   *
   * @param values in C order
   * @param dimensions extents, of which the last varies fastest
   */
  public static INDArray of(float[] values, long... dimensions) {
    return Nd4j.createFromArray(values).reshape('c', dimensions);
  }
}
