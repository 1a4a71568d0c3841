package neuralart.imagej;

import ij.CompositeImage;
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.measure.Calibration;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import neuralart.image.Grid;

/**
 * Images of the feature maps of an image: as a stack with the filters as channels and the z planes
 * and time points of the source, as a montage, or as heat maps over the image.
 */
public final class FeatureMapImages {
  /** The values, in 32 bits. */
  public static final String STACK = "Stack";

  /** Pictures side by side, each from its smallest to its largest value. */
  public static final String MONTAGE = "Montage";

  /** Colours over the image, the more opaque the higher the value. */
  public static final String OVERLAY = "Overlay";

  /** Overlays side by side. */
  public static final String OVERLAYS = "Overlay montage";

  private static final List<String> DISPLAYS = List.of(STACK, MONTAGE, OVERLAY, OVERLAYS);

  /** Longer sides in pixels that the pictures of a montage should have at least, and at most. */
  private static final int SMALLEST = 128;

  private static final int LARGEST = 320;

  private final ImagePlus source;
  private final Slices slices;
  private final Grid grid;
  private final boolean resized;
  private final List<Slice> maps = new ArrayList<>();

  /**
   * The maps of one slice.
   *
   * @param z plane of the source, from 1
   * @param t frame of the source, from 1
   * @param maps one for each filter, {@code [height, width]}
   * @param labels one for each filter
   */
  public record Slice(int z, int t, float[][] maps, List<String> labels) {}

  /**
   * @param source the image that the maps are of
   * @param slices those of its slices that the maps are of
   * @param grid where the values lie in the image
   * @param resized whether the maps are brought to the image's own pixels
   */
  public FeatureMapImages(ImagePlus source, Slices slices, Grid grid, boolean resized) {
    this.source = source;
    this.slices = slices;
    this.grid = grid;
    this.resized = resized;
  }

  /**
   * Finds out beforehand whether the images can be made.
   *
   * @param display {@link #STACK}, {@link #MONTAGE}, {@link #OVERLAY} or {@link #OVERLAYS}
   * @param filters number of filters
   * @throws IllegalArgumentException if there is no such display, or it can't show all that is
   *     wanted
   * @throws IllegalStateException if memory doesn't suffice
   */
  public void check(String display, int filters) {
    if (!DISPLAYS.contains(display)) {
      throw new IllegalArgumentException("display=" + display + ": expected one of " + DISPLAYS);
    }
    if (display.equals(OVERLAY) && filters > 1 && slices.planes() > 1 && slices.frames() > 1) {
      throw new IllegalArgumentException(
          "An overlay on both z planes and time points shows one filter, not "
              + filters
              + ": choose one filter, or slices=current");
    }
    long pixels =
        resized
            ? (long) source.getWidth() * source.getHeight()
            : (long) grid.width() * grid.height();
    long shown = display.equals(OVERLAY) ? (long) source.getWidth() * source.getHeight() : 0;
    Heap.require(
        Float.BYTES * (pixels + shown) * filters * slices.count(),
        filters + " maps of " + slices.count() + " slices",
        "Choose fewer filters or a deeper layer" + (resized ? ", or leave out resize" : ""));
    if (display.equals(MONTAGE) || display.equals(OVERLAYS)) {
      montage(display, filters).require(filters, slices.count());
    }
  }

  /** Adds the maps of a slice, the slices in the order of the source. */
  public void add(Slice slice) {
    float[][] kept =
        resized
            ? Arrays.stream(slice.maps)
                .map(map -> grid.resample(map, source.getWidth(), source.getHeight()))
                .toArray(float[][]::new)
            : slice.maps;
    maps.add(new Slice(slice.z, slice.t, kept, slice.labels));
  }

  /**
   * Makes the image.
   *
   * @param display {@link #STACK}, {@link #MONTAGE}, {@link #OVERLAY} or {@link #OVERLAYS}
   * @param title of the new image
   * @param colors of overlays
   */
  public ImagePlus image(String display, String title, HeatMap colors) {
    return switch (display) {
      case MONTAGE -> montage(title);
      case OVERLAY -> overlay(title, colors);
      case OVERLAYS -> montage(title, colors);
      default -> stack(title);
    };
  }

  private int width() {
    return resized ? source.getWidth() : grid.width();
  }

  private int height() {
    return resized ? source.getHeight() : grid.height();
  }

  private int filters() {
    return maps.get(0).maps.length;
  }

