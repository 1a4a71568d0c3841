package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.List;
import neuralart.step.Step;
import neuralart.step.Tensor;

/**
 * What an optimiser takes for the inverse of the Hessian, up to a factor, before it has met any
 * curvature: a symmetric and positive linear map.
 */
public interface Preconditioner {
  /** Takes all directions for equal. */
  Preconditioner NONE =
      new Preconditioner() {
        @Override
        public void apply(FloatBuffer vector) {}

        @Override
        public List<Step> steps(Tensor vector) {
          return List.of();
        }
      };

  /**
   * Maps a vector in place.
   *
   * @param vector flat, as long as there are variables
   */
  void apply(FloatBuffer vector);

  /** The same as steps of a device. */
  default List<Step> steps(Tensor vector) {
    List<Tensor> vectors = List.of(vector);
    return List.of(
        new Step.OnHost(
            "preconditioner", vectors, vectors, host -> () -> apply(host.values(vector))));
  }
}
