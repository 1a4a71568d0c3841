package neuralart.imagej;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import neuralart.image.Colors;
import neuralart.image.Picture;

/**
 * The channels of an image one by one, in grey: what a command makes of each of them goes into an
 * image of the same channels, bit depth, calibration, colour tables and display ranges. Channels
 * whose tables go from bright to dark are inverted.
 */
public final class GreyChannels {
  private static final double WHITE = 255;

  private final ImagePlus image;
  private final List<ImagePlus> channels = new ArrayList<>();

  /**
   * @param image grey or composite, not modified
   * @throws IllegalArgumentException if it is of another kind
   */
  public GreyChannels(ImagePlus image) {
    this.image = image;
    if (image.getBitDepth() == 24 || image.getType() == ImagePlus.COLOR_256) {
      throw new IllegalArgumentException(
          "output=channels is for grey and composite images, '"
              + image.getTitle()
              + "' is one of colours");
    }
    for (int c = 1; c <= image.getNChannels(); c++) {
      channels.add(channel(c));
    }
  }

  /** Number of channels. */
  public int count() {
    return channels.size();
  }

  /** A channel with its z planes and time points, displayed in grey; its pixels are shared. */
  private ImagePlus channel(int c) {
    ImageStack stack = new ImageStack(image.getWidth(), image.getHeight());
    for (int t = 1; t <= image.getNFrames(); t++) {
      for (int z = 1; z <= image.getNSlices(); z++) {
        int slice = image.getStackIndex(c, z, t);
        String label = image.getStack().getSliceLabel(slice);
        stack.addSlice(label, image.getStack().getPixels(slice));
      }
    }
    ImagePlus channel = new ImagePlus(image.getTitle(), stack);
    channel.setDimensions(1, image.getNSlices(), image.getNFrames());
    channel.setCalibration(image.getCalibration());
    channel.setLut(DisplayedChannels.greyTable(image, c));
    Position shown = Position.of(image);
    channel.setPosition(1, shown.z(), shown.t());
    return channel;
  }

  /**
   * Makes an image of what becomes of each channel.
   *
   * @param painter is given a channel in grey, and how an RGB picture becomes the pixels of that
   *     channel; gives the image of one channel that it makes
   */
  public ImagePlus paint(
      BiFunction<ImagePlus, Function<Picture, ImageProcessor>, ImagePlus> painter) {
    List<ImagePlus> painted = new ArrayList<>();
    for (int c = 1; c <= channels.size(); c++) {
      GreyScale scale = GreyScale.of(image, c);
      painted.add(painter.apply(channels.get(c - 1), rgb -> pixels(rgb, scale)));
    }
    return merge(painted);
  }

  /** The values of the image's bit depth that are displayed as the luminance of a picture. */
  private ImageProcessor pixels(Picture rgb, GreyScale scale) {
    FloatProcessor pixels = new FloatProcessor(rgb.width(), rgb.height());
    Picture luminance = Colors.luminance(rgb);
    for (int y = 0; y < rgb.height(); y++) {
      for (int x = 0; x < rgb.width(); x++) {
        double level = Math.min(Math.max(luminance.get(y, x, 0), 0), WHITE);
        pixels.setf(x, y, scale.value(level));
      }
    }
    return GreyScale.pixels(pixels, image.getBitDepth());
  }

  private ImagePlus merge(List<ImagePlus> painted) {
    ImagePlus first = painted.get(0);
    int slices = painted.stream().mapToInt(ImagePlus::getStackSize).min().orElse(0);
    ImageStack stack = new ImageStack(first.getWidth(), first.getHeight());
    for (int i = 1; i <= slices; i++) {
      for (ImagePlus channel : painted) {
        stack.addSlice(channel.getStack().getSliceLabel(i), channel.getStack().getPixels(i));
      }
    }
    ImagePlus merged = new ImagePlus(first.getTitle(), stack);
    boolean whole = slices == first.getStackSize();
    merged.setDimensions(
        painted.size(), whole ? first.getNSlices() : slices, whole ? first.getNFrames() : 1);
    merged.setCalibration(
        DisplayedImage.calibrationOfValues(image, first.getWidth(), first.getHeight()));
    if (painted.size() == 1) {
      merged.setLut(DisplayedChannels.table(image, 1));
      return merged;
    }
    return composite(merged);
  }

  /** An image of the same channels, displayed as the source is. */
  private CompositeImage composite(ImagePlus merged) {
    boolean isComposite = image instanceof CompositeImage;
    CompositeImage composite =
        new CompositeImage(merged, isComposite ? ((CompositeImage) image).getMode() : IJ.COMPOSITE);
    for (int c = 1; c <= merged.getNChannels(); c++) {
      composite.setChannelLut(DisplayedChannels.table(image, c), c);
    }
    if (isComposite) {
      boolean[] active = ((CompositeImage) image).getActiveChannels();
      System.arraycopy(active, 0, composite.getActiveChannels(), 0, active.length);
      composite.setProp(Projection.PROPERTY, image.getProp(Projection.PROPERTY));
    }
    return composite;
  }
}
