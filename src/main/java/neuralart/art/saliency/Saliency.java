package neuralart.art.saliency;

import java.util.Optional;
import neuralart.image.Picture;
import neuralart.network.Network;
import neuralart.optimize.Monitor;

/** Finds out which pixels of images of one size decide what a network says. */
public final class Saliency implements AutoCloseable {
  private final Network network;
  private final MapMaker maker;

  /**
   * Prepares a network for images of one size.
   *
   * @param network to be closed after this
   * @param target what is to be explained
   * @param height of the images as the network sees them
   * @param width of the images as the network sees them
   * @throws IllegalArgumentException if a layer or a channel doesn't exist, or the images are too
   *     small
   * @throws IllegalStateException if memory doesn't suffice
   */
  public Saliency(
      Network network, SaliencyTarget target, SaliencyOptions options, int height, int width) {
    this.network = network;
    maker =
        switch (options.method()) {
          case GRADIENT, SMOOTHGRAD, INTEGRATED_GRADIENTS ->
              new GradientMaps(network, target, options, height, width);
          case GRAD_CAM -> new GradCam(network, target, options, height, width);
          case OCCLUSION -> new Occlusion(network, target, options, height, width);
        };
  }

  /**
   * The layer that Grad-CAM makes a map of: the one that the user names, or the last of those of
   * the largest stride that lead to what is explained.
   *
   * @param chosen its name, or empty
   * @throws IllegalArgumentException if there is none, or it doesn't lead there
   */
  public static String camLayer(
      Network network, SaliencyTarget target, String chosen, int height, int width) {
    return GradCam.layer(network, target, chosen, height, width);
  }

  /**
   * Makes the map of an image.
   *
   * @param image with the channels of the network, or RGB for one that takes grey, 0..255; not
   *     modified
   * @param monitor is told of every step, and may stop it
   * @return nothing if it was stopped
   */
  public Optional<SaliencyMap> run(Picture image, Monitor monitor) {
    return maker.make(network.preprocessing().toInput(image), monitor);
  }

  @Override
  public void close() {
    maker.close();
  }
}
