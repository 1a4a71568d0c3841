package neuralart.art.saliency;

import java.util.Optional;
import neuralart.image.Picture;
import neuralart.optimize.Monitor;

/** Makes saliency maps of images of one size. */
interface MapMaker extends AutoCloseable {
  /**
   * Makes a map.
   *
   * @param input the image as the network takes it, not modified
   * @param monitor is told of every step, and may stop it
   * @return nothing if it was stopped
   */
  Optional<SaliencyMap> make(Picture input, Monitor monitor);

  @Override
  void close();
}
