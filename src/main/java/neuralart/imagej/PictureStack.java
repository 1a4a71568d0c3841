package neuralart.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import neuralart.image.Picture;
import neuralart.image.Resize;
import neuralart.optimize.Monitor;

/**
 * RGB pictures of one size, each with a label: as the slices or frames of an image, or side by
 * side. They are in memory, or in a temporary file where that was found out to be necessary.
 */
public final class PictureStack {
  private static final int RGB = 24;

  private final List<String> captions = new ArrayList<>();
  private Heap.Place place = Heap.Place.MEMORY;
  private Optional<ImageStack> pictures = Optional.empty();

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
   * Finds out beforehand where the pictures are to be.
   *
   * @param count of pictures
   * @param what the user calls them
   * @param advice what the user can do where there are too many
   * @throws IllegalStateException if there is no room for them
   */
  public void reserve(long count, String what, int width, int height, String advice) {
    long picture = (long) Integer.BYTES * width * height;
    place =
        Heap.place(
            count * picture,
            picture,
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
    ImageStack stack = pictures.orElseGet(() -> place.stack(rgb.width(), rgb.height(), RGB));
    stack.addSlice(label, DisplayedImage.color(rgb));
    captions.add(caption);
    pictures = Optional.of(stack);
  }

  /**
   * Finds out beforehand where the pictures of {@link #every} are to be.
   *
   * @param interval iterations between pictures; 0 for none
   * @param iterations how many there will be
   * @throws IllegalArgumentException if the interval is negative
   * @throws IllegalStateException if there is no room for them
   */
  public void reserveEvery(int interval, long iterations, int width, int height) {
    requireInterval(interval);
    if (interval > 0) {
      String advice = "Keep fewer with a larger value of every";
      reserve(iterations / interval, "pictures", width, height, advice);
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
              removeLast(); // the same picture
            }
            add(stage + ", iteration " + iterations, picture.get());
            monitor.stageDone(stage, picture);
          }
        };
  }

  private void removeLast() {
    pictures.orElseThrow().deleteLastSlice();
    captions.remove(captions.size() - 1);
  }

  /** Number of pictures. */
  public int size() {
    return captions.size();
  }

  /** An image with one slice for each picture, of which there must be one at least. */
  public ImagePlus stack(String title) {
    return new ImagePlus(title, pictures.orElseThrow());
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
    ImageStack stack = pictures.orElseThrow();
    Montage montage = new Montage(Montage.columns(size()), stack.getWidth(), stack.getHeight());
    for (int i = 0; i < size(); i++) {
      montage.add(stack.getProcessor(i + 1), captions.get(i));
    }
    return new ImagePlus(title, montage.draw());
  }

  /** Gives up the pictures; leaves no file. */
  public void discard() {
    pictures.ifPresent(DiskStack::discard);
  }
}
