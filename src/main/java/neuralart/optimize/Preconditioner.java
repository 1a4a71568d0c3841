package neuralart.optimize;

import java.nio.FloatBuffer;

/**
 * What an optimiser takes for the inverse of the Hessian, up to a factor, before it has met any
 * curvature: a symmetric and positive linear map.
 */
public interface Preconditioner {
  /** Takes all directions for equal. */
  Preconditioner NONE = vector -> {};

  /**
   * Maps a vector in place.
   *
   * @param vector flat, as long as there are variables
   */
  void apply(FloatBuffer vector);
}
