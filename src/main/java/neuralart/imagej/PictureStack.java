package neuralart.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import neuralart.image.Picture;
import neuralart.image.Resize;
import neuralart.optimize.Monitor;

/**
 * RGB pictures of one size, each with a label: as the slices or frames of an image, or side by
 * side.
 */
public final class PictureStack {
  private record Entry(String label, String caption, ColorProcessor pixels) {}

  private final List<Entry> entries = new ArrayList<>();

  /**
   * Finds out beforehand whether Java has the memory for pictures.
   *
   * @param count of pictures
   * @param what the user calls them
   * @param advice what the user can do where there are too many
   * @throws IllegalStateException if there isn't
   */
  public static void require(int count, String what, int width, int height, String advice) {
    Heap.require(
        (long) Integer.BYTES * width * height * count,
        count + " " + what + " of " + width + " x " + height + " pixels",
        advice);
  }

  /**
   * Finds out beforehand whether square pictures can be shown side by side.
   *
   * @param side of each, in pixels
   * @throws IllegalArgumentException if they are too many for one image
   * @throws IllegalStateException if Java doesn't have the memory
   */
  public static void requireMontage(int count, int side) {
    new Montage(Montage.columns(count), side, side).require(count, 1);
  }

  /**
   * Adds a picture.
   *
   * @param label of the slice
   * @param rgb values are rounded and clipped to 0..255
   */
  public void add(String label, Picture rgb) {
    add(label, label, rgb);
  }

  /**
   * Adds a picture.
   *
   * @param label of the slice
   * @param caption in a montage, where there is less room
   * @param rgb values are rounded and clipped to 0..255
   */
  public void add(String label, String caption, Picture rgb) {
    entries.add(new Entry(label, caption, DisplayedImage.color(rgb)));
  }

  /**
   * Finds out beforehand whether Java has the memory for the pictures of {@link #every}.
   *
   * @param interval iterations between pictures; 0 for none
   * @param iterations how many there will be
   * @throws IllegalArgumentException if the interval is negative
   * @throws IllegalStateException if there isn't
   */
  public static void requireEvery(int interval, long iterations, int width, int height) {
    requireInterval(interval);
    if (interval > 0) {
      int count = (int) Math.min(iterations / interval, Integer.MAX_VALUE);
      require(count, "pictures", width, height, "Keep fewer with a larger value of every");
    }
  }

  private static void requireInterval(int interval) {
    if (interval < 0) {
      throw new IllegalArgumentException("every is " + interval + ", but must be 0 or more");
    }
  }

  /**
   * Puts the image that a picture was made from before it, as the first slice of a stack.
   *
   * @param source as it is displayed; not modified
   * @param result an RGB image, changed
   */
  public static void putBefore(ImagePlus source, ImagePlus result) {
    Picture before = DisplayedImage.picture(source);
    int height = result.getHeight();
    int width = result.getWidth();
    boolean same = before.height() == height && before.width() == width;
    ImageStack stack = new ImageStack(width, height);
    stack.addSlice(
        "before", DisplayedImage.color(same ? before : Resize.bicubic(before, height, width)));
    stack.addSlice("after", result.getProcessor());
    result.setStack(stack);
  }

  /**
   * A monitor that adds the picture so far after every so many iterations and at the end of each
   * stage, and hands on what another one says.
   *
   * @param interval iterations between pictures; 0 for none
   */
  public Monitor every(int interval, Monitor monitor) {
    requireInterval(interval);
    return interval == 0
        ? monitor
        : new Monitor() {
          private int iterations;

          @Override
          public boolean update(Progress progress) {
            iterations++;
            if (iterations % interval == 0) {
              add("iteration " + iterations, progress.preview().get());
            }
            return monitor.update(progress);
          }

          @Override
          public void stageDone(String stage, Supplier<Picture> picture) {
            if (iterations % interval == 0) {
              entries.remove(entries.size() - 1); // the same picture
            }
            add(stage + ", iteration " + iterations, picture.get());
            monitor.stageDone(stage, picture);
          }
        };
  }

  /** Number of pictures. */
  public int size() {
    return entries.size();
  }

  /** An image with one slice for each picture, of which there must be one at least. */
  public ImagePlus stack(String title) {
    ColorProcessor first = entries.get(0).pixels;
    ImageStack stack = new ImageStack(first.getWidth(), first.getHeight());
    entries.forEach(entry -> stack.addSlice(entry.label, entry.pixels));
    return new ImagePlus(title, stack);
  }

  /**
   * An image with one frame for each picture.
   *
   * @param source what the pictures were made from, of their size
   */
  public ImagePlus film(String title, ImagePlus source) {
    ImagePlus film = stack(title);
    film.setDimensions(1, 1, size());
    film.setCalibration(DisplayedImage.calibration(source, film.getWidth(), film.getHeight()));
    return film;
  }

  /** One image with all pictures side by side, as near to a square as can be, captions below. */
  public ImagePlus montage(String title) {
    ColorProcessor first = entries.get(0).pixels;
    int columns = Montage.columns(size());
    Montage montage = new Montage(columns, first.getWidth(), first.getHeight());
    entries.forEach(entry -> montage.add(entry.pixels, entry.caption));
    return new ImagePlus(title, montage.draw());
  }
}
