package neuralart.model.keras;

/**
 * What the settings of a network's layers mean, which depends on who wrote the file.
 *
 * @param version of Keras: 1, 2 or 3
 * @param channelsFirst whether images are {@code [channels, rows, columns]}, else {@code [rows,
 *     columns, channels]}
 * @param turned whether kernels are turned by 180 degrees, as Theano applies them
 */
record Dialect(int version, boolean channelsFirst, boolean turned) {
  private static final int IMAGE_RANK = 4;

  /** Whether an axis of an image is that of the channels; negative ones count from the end. */
  boolean isChannelAxis(int axis) {
    return Math.floorMod(axis, IMAGE_RANK) == (channelsFirst ? 1 : IMAGE_RANK - 1);
  }

  /** Whether kernels are {@code [outputs, inputs, rows, columns]}. */
  boolean kernelsFirst() {
    return version == 1 && channelsFirst;
  }
}
