package neuralart.imagej;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The slices of an image as a network takes them. A network that takes three channels sees the
 * colours that ImageJ displays. One that takes a single channel sees the grey values of the current
 * channel, from 0 to 255 within the display range; any other sees as many channels of the image,
 * each within its own display range.
 */
public final class NetworkInput {
  private static final int RGB = 3;
  private static final float WHITE = 255;

  private final ImagePlus image;
  private final int channels;

  /**
   * @param image of any type, not modified
   * @param network what the user calls the network
   * @param channels that it takes
   * @throws IllegalArgumentException if the image doesn't have them
   */
  public NetworkInput(ImagePlus image, String network, int channels) {
    boolean fits =
        channels == 1 || channels == RGB || !isRgb(image) && channels == image.getNChannels();
    if (!fits) {
      throw new IllegalArgumentException(
          String.format(
              "Network '%s' takes %d channels, but the image '%s' has %d",
              network, channels, image.getTitle(), isRgb(image) ? RGB : image.getNChannels()));
    }
    this.image = image;
    this.channels = channels;
  }

  private static boolean isRgb(ImagePlus image) {
    return image.getType() == ImagePlus.COLOR_RGB;
  }

  /**
   * A slice of the image.
   *
   * @param z plane, from 1
   * @param t frame, from 1
   * @return {@code [1, H, W, C]}, 0..255, for the caller to close
   */
  public INDArray slice(int z, int t) {
    if (channels == RGB) {
      return DisplayedImage.toArray(image, z, t);
    }
    float[] values = new float[image.getWidth() * image.getHeight() * channels];
    for (int c = 0; c < channels; c++) {
      int channel = channels == 1 ? Position.of(image).c() : c + 1;
      copy(pixels(channel, z, t), values, c);
    }
    return Nd4j.createFromArray(values)
        .reshape(new long[] {1, image.getHeight(), image.getWidth(), channels});
  }

  /** The grey values of a channel, with the display range of that channel. */
  private ImageProcessor pixels(int channel, int z, int t) {
    ImageProcessor pixels = DisplayedImage.pixels(image, channel, z, t);
    if (pixels instanceof ColorProcessor color) {
      return color.convertToByteProcessor(false);
    }
    ImageProcessor copy = pixels.duplicate();
    if (image instanceof CompositeImage composite) {
      copy.setMinAndMax(composite.getChannelLut(channel).min, composite.getChannelLut(channel).max);
    } else {
      copy.setMinAndMax(image.getDisplayRangeMin(), image.getDisplayRangeMax());
    }
    return copy;
  }

  private void copy(ImageProcessor pixels, float[] values, int c) {
    double min = pixels.getMin();
    double range = pixels.getMax() - min;
    for (int i = 0; i < pixels.getPixelCount(); i++) {
      double level = range > 0 ? (pixels.getf(i) - min) / range : pixels.getf(i) > min ? 1 : 0;
      // NaN is black.
      values[i * channels + c] = WHITE * (float) (level > 0 ? Math.min(level, 1) : 0);
    }
  }
}
