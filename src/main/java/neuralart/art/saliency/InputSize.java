package neuralart.art.saliency;

import java.util.Locale;
import neuralart.art.Options;
import neuralart.image.Grid;
import neuralart.image.Picture;
import neuralart.image.Resize;
import neuralart.network.Network;
import neuralart.network.node.Image;

/**
 * The size at which a network sees an image, as a whole: the image's own, another one of the user's
 * choice, or the size that the network was trained on, where its layers take no other.
 *
 * @param height rows
 * @param width columns
 */
public record InputSize(int height, int width) {
  /**
   * The size at which a network sees an image.
   *
   * @param layer the deepest one that is asked for
   * @param height of the image
   * @param width of the image
   * @param side longer side that the user wants; 0 for that of the image, or for a layer whose
   *     values see the whole image that on which the network was trained, where it is known
   * @throws IllegalArgumentException if the network can't see the image at that size
   */
  public static InputSize of(Network network, String layer, int height, int width, int side) {
    Options.require(side >= 0, "imagesize", side, "0 or more");
    Image image = (Image) network.vertices().get(0).node();
    boolean known = image.height() > 0 && image.width() > 0;
    InputSize trained = new InputSize(image.height(), image.width());
    if (side == 0 && known && isOfWholeImage(network, layer)) {
      return trained;
    }
    double scale = side == 0 ? 1 : (double) side / Math.max(height, width);
    InputSize wanted = new InputSize(scaled(height, scale), scaled(width, scale));
    try {
      network.shape(layer, wanted.height, wanted.width);
      return wanted;
    } catch (IllegalArgumentException e) {
      if (!known) {
        throw e;
      }
      network.shape(layer, trained.height, trained.width);
      return trained;
    }
  }

  private static boolean isOfWholeImage(Network network, String layer) {
    return network.layers().stream()
        .anyMatch(described -> described.name().equals(layer) && described.stride() == 0);
  }

  private static int scaled(int pixels, double scale) {
    return (int) Math.max(1, Math.round(scale * pixels));
  }

  /** Whether it is the size of an image. */
  public boolean fits(int imageHeight, int imageWidth) {
    return height == imageHeight && width == imageWidth;
  }

  /**
   * The image at this size: as a whole, whatever its shape, as Keras does; bilinear, and
   * anti-aliased where it shrinks.
   *
   * @param image with any channels, not modified
   */
  public Picture see(Picture image) {
    return fits(image.height(), image.width()) ? image : Resize.antialiased(image, height, width);
  }

  /**
   * A map of this size at the image's own pixels, each value where the pixel lies that it is of.
   *
   * @param map {@code [height, width]}, not modified
   * @param imageHeight rows of the image
   * @param imageWidth columns of the image
   * @return {@code [imageHeight, imageWidth]}
   */
  public float[] place(float[] map, int imageHeight, int imageWidth) {
    if (fits(imageHeight, imageWidth)) {
      return map;
    }
    double x = (double) imageWidth / width;
    double y = (double) imageHeight / height;
    Grid grid = new Grid(width, height, (x - 1) / 2, (y - 1) / 2, x, y);
    return grid.resample(map, imageWidth, imageHeight);
  }

  /** What the user reads: width x height. */
  public String title() {
    return String.format(Locale.ROOT, "%d x %d", width, height);
  }
}
