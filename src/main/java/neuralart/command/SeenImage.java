package neuralart.command;

import ij.ImagePlus;
import java.awt.Rectangle;
import java.util.Locale;
import neuralart.art.saliency.Classification;
import neuralart.art.saliency.InputSize;
import neuralart.image.Picture;
import neuralart.imagej.NetworkInput;
import neuralart.imagej.Slices;
import neuralart.network.Classifier;
import neuralart.network.Network;

/**
 * An image as a network sees it: its selection where it has one that is an area, as a rectangle, at
 * the size that the network takes.
 */
final class SeenImage {
  private final ImagePlus image;
  private final NetworkInput input;
  private final Rectangle part;
  private final InputSize size;

  /**
   * @param layer the deepest one that is asked for
   * @param side longer side that the user wants; 0 for that of the image
   * @param channelorder channels of the image, as for {@link NetworkInput}
   * @throws IllegalArgumentException if the network can't see the image, or nothing of the image is
   *     selected
   */
  SeenImage(ImagePlus image, Network network, String layer, int side, String channelorder) {
    this.image = image;
    input = new NetworkInput(image, network, channelorder);
    Rectangle whole = new Rectangle(image.getWidth(), image.getHeight());
    boolean selected = image.getRoi() != null && image.getRoi().isArea();
    part = selected ? image.getRoi().getBounds().intersection(whole) : whole;
    if (part.isEmpty()) {
      throw new IllegalArgumentException(
          "The selection has no pixel inside the image: select an area of it, or nothing for the"
              + " whole image");
    }
    size = InputSize.of(network, layer, part.height, part.width, side);
  }

  /** Rows and columns that the network sees. */
  InputSize size() {
    return size;
  }

  /** A slice as {@link NetworkInput#slice} gives it, cut and resized. */
  Picture slice(int z, int t) {
    Picture whole = input.slice(z, t);
    boolean cut = part.width < whole.width() || part.height < whole.height();
    return size.see(cut ? whole.crop(part.y, part.x, part.height, part.width) : whole);
  }

  /** The current slice in the same way. */
  Picture current() {
    Picture[] current = new Picture[1];
    new Slices(image, Slices.CURRENT).visit((z, t) -> current[0] = slice(z, t));
    return current[0];
  }

  /** The probabilities of the classes of the current slice. */
  double[] probabilities(Network network, Classifier classifier) {
    try (Classification classification =
        new Classification(network, classifier, size.height(), size.width())) {
      return classification.probabilities(current());
    }
  }

  /**
   * A map of what the network sees at the image's own pixels, 0 outside of the selection.
   *
   * @param map {@code [height, width]}
   */
  float[] place(float[] map) {
    float[] placed = size.place(map, part.height, part.width);
    if (part.width == image.getWidth() && part.height == image.getHeight()) {
      return placed;
    }
    float[] whole = new float[image.getWidth() * image.getHeight()];
    for (int y = 0; y < part.height; y++) {
      System.arraycopy(
          placed, y * part.width, whole, (part.y + y) * image.getWidth() + part.x, part.width);
    }
    return whole;
  }

  /** What the user reads of it. */
  String title() {
    boolean whole = part.width == image.getWidth() && part.height == image.getHeight();
    String seen =
        whole
            ? "The network saw the image of "
            : String.format(
                Locale.ROOT, "The network saw the selection at %d, %d of ", part.x, part.y);
    String own = String.format(Locale.ROOT, "%d x %d pixels", part.width, part.height);
    return seen + own + (size.fits(part.height, part.width) ? "" : " at " + size.title());
  }
}
