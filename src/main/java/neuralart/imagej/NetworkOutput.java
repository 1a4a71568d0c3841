package neuralart.imagej;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import neuralart.image.Grid;
import neuralart.image.Picture;

/**
 * An image of what a network makes of an image: its channels are those of the output, its z planes
 * and time points those of the source.
 */
public final class NetworkOutput {
  private static final int COLORS = 3;
  private static final int RGB = 24;
  private static final double WHITE = 255;
  private static final int SHORT = 16;
  private static final double LARGEST_SHORT = 65535;

  private final ImageLevels source;
  private final Slices slices;
  private final Grid grid;
  private final Units units;
  private final ValueRanges ranges = new ValueRanges();
  private Heap.Place place = Heap.Place.MEMORY;
  private ImageStack stack;
  private int done;

  /** What the values are, and which pixels become of them. */
  public enum Units {
    /** Any values, in 32 bits. */
    VALUES,

    /** From 0 to 1, in 32 bits. */
    SHARES,

    /** Levels where 255 stands for 1: from 0 to the largest value of the source's depth. */
    SCALED_SHARES,

    /** Levels as the source has them: pixels in its depth and units; colours of a coloured one. */
    LEVELS
  }

  /**
   * @param source the image
   * @param slices those of its slices that are shown to the network
   * @param grid where the values lie in the image
   * @param units of the output
   */
  public NetworkOutput(ImageLevels source, Slices slices, Grid grid, Units units) {
    this.source = source;
    this.slices = slices;
    this.grid = grid;
    this.units = units;
  }

  /**
   * Finds out beforehand whether there is memory, and where the slices are to be.
   *
   * @param channels of the output
   * @throws IllegalStateException if there isn't
   */
  public void check(int channels) {
    long values = (long) grid.width() * grid.height() * channels;
    place =
        Heap.place(
            Float.BYTES * values * slices.count(),
            Float.BYTES * values,
            String.format(
                Locale.ROOT,
                "%d channels of %d slices with %d x %d pixels",
                channels,
                slices.count(),
                grid.width(),
                grid.height()),
            "Choose fewer channels or slices");
  }

  /**
   * Adds what was made of a slice, the slices in the order of the source.
   *
   * @param z plane of the source, from 1
   * @param t frame of the source, from 1
   * @param maps one for each channel, {@code [height, width]}; become part of the image
   * @param names of the channels
   */
  public void add(int z, int t, float[][] maps, List<String> names) {
    List<ImageProcessor> pixels = new ArrayList<>();
    if (isColor(maps.length)) {
      pixels.add(DisplayedImage.color(Picture.ofChannels(maps, grid.width())));
    } else {
      for (int c = 0; c < maps.length; c++) {
        FloatProcessor values = new FloatProcessor(grid.width(), grid.height(), maps[c]);
        pixels.add(isLevels() ? inUnits(values, c) : values);
      }
    }
    if (stack == null) {
      stack = place.stack(grid.width(), grid.height(), pixels.get(0).getBitDepth());
    }
    String own = slices.label(z, t);
    for (int c = 0; c < pixels.size(); c++) {
      String name = own == null ? names.get(c) : names.get(c) + ", " + own;
      stack.addSlice(pixels.size() > 1 ? name : own, pixels.get(c));
      ranges.widen(c, pixels.get(c));
    }
    done++;
  }

  /** Number of slices that there are. */
  public int count() {
    return done;
  }

  private boolean isLevels() {
    return units == Units.LEVELS || units == Units.SCALED_SHARES;
  }

  private boolean isColor(int channels) {
    return units == Units.LEVELS && channels == COLORS && source.isColored();
  }

  private ImageProcessor inUnits(FloatProcessor levels, int channel) {
    int depth = source.image().getBitDepth() == RGB ? 8 : source.image().getBitDepth();
    GreyScale scale =
        units == Units.LEVELS
            ? source.scale(channel)
            : new GreyScale(0, full(depth) / WHITE, false);
    float[] pixels = (float[]) levels.getPixels();
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = scale.value(pixels[i]);
    }
    return GreyScale.pixels(levels, depth);
  }

  private static double full(int depth) {
    return depth == 8 ? WHITE : depth == SHORT ? LARGEST_SHORT : 1;
  }

  /**
   * Makes the image.
   *
   * @param title of the new image
   */
  public ImagePlus image(String title) {
    int channels = stack.size() / done;
    boolean whole = done == slices.count();
    ImagePlus image = new ImagePlus(title, stack);
    image.setDimensions(channels, whole ? slices.planes() : done, whole ? slices.frames() : 1);
    image.setOpenAsHyperStack(channels > 1 || whole && slices.planes() > 1 && slices.frames() > 1);
    Calibration calibration = DisplayedImage.calibration(source.image(), grid);
    if (units == Units.LEVELS && source.isGrey()) {
      Calibration own = source.image().getCalibration();
      calibration.setFunction(own.getFunction(), own.getCoefficients(), own.getValueUnit());
    }
    image.setCalibration(calibration);
    return image.getBitDepth() == RGB ? image : displayed(image);
  }

  private ImagePlus displayed(ImagePlus image) {
    if (image.getNChannels() == 1) {
      if (keepsTables(1)) {
        image.setLut(DisplayedChannels.table(source.image(), source.channel(0)));
      } else {
        double[] range = range(0);
        image.setDisplayRange(range[0], range[1]);
      }
      return image;
    }
    boolean kept = keepsTables(image.getNChannels());
    boolean composed = kept && source.image() instanceof CompositeImage;
    CompositeImage composite =
        new CompositeImage(
            image, composed ? ((CompositeImage) source.image()).getMode() : IJ.GRAYSCALE);
    for (int c = 1; c <= image.getNChannels(); c++) {
      if (kept) {
        composite.setChannelLut(DisplayedChannels.table(source.image(), source.channel(c - 1)), c);
      } else {
        double[] range = range(c - 1);
        composite.setC(c);
        composite.setDisplayRange(range[0], range[1]);
      }
    }
    composite.setPosition(1, 1, 1);
    return composite;
  }

  /** Whether the channels are shown by the tables and display ranges of those of the source. */
  private boolean keepsTables(int channels) {
    return units == Units.LEVELS
        && source.isGrey()
        && (channels == 1 || channels == source.channels());
  }

  /** What is shown of a channel from black to white. */
  private double[] range(int channel) {
    if (units == Units.SHARES) {
      return new double[] {0, 1};
    }
    return units == Units.SCALED_SHARES
        ? new double[] {0, full(stack.getBitDepth())}
        : ranges.of(channel);
  }
}
