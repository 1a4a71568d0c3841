package neuralart.imagej;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import neuralart.image.Colors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The channels of an image one by one, as grey values: what a command makes of each of them goes
 * into an image of the same channels, bit depth, colour tables and display ranges.
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
    LUT lut = table(c);
    channel.setDisplayRange(lut.min, lut.max);
    Position shown = Position.of(image);
    channel.setPosition(1, shown.z(), shown.t());
    return channel;
  }

  private LUT table(int c) {
    if (image instanceof CompositeImage composite) {
      return composite.getChannelLut(c);
    }
    ImageProcessor pixels = image.getProcessor();
    LUT lut = pixels.getLut();
    lut.min = pixels.getMin();
    lut.max = pixels.getMax();
    return lut;
  }

  /**
   * Makes an image of what becomes of each channel.
   *
   * @param painter is given a channel in grey, and how a picture {@code [1, H, W, 3]} becomes the
   *     pixels of that channel; gives the image of one channel that it makes
   */
  public ImagePlus paint(
      BiFunction<ImagePlus, Function<INDArray, ImageProcessor>, ImagePlus> painter) {
    List<ImagePlus> painted = new ArrayList<>();
    for (int c = 1; c <= channels.size(); c++) {
      LUT lut = table(c);
      painted.add(painter.apply(channels.get(c - 1), rgb -> pixels(rgb, lut)));
    }
    return merge(painted);
  }

  /** The luminance of a picture in a display range, in the bit depth of the image. */
  private ImageProcessor pixels(INDArray rgb, LUT lut) {
    FloatProcessor pixels = new FloatProcessor((int) rgb.size(2), (int) rgb.size(1));
    try (INDArray grey = Colors.luminance(rgb)) {
      FloatBuffer values = grey.data().asNioFloat();
      for (int i = 0; i < pixels.getPixelCount(); i++) {
        double level = Math.min(Math.max(values.get(3 * i), 0), WHITE) / WHITE;
        pixels.setf(i, (float) (lut.min + level * (lut.max - lut.min)));
      }
    }
    return switch (image.getBitDepth()) {
      case 8 -> pixels.convertToByteProcessor(false);
      case 16 -> pixels.convertToShortProcessor(false);
      default -> pixels;
    };
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
    merged.setCalibration(first.getCalibration());
    if (painted.size() == 1) {
      merged.setLut(table(1));
      return merged;
    }
    int mode = image instanceof CompositeImage composite ? composite.getMode() : 1;
    CompositeImage composite = new CompositeImage(merged, mode);
    for (int c = 1; c <= painted.size(); c++) {
      composite.setChannelLut(table(c), c);
    }
    return composite;
  }
}
