package neuralart.network.node;

import java.nio.FloatBuffer;

/** Standardises the values of an activation, and differentiates that. */
interface StandardizationLoop {
  /** {@code y = (x - mean) / deviation}; y may be x. */
  void standardize(FloatBuffer x, FloatBuffer y);

  /** {@code target = (g - mean g - y mean (g y)) / deviation}, where y is the output for x. */
  void differentiate(FloatBuffer x, FloatBuffer g, FloatBuffer target);
}
