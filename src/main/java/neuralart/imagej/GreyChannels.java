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
import java.util.function.IntUnaryOperator;
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
    int planes = image.getNSlices();
    IntUnaryOperator place =
        n -> image.getStackIndex(c, (n - 1) % planes + 1, (n - 1) / planes + 1);
    ImageStack source = image.getStack();
    ImageStack stack =
        new SliceView(
            image.getWidth(),
            image.getHeight(),
            image.getBitDepth(),
            planes * image.getNFrames(),
            n -> source.getProcessor(place.applyAsInt(n)),
            n -> source.getSliceLabel(place.applyAsInt(n)));
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
    ImagePlus merged = new ImagePlus(first.getTitle(), stack(painted, slices));
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

  /** The channels of each slice after each other; those on the disk stay there. */
  private static ImageStack stack(List<ImagePlus> painted, int slices) {
    int count = painted.size();
    int width = painted.get(0).getWidth();
    int height = painted.get(0).getHeight();
    List<ImageStack> stacks = painted.stream().map(ImagePlus::getStack).toList();
    SliceView view =
        new SliceView(
            width,
            height,
            painted.get(0).getBitDepth(),
            count * slices,
            n -> stacks.get((n - 1) % count).getProcessor((n - 1) / count + 1),
            n -> stacks.get((n - 1) % count).getSliceLabel((n - 1) / count + 1));
    if (stacks.stream().anyMatch(ImageStack::isVirtual)) {
      return view;
    }
    ImageStack stack = new ImageStack(width, height);
    for (int n = 1; n <= view.size(); n++) {
      stack.addSlice(view.getSliceLabel(n), view.getPixels(n));
    }
    return stack;
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
