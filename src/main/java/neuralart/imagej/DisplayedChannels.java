package neuralart.imagej;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.Prefs;
import ij.plugin.ContrastEnhancer;
import ij.process.ByteProcessor;
import ij.process.ImageProcessor;
import ij.process.LUT;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;

/** The channels that ImageJ displays of an image, and how. No image is modified. */
final class DisplayedChannels {
  /** Pixels beyond a display range that ImageJ chooses for a slice, in percent. */
  private static final double SATURATED = 0.35;

  private DisplayedChannels() {}

  /** How one picture is made of them. */
  static Projection projection(ImagePlus image) {
    return isComposite(image) ? Projection.of(image) : Projection.SUM;
  }

  /** Those that are displayed of a slice: all that are on, or the current one. */
  static List<DisplayedChannel> of(ImagePlus image, int z, int t) {
    if (!isComposite(image)) {
      int current = Position.of(image).c();
      ImageProcessor pixels = pixels(image, current, z, t);
      return List.of(DisplayedChannel.of(pixels, display(image, pixels, z, t)));
    }
    CompositeImage composite = (CompositeImage) image;
    List<DisplayedChannel> channels = new ArrayList<>();
    for (int c = 1; c <= composite.getNChannels(); c++) {
      if (composite.getActiveChannels()[c - 1]) {
        ImageProcessor pixels = pixels(image, c, z, t);
        LUT lut = composite.getChannelLut(c);
        ImageProcessor display = display(image, lut);
        channels.add(
            projection(image) == Projection.INK
                ? DisplayedChannel.ofInk(pixels, display, lut)
                : DisplayedChannel.of(pixels, display));
      }
    }
    return channels;
  }

  /** A channel of a slice as it is displayed by itself in grey. */
  static DisplayedChannel grey(ImagePlus image, int c, int z, int t) {
    ImageProcessor display = display(image, grey(table(image, c)));
    return DisplayedChannel.of(pixels(image, c, z, t), display);
  }

  /** The table and the display range of a channel. */
  static LUT table(ImagePlus image, int c) {
    if (image instanceof CompositeImage composite) {
      return composite.getChannelLut(c);
    }
    return image.getProcessor().getLut();
  }

  /**
   * A grey table with the display range of a channel, from white to black if that channel's colours
   * go from bright to dark.
   */
  static LUT greyTable(ImagePlus image, int c) {
    LUT lut = table(image, c);
    int last = lut.getMapSize() - 1;
    LUT grey = LUT.createLutFromColor(Color.WHITE);
    boolean inverted = brightness(lut, 0) > brightness(lut, last);
    return new LUT(inverted ? grey.createInvertedLut() : grey, lut.min, lut.max);
  }

  private static int brightness(LUT lut, int level) {
    return lut.getRed(level) + lut.getGreen(level) + lut.getBlue(level);
  }

  /** The pixels of a slice; those of the current one may not be in the stack yet. */
  static ImageProcessor pixels(ImagePlus image, int c, int z, int t) {
    boolean current = new Position(c, z, t).equals(Position.of(image));
    return current && !isComposite(image)
        ? image.getProcessor()
        : image.getStack().getProcessor(image.getStackIndex(c, z, t));
  }

  /** Whether several channels are shown in one picture. */
  private static boolean isComposite(ImagePlus image) {
    return image instanceof CompositeImage composite
        && composite.getMode() == IJ.COMPOSITE
        && composite.getNChannels() > 1;
  }

  /** How the current channel of an image is displayed that shows it alone. */
  private static ImageProcessor display(ImagePlus image, ImageProcessor pixels, int z, int t) {
    ImageProcessor shown = image.getProcessor();
    Position current = Position.of(image);
    boolean stays = new Position(current.c(), z, t).equals(current);
    if (Prefs.autoContrast && image.getNChannels() == 1 && !stays) {
      return stretched(pixels, shown);
    }
    if (!(image instanceof CompositeImage composite) || DisplayedChannel.showsThreshold(shown)) {
      return shown;
    }
    // ImageJ gives a composite of one channel its table when another slice is chosen.
    if (composite.getMode() == IJ.COMPOSITE && stays) {
      return shown;
    }
    LUT lut = composite.getChannelLut(current.c());
    return display(image, composite.getMode() == IJ.GRAYSCALE ? grey(lut) : lut);
  }

  /** A slice with the display range that ImageJ gives it when that goes by slices. */
  private static ImageProcessor stretched(ImageProcessor pixels, ImageProcessor shown) {
    ImageProcessor display = pixels.duplicate();
    display.setColorModel(shown.getColorModel());
    display.setMinAndMax(shown.getMin(), shown.getMax());
    display.setRoi(shown.getRoi());
    new ContrastEnhancer().stretchHistogram(display, SATURATED, display.getStats());
    return display;
  }

  /**
   * How ImageJ displays a channel by a table with a display range. One from 0 to 0 stands for none:
   * then a channel of more than 8 bits has the range of the current one.
   */
  private static ImageProcessor display(ImagePlus image, LUT lut) {
    ImageProcessor current = image.getProcessor();
    ImageProcessor display = current.createProcessor(1, 1);
    display.setLut(lut);
    if (lut.min == 0 && lut.max == 0 && !(display instanceof ByteProcessor)) {
      display.setMinAndMax(current.getMin(), current.getMax());
    }
    return display;
  }

  private static LUT grey(LUT lut) {
    return new LUT(LUT.createLutFromColor(Color.WHITE), lut.min, lut.max);
  }
}