  private ImagePlus stack(String title) {
    ImageStack stack = new ImageStack(width(), height());
    for (Slice slice : maps) {
      for (int i = 0; i < filters(); i++) {
        stack.addSlice(slice.labels.get(i), slice.maps[i]);
      }
    }
    ImagePlus image = new ImagePlus(title, stack);
    image.setDimensions(filters(), slices.planes(), slices.frames());
    image.setOpenAsHyperStack(true);
    image.setCalibration(calibration());
    if (filters() == 1) {
      double[] range = range(0);
      image.setDisplayRange(range[0], range[1]);
      return image;
    }
    CompositeImage composite = new CompositeImage(image, IJ.GRAYSCALE);
    for (int i = 0; i < filters(); i++) {
      double[] range = range(i);
      composite.setC(i + 1);
      composite.setDisplayRange(range[0], range[1]);
    }
    composite.setPosition(1, 1, 1);
    return composite;
  }

  /** The smallest and the largest value of a filter's maps. */
  private double[] range(int filter) {
    double min = Double.POSITIVE_INFINITY;
    double max = Double.NEGATIVE_INFINITY;
    for (Slice slice : maps) {
      for (float value : slice.maps[filter]) {
        min = Math.min(min, value);
        max = Math.max(max, value);
      }
    }
    return new double[] {min, max > min ? max : min + 1};
  }

  private Calibration calibration() {
    return resized ? sourceCalibration() : DisplayedImage.calibration(source, grid);
  }

  private Montage montage(String display, int filters) {
    boolean overlaid = display.equals(OVERLAYS);
    int width = overlaid ? source.getWidth() : width();
    int height = overlaid ? source.getHeight() : height();
    return Montage.scaled(Montage.columns(filters), width, height, SMALLEST, LARGEST);
  }

  private ImagePlus montage(String title, HeatMap colors) {
    return montage(OVERLAYS, title, (slice, filter) -> overlay(slice, filter, colors));
  }

  private ImagePlus montage(String title) {
    return montage(
        MONTAGE,
        title,
        (slice, filter) -> {
          ImageProcessor map = new FloatProcessor(width(), height(), slice.maps[filter]);
          map.resetMinAndMax();
          return map.convertToByte(true);
        });
  }

  private ImagePlus montage(
      String display, String title, BiFunction<Slice, Integer, ImageProcessor> picture) {
    ImageStack stack = null;
    for (Slice slice : maps) {
      Montage montage = montage(display, filters());
      for (int i = 0; i < filters(); i++) {
        montage.add(picture.apply(slice, i), slice.labels.get(i));
      }
      ColorProcessor drawn = montage.draw();
      stack = stack == null ? new ImageStack(drawn.getWidth(), drawn.getHeight()) : stack;
      stack.addSlice(slices.label(slice.z, slice.t), drawn);
    }
    ImagePlus image = new ImagePlus(title, stack);
    image.setDimensions(1, slices.planes(), slices.frames());
    image.setOpenAsHyperStack(slices.planes() > 1 && slices.frames() > 1);
    if (source.getCalibration().scaled()) { // else the montage would count in pixels of the source
      image.setCalibration(montageCalibration(display));
    }
    return image;
  }

  private Calibration montageCalibration(String display) {
    Calibration calibration = display.equals(OVERLAYS) ? sourceCalibration() : calibration();
    calibration.pixelWidth /= montage(display, filters()).scale();
    calibration.pixelHeight /= montage(display, filters()).scale();
    calibration.xOrigin = 0;
    calibration.yOrigin = 0;
    return calibration;
  }

  private Calibration sourceCalibration() {
    Calibration calibration = source.getCalibration().copy();
    calibration.disableDensityCalibration();
    return calibration;
  }

  /** Filters go to the direction of the source that has one slice. */
  private ImagePlus overlay(String title, HeatMap colors) {
    ImageStack stack = new ImageStack(source.getWidth(), source.getHeight());
    boolean overPlanes = slices.planes() > 1;
    for (int i = 0; i < filters() * maps.size(); i++) {
      int filter = overPlanes ? i / maps.size() : i % filters();
      Slice slice = maps.get(overPlanes ? i % maps.size() : i / filters());
      stack.addSlice(slice.labels.get(filter), overlay(slice, filter, colors));
    }
    ImagePlus image = new ImagePlus(title, stack);
    image.setDimensions(
        1,
        overPlanes ? slices.planes() : filters(),
        overPlanes ? slices.frames() * filters() : slices.frames());
    image.setOpenAsHyperStack(image.getNSlices() > 1 && image.getNFrames() > 1);
    image.setCalibration(sourceCalibration());
    return image;
  }

  private ColorProcessor overlay(Slice slice, int filter, HeatMap colors) {
    float[] values = slice.maps[filter];
    if (!resized) {
      values = grid.resample(values, source.getWidth(), source.getHeight());
    }
    ColorProcessor image = DisplayedImage.color(DisplayedImage.picture(source, slice.z, slice.t));
    colors.draw(image, values, range(filter)[1]);
    return image;
  }
}
