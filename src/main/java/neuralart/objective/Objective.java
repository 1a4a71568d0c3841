package neuralart.objective;

import neuralart.network.Network;
import neuralart.step.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A term of a loss that looks at one layer, or at the image. Losses are minimised. */
public interface Objective {
  /** Name of the layer that it looks at, or {@link Network#imageName} for the image itself. */
  String layer();

  /** Bytes of native memory that an {@link Evaluation} on an activation of this extent takes. */
  long bytes(Shape activation);

  /**
   * Prepares evaluations on fixed buffers.
   *
   * @param activation {@code [1, H, W, C]}, read at every evaluation
   * @param gradient same shape; every evaluation adds the gradient of the term to it
   * @throws IllegalArgumentException if the activation is too small for this term
   */
  Evaluation bind(INDArray activation, INDArray gradient);

  /** An objective bound to its buffers. */
  interface Evaluation extends AutoCloseable {
    /** Adds the gradient of the term to the gradient buffer and returns the term's value. */
    double evaluate();

    @Override
    default void close() {}
  }
}
