package neuralart.plan.opencl;

import java.util.Optional;

/**
 * What a convolution does with its sums before it stores them.
 *
 * @param bias a value for each output channel that is added
 * @param isAdded whether what is there is added
 * @param mask of the extent of the output: what is stored is 0 where it isn't positive
 * @param rectifies whether negative values become 0
 */
record Epilogue(
    Optional<DeviceBuffer> bias, boolean isAdded, Optional<DeviceBuffer> mask, boolean rectifies) {
  private static final int BIASED = 1;
  private static final int ADDED = 2;
  private static final int MASKED = 4;
  private static final int RECTIFIED = 8;

  /** Nothing. */
  static final Epilogue NONE = new Epilogue(Optional.empty(), false, Optional.empty(), false);

  /** As kernels take it. */
  int flags() {
    return (bias.isPresent() ? BIASED : 0)
        + (isAdded ? ADDED : 0)
        + (mask.isPresent() ? MASKED : 0)
        + (rectifies ? RECTIFIED : 0);
  }

  /** The bias, or else another buffer, which isn't read. */
  DeviceBuffer biasOr(DeviceBuffer other) {
    return bias.orElse(other);
  }

  /** The mask, or else another buffer, which isn't read. */
  DeviceBuffer maskOr(DeviceBuffer other) {
    return mask.orElse(other);
  }
}
