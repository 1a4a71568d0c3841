package neuralart.plan.opencl;

import java.util.Optional;

/**
 * What a convolution does with its sums before it stores them.
 *
 * @param bias a value for each output channel that is added
 * @param rectify whether negative values become 0
 */
record Epilogue(Optional<DeviceBuffer> bias, boolean rectify) {
  static final Epilogue NONE = new Epilogue(Optional.empty(), false);

  /** As a kernel takes it. */
  int hasBias() {
    return bias.isPresent() ? 1 : 0;
  }

  /** As a kernel takes it. */
  int rectifies() {
    return rectify ? 1 : 0;
  }
}
