package neuralart.imagej;

import ij.ImagePlus;
import ij.process.ImageProcessor;
import java.util.Locale;
import neuralart.image.Picture;

/**
 * The slices of an image as levels of grey or colour for a network, out of which an image in the
 * units of the first can be made again: levels of grey images are not clipped to 0..255. Of a grey
 * image, a network of one channel sees the current one, one of three channels the colours that are
 * displayed, and any other all channels.
 */
public final class ImageLevels {
  /** Levels by display range and colour table. */
  public static final String DISPLAYED = "displayed";

  /** The pixel values are the levels; a network of three channels sees those of the image, too. */
  public static final String RAW = "raw";

  private static final int RGB = 3;

  private final ImagePlus image;
  private final int channels;
  private final boolean grey;
  private final boolean colored;
  private final boolean raw;

  /**
   * @param image of any type, not modified
   * @param network what the user calls the network
   * @param channels that it takes
   * @param pixels {@link #DISPLAYED} or {@link #RAW}
   * @throws IllegalArgumentException if the image doesn't have them
   */
  public ImageLevels(ImagePlus image, String network, int channels, String pixels) {
    raw = pixels.equals(RAW);
    if (!raw && !pixels.equals(DISPLAYED)) {
      throw new IllegalArgumentException(
          "pixels is '" + pixels + "', but must be " + DISPLAYED + " or " + RAW);
    }
    boolean rgb = image.getType() == ImagePlus.COLOR_RGB;
    int has = rgb ? RGB : image.getNChannels();
    grey = !rgb && image.getType() != ImagePlus.COLOR_256;
    colored = !grey || channels == RGB && !raw;
    boolean repeated = channels == RGB && (colored || has == 1);
    if (channels != 1 && !repeated && (!grey || channels != has)) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Network '%s' takes %d channels, but the image '%s' has %d",
              network,
              channels,
              image.getTitle(),
              has));
    }
    this.image = image;
    this.channels = channels;
  }

  /** Whether the image has channels of grey, not colours. */
  boolean isGrey() {
    return grey;
  }

  /** Whether the levels are those of red, green and blue. */
  boolean isColored() {
    return colored;
  }

  /**
   * A slice of the image.
   *
   * @param z plane, from 1
   * @param t frame, from 1
   * @return a picture with the channels of the network, or RGB for a network of one channel, which
   *     takes its luma
   */
  public Picture slice(int z, int t) {
    if (colored) {
      return DisplayedImage.picture(image, z, t);
    }
    Picture.requireSize(image.getHeight(), image.getWidth(), channels);
    Picture picture = new Picture(image.getHeight(), image.getWidth(), channels);
    for (int c = 0; c < channels; c++) {
      ImageProcessor values = DisplayedChannels.pixels(image, channel(c), z, t);
      GreyScale scale = scale(c);
      for (int y = 0; y < picture.height(); y++) {
        float[] row = picture.row(y);
        for (int x = 0; x < picture.width(); x++) {
          row[x * channels + c] = scale.level(values.getf(x, y));
        }
      }
    }
    return picture;
  }

  /** The channel of the image, from 1, that is one of the network, from 0. */
  int channel(int c) {
    return channels == 1 ? Position.of(image).c() : Math.min(c, image.getNChannels() - 1) + 1;
  }

  /** How the values of a channel of the network, from 0, stand for levels. */
  GreyScale scale(int c) {
    return raw || !grey ? GreyScale.RAW : GreyScale.of(image, channel(c));
  }

  ImagePlus image() {
    return image;
  }
}
