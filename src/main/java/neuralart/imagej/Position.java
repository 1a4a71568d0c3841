package neuralart.imagej;

import ij.CompositeImage;
import ij.ImagePlus;

/**
 * A slice of an image.
 *
 * @param c channel, from 1
 * @param z plane, from 1
 * @param t frame, from 1
 */
record Position(int c, int z, int t) {

  /**
   * The slice that is displayed. The channel, plane and frame that ImageJ tells may stay what they
   * were when a script chooses a slice by its index, but composite images go by them.
   */
  static Position of(ImagePlus image) {
    if (image instanceof CompositeImage) {
      return new Position(image.getC(), image.getZ(), image.getT());
    }
    int[] position = image.convertIndexToPosition(image.getCurrentSlice());
    return new Position(position[0], position[1], position[2]);
  }
}
