package neuralart.imagej;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.util.List;
import neuralart.image.Picture;
import neuralart.network.Network;

/**
 * The slices of an image as levels of grey or colour for a network, out of which an image in the
 * units of the first can be made again: levels of grey images are not clipped to 0..255. Of a grey
 * image, a network of one channel sees the current one, one of three channels the colours that are
 * displayed, and any other the first ones, unless the user names channels.
 */
public final class ImageLevels {
  /** Levels by display range and colour table. */
  public static final String DISPLAYED = "displayed";

  /** The pixel values are the levels, also for a network of three channels. */
  public static final String RAW = "raw";

  private final ImagePlus image;
  private final NetworkInput input;
  private final List<Integer> order;
  private final boolean raw;

  /**
   * @param image of any type, not modified
   * @param network that sees it; a described one takes pixel values
   * @param chosen channels of the image, as {@link NetworkInput} takes them
   * @param pixels {@link #DISPLAYED} or {@link #RAW}
   * @throws IllegalArgumentException if the image doesn't have them
   */
  public ImageLevels(ImagePlus image, Network network, String chosen, String pixels) {
    if (!pixels.equals(RAW) && !pixels.equals(DISPLAYED)) {
      throw new IllegalArgumentException(
          "pixels is '" + pixels + "', but must be " + DISPLAYED + " or " + RAW);
    }
    raw = pixels.equals(RAW) || network.description().isPresent();
    input = new NetworkInput(image, network, chosen);
    this.image = input.image();
    boolean apart = isGrey() && (raw || network.channels() == 1);
    order = input.order().isEmpty() && apart ? NetworkInput.usual(image, network) : input.order();
  }

  /** Whether the image has channels of grey, not colours. */
  boolean isGrey() {
    return !NetworkInput.hasColors(image);
  }

  /** Whether the levels are those of red, green and blue. */
  boolean isColored() {
    return order.isEmpty();
  }

  /**
   * A slice of the image.
   *
   * @param z plane, from 1
   * @param t frame, from 1
   * @return a picture with the channels of the network, or RGB for a network of one channel, which
   *     takes its luma, unless it is described
   */
  public Picture slice(int z, int t) {
    if (isColored()) {
      return raw ? input.measured(z, t) : input.slice(z, t);
    }
    Picture.requireSize(image.getHeight(), image.getWidth(), order.size());
    Picture picture = new Picture(image.getHeight(), image.getWidth(), order.size());
    for (int c = 0; c < order.size(); c++) {
      ImageProcessor values = DisplayedChannels.pixels(image, order.get(c), z, t);
      GreyScale scale = scale(c);
      for (int y = 0; y < picture.height(); y++) {
        float[] row = picture.row(y);
        for (int x = 0; x < picture.width(); x++) {
          float level = scale.level(values.getf(x, y));
          row[x * order.size() + c] = Float.isFinite(level) ? level : 0;
        }
      }
    }
    return picture;
  }

  /** Number of channels of the image that the network sees; 0 where it sees what is displayed. */
  int channels() {
    return order.size();
  }

  /** The channel of the image, from 1, that is one of the network, from 0, or of its output. */
  int channel(int c) {
    return c < order.size() ? order.get(c) : Position.of(image).c();
  }

  /** How the values of a channel of the network, from 0, stand for levels. */
  GreyScale scale(int c) {
    if (!isGrey()) {
      return GreyScale.SAME;
    }
    return raw ? GreyScale.measured(image) : GreyScale.of(image, channel(c));
  }

  ImagePlus image() {
    return image;
  }
}
