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

  private static final int RGB = 24;

  private final ImagePlus source;
  private final Slices slices;
  private final Grid grid;
  private final boolean resized;
  private final List<Slice> done = new ArrayList<>();
  private Heap.Place place = Heap.Place.MEMORY;
  private KeptMaps maps;

  /** A slice of the source: plane and frame, from 1. */
  private record Slice(int z, int t) {}

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
   * Finds out beforehand whether the images can be made, and where their slices are to be.
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
    long pixels = (long) width() * height();
    long shown = display.equals(OVERLAY) ? (long) source.getWidth() * source.getHeight() : 0;
    place =
        Heap.place(
            Float.BYTES * (pixels + shown) * filters * slices.count(),
            Float.BYTES * (pixels + shown),
            filters + " maps of " + slices.count() + " slices",
            "Choose fewer filters or a deeper layer" + (resized ? ", or leave out resize" : ""));
    maps = new KeptMaps(place, filters, grid, width(), height());
    if (display.equals(MONTAGE) || display.equals(OVERLAYS)) {
      montage(display, filters).require(filters, slices.count());
    }
  }

  /**
   * Takes values of a map of the next slice, the slices in the order of the source.
   *
   * @param filter index of the map
   * @param start index of the first value in the map, {@code [height, width]}
   */
  public void put(int filter, int start, float[] values) {
    maps.put(filter, start, values);
  }

  /**
   * Ends a slice, after all values of its maps.
   *
   * @param z plane of the source, from 1
   * @param t frame of the source, from 1
   * @param labels one for each map
   */
  public void finish(int z, int t, List<String> labels) {
    maps.finish(labels);
    done.add(new Slice(z, t));
  }

  /** Gives up what there is. */
  public void discard() {
    maps.discard();
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
    return maps.filters();
  }

  private ImagePlus stack(String title) {
    ImagePlus image = new ImagePlus(title, maps.stack());
    image.setDimensions(filters(), slices.planes(), slices.frames());
    image.setOpenAsHyperStack(true);
    image.setCalibration(calibration());
    if (filters() == 1) {
      double[] range = maps.ranges().of(0);
      image.setDisplayRange(range[0], range[1]);
      return image;
    }
    CompositeImage composite = new CompositeImage(image, IJ.GRAYSCALE);
    for (int i = 0; i < filters(); i++) {
      double[] range = maps.ranges().of(i);
      composite.setC(i + 1);
      composite.setDisplayRange(range[0], range[1]);
    }
    composite.setPosition(1, 1, 1);
    return composite;
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
          ImageProcessor map = new FloatProcessor(width(), height(), maps.map(slice, filter));
          map.resetMinAndMax();
          return map.convertToByte(true);
        });
  }

  private ImagePlus montage(
      String display, String title, BiFunction<Integer, Integer, ImageProcessor> picture) {
    ImageStack stack = null;
    for (int slice = 0; slice < done.size(); slice++) {
      Montage montage = montage(display, filters());
      for (int i = 0; i < filters(); i++) {
        montage.add(picture.apply(slice, i), maps.label(slice, i));
      }
      ColorProcessor drawn = montage.draw();
      stack = stack == null ? new ImageStack(drawn.getWidth(), drawn.getHeight()) : stack;
      stack.addSlice(slices.label(done.get(slice).z, done.get(slice).t), drawn);
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
    ImageStack stack = place.stack(source.getWidth(), source.getHeight(), RGB);
    boolean overPlanes = slices.planes() > 1;
    for (int i = 0; i < filters() * done.size(); i++) {
      int filter = overPlanes ? i / done.size() : i % filters();
      int slice = overPlanes ? i % done.size() : i / filters();
      stack.addSlice(maps.label(slice, filter), overlay(slice, filter, colors));
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

  private ColorProcessor overlay(int slice, int filter, HeatMap colors) {
    float[] values = maps.map(slice, filter);
    if (!resized) {
      values = grid.resample(values, source.getWidth(), source.getHeight());
    }
    ColorProcessor image =
        DisplayedImage.color(DisplayedImage.picture(source, done.get(slice).z, done.get(slice).t));
    colors.draw(image, values, maps.ranges().of(filter)[1]);
    return image;
  }
}
