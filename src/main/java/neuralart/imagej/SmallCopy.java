package neuralart.imagej;

import ij.CompositeImage;
import ij.ImagePlus;
import ij.ImageStack;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.plugin.RoiScaler;
import ij.process.ImageProcessor;
import java.awt.Rectangle;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import neuralart.image.Picture;
import neuralart.image.Resize;
import neuralart.network.Network;

/**
 * A small copy of what is displayed of an image, or of the surroundings of its selection, with
 * selection and overlay.
 *
 * @param image RGB
 * @param scale of its pixels by those of the original, at most 1
 * @param valued makes the same with the channels of the original and their values
 */
public record SmallCopy(ImagePlus image, double scale, Supplier<ImagePlus> valued) {
  private static final int RGB_BITS = 24;

  /**
   * Copies an image.
   *
   * @param image of any type, not modified
   * @param side the longer side of the copy in pixels at most
   */
  public static SmallCopy of(ImagePlus image, int side) {
    Rectangle part = part(image, side);
    double scale = Math.min(1, (double) side / Math.max(part.width, part.height));
    int width = Math.max(1, (int) Math.round(scale * part.width));
    int height = Math.max(1, (int) Math.round(scale * part.height));
    Picture shown = DisplayedImage.picture(image).crop(part.y, part.x, part.height, part.width);
    Picture small = scale < 1 ? Resize.antialiased(shown, height, width) : shown;
    ImagePlus copy = new ImagePlus(image.getTitle(), DisplayedImage.color(small));
    if (image.getRoi() != null) {
      copy.setRoi(scaled(image.getRoi(), part, scale));
    }
    if (image.getOverlay() != null) {
      Overlay overlay = new Overlay();
      for (Roi roi : image.getOverlay()) {
        Roi smaller = scaled(roi, part, scale);
        smaller.setName(roi.getName());
        overlay.add(smaller);
      }
      copy.setOverlay(overlay);
    }
    return new SmallCopy(copy, scale, () -> valued(image, copy, part));
  }

  /** The copy for a network: of the channels if it sees these, else of what is displayed. */
  public ImagePlus of(Network network, String channelorder) {
    ImagePlus channels = valued.get();
    return NetworkInput.seesChannels(channels, network, channelorder) ? channels : image;
  }

  private static ImagePlus valued(ImagePlus image, ImagePlus copy, Rectangle part) {
    if (image.getBitDepth() == RGB_BITS || image.getType() == ImagePlus.COLOR_256) {
      return copy;
    }
    Position shown = Position.of(image);
    int channels = image.getNChannels();
    ChannelValues values =
        new ChannelValues(image, IntStream.rangeClosed(1, channels).boxed().toList());
    Picture small =
        Resize.antialiased(
            values.measured(shown.z(), shown.t()).crop(part.y, part.x, part.height, part.width),
            copy.getHeight(),
            copy.getWidth());
    ImagePlus valued = values.small(image.getTitle(), small);
    valued.setPosition(shown.c(), 1, 1);
    valued.setRoi(copy.getRoi());
    valued.setOverlay(copy.getOverlay());
    return valued;
  }

  /**
   * Copies the middle of the current slice in its own pixels, with all channels as they are
   * displayed.
   *
   * @param image of any type, not modified
   * @param side of the copy in pixels at most
   */
  public static ImagePlus middle(ImagePlus image, int side) {
    int width = Math.min(side, image.getWidth());
    int height = Math.min(side, image.getHeight());
    Rectangle middle =
        new Rectangle(
            (image.getWidth() - width) / 2, (image.getHeight() - height) / 2, width, height);
    Position shown = Position.of(image);
    ImageStack stack = new ImageStack(width, height);
    for (int c = 1; c <= image.getNChannels(); c++) {
      ImageProcessor pixels = DisplayedChannels.pixels(image, c, shown.z(), shown.t()).duplicate();
      pixels.setRoi(middle);
      stack.addSlice(pixels.crop());
    }
    ImagePlus copy = new ImagePlus(image.getTitle(), stack);
    copy.setDimensions(image.getNChannels(), 1, 1);
    if (!(image instanceof CompositeImage composite)) {
      copy.setC(shown.c());
      if (image.getType() != ImagePlus.COLOR_RGB) {
        copy.getProcessor().setLut(image.getProcessor().getLut());
      }
      return copy;
    }
    CompositeImage part = new CompositeImage(copy, composite.getMode());
    part.copyLuts(image);
    boolean[] active = composite.getActiveChannels();
    System.arraycopy(active, 0, part.getActiveChannels(), 0, active.length);
    part.setC(shown.c());
    return part;
  }

  /** The selection and half of its size around it, if that is less than the image. */
  private static Rectangle part(ImagePlus image, int side) {
    Rectangle whole = new Rectangle(image.getWidth(), image.getHeight());
    Roi roi = image.getRoi();
    if (roi == null || !roi.isArea() || !roi.getBounds().intersects(whole)) {
      return whole;
    }
    Rectangle part = roi.getBounds();
    part.grow(margin(part.width, side), margin(part.height, side));
    return part.intersection(whole);
  }

  private static int margin(int length, int side) {
    return Math.max(length / 2, (side - length) / 2);
  }

  private static Roi scaled(Roi roi, Rectangle part, double scale) {
    Roi moved = (Roi) roi.clone();
    moved.setLocation(roi.getXBase() - part.x, roi.getYBase() - part.y);
    Roi scaled = RoiScaler.scale(moved, scale, scale, false);
    scaled.setLocation(moved.getXBase() * scale, moved.getYBase() * scale);
    return scaled;
  }
}
