package neuralart.imagej;

import ij.ImagePlus;
import java.util.Locale;
import neuralart.image.Picture;

/**
 * The slices of an image as a network takes them. A network that takes three channels, or one, sees
 * what ImageJ displays, in colour or as its luma; any other sees as many channels of the image,
 * each in grey within its own display range.
 */
public final class NetworkInput {
  private static final int RGB = 3;

  private final ImagePlus image;
  private final boolean displayed;

  /**
   * @param image of any type, not modified
   * @param network what the user calls the network
   * @param channels that it takes
   * @throws IllegalArgumentException if the image doesn't have them
   */
  public NetworkInput(ImagePlus image, String network, int channels) {
    displayed = channels == 1 || channels == RGB;
    if (!displayed && (isRgb(image) || channels != image.getNChannels())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Network '%s' takes %d channels, but the image '%s' has %d",
              network,
              channels,
              image.getTitle(),
              isRgb(image) ? RGB : image.getNChannels()));
    }
    this.image = image;
  }

  private static boolean isRgb(ImagePlus image) {
    return image.getType() == ImagePlus.COLOR_RGB;
  }

  /**
   * A slice of the image.
   *
   * @param z plane, from 1
   * @param t frame, from 1
   * @return a picture with the channels of the network, 0..255; RGB for a network of one channel,
   *     which takes its luma
   */
  public Picture slice(int z, int t) {
    return displayed ? DisplayedImage.picture(image, z, t) : DisplayedImage.channels(image, z, t);
  }
}
