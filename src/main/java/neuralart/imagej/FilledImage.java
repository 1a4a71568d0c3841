package neuralart.imagej;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Roi;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.util.function.UnaryOperator;
import neuralart.image.Picture;

/**
 * A copy of slices of an image in which some pixels change, each channel in its own values: bit
 * depth, calibration, colour tables, display ranges and overlay stay what they are. An image of
 * indexed colours becomes one of RGB.
 */
public final class FilledImage {
  private static final int COLORS = 3;

  private final ImagePlus image;
  private final Slices slices;
  private ImageStack stack;

  /**
   * @param image of any type, not modified
   * @param slices those of them that are copied
   */
  public FilledImage(ImagePlus image, Slices slices) {
    this.image = image;
    this.slices = slices;
  }

  /**
   * Adds the channels of a slice.
   *
   * @param z plane, from 1
   * @param t frame, from 1
   * @param mask one channel, above 0 where pixels change
   * @param fill gives the new values of a picture of one channel, or of RGB
   */
  public void add(int z, int t, Picture mask, UnaryOperator<Picture> fill) {
    for (int c = 1; c <= image.getNChannels(); c++) {
      ImageProcessor own = DisplayedChannels.pixels(image, c, z, t);
      ImageProcessor copy =
          image.getType() == ImagePlus.COLOR_256 ? own.convertToColorProcessor() : own.duplicate();
      if (copy instanceof ColorProcessor color) {
        write(DisplayedImage.color(fill.apply(DisplayedImage.copy(color))), copy, mask);
      } else {
        fill(copy, mask, fill);
      }
      if (stack == null) {
        stack = Heap.stack(copy, (long) image.getNChannels() * slices.count());
      }
      stack.addSlice(image.getStack().getSliceLabel(image.getStackIndex(c, z, t)), copy);
    }
  }

  private static void write(ColorProcessor filled, ImageProcessor copy, Picture mask) {
    for (int i = 0; i < copy.getPixelCount(); i++) {
      if (mask.row(i / copy.getWidth())[i % copy.getWidth()] > 0) {
        copy.set(i, filled.get(i));
      }
    }
  }

  private static void fill(ImageProcessor copy, Picture mask, UnaryOperator<Picture> fill) {
    int width = copy.getWidth();
    Picture values = new Picture(copy.getHeight(), width, 1);
    for (int i = 0; i < copy.getPixelCount(); i++) {
      values.row(i / width)[i % width] = copy.getf(i);
    }
    Picture filled = fill.apply(values);
    boolean whole = copy.getBitDepth() <= Short.SIZE;
    for (int i = 0; i < copy.getPixelCount(); i++) {
      if (mask.row(i / width)[i % width] > 0) {
        float value = filled.row(i / width)[i % width];
        copy.setf(i, whole ? Math.round(value) : value);
      }
    }
  }

  /** An image of the slices that have been added, with the selection of the original. */
  public ImagePlus image(String title) {
    ImagePlus copy = image.createImagePlus();
    copy.setStack(title, stack);
    int channels = image.getNChannels();
    int count = stack.size() / channels;
    boolean all = count == slices.count();
    copy.setDimensions(channels, all ? slices.planes() : count, all ? slices.frames() : 1);
    copy.setOpenAsHyperStack(image.isHyperStack() && stack.size() > 1);
    if (image.getOverlay() != null) {
      copy.setOverlay(image.getOverlay().duplicate());
    }
    ImagePlus shown = display(copy);
    if (image.getRoi() != null) {
      Roi filled = (Roi) image.getRoi().clone();
      filled.setPosition(0); // in every slice
      shown.setRoi(filled);
    }
    return shown;
  }

  /** The copy, displayed as the source is. */
  private ImagePlus display(ImagePlus copy) {
    if (image instanceof CompositeImage source) {
      CompositeImage composite = new CompositeImage(copy, source.getMode());
      composite.copyLuts(source);
      composite.setProp(Projection.PROPERTY, source.getProp(Projection.PROPERTY));
      composite.setPosition(source.getC(), 1, 1);
      return composite;
    }
    if (copy.getBitDepth() != 24) {
      copy.setLut(DisplayedChannels.table(image, 1));
      copy.setDisplayRange(image.getDisplayRangeMin(), image.getDisplayRangeMax());
    }
    return copy;
  }
}
