package neuralart.command;

import ij.ImagePlus;
import java.util.Optional;
import java.util.function.Function;
import neuralart.image.Picture;
import neuralart.imagej.SmallCopy;
import neuralart.network.Network;
import neuralart.optimize.Monitor;

/** A command that can show in its dialog what it would make. */
interface ThumbnailPainter {
  /** Takes the device that the user has chosen. */
  void useDevice();

  /** The network that the user has chosen. */
  String model();

  /** The image that the command works on, if it does. */
  Optional<ImagePlus> subject();

  /**
   * Makes a small picture in the way in which the command makes its result. Called once, and
   * instead of the command: it may change the inputs.
   *
   * @param network the one that the input names; stays open
   * @param small makes small copies of images
   * @param monitor is told of every step and may end the picture
   * @return RGB of 0..255
   * @throws IllegalArgumentException with a message for the user if an input is wrong
   */
  Picture thumbnail(Network network, Function<ImagePlus, SmallCopy> small, Monitor monitor);

  /** How the small picture, once it is made, differs from the result, in a sentence. */
  default String caption() {
    return "Preview: the result is larger, and differs in detail";
  }
}
