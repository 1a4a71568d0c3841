package neuralart.art.saliency;

import java.nio.FloatBuffer;
import neuralart.step.Shape;

/** A number that a network's layer says. */
public interface Value {
  /**
   * The number.
   *
   * @param shape extent of the layer
   * @param activation of the layer, {@code [H, W, C]}
   */
  double of(Shape shape, FloatBuffer activation);
}
