package neuralart.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ImageProcessor;
import java.util.List;
import java.util.function.Function;
import neuralart.image.Picture;
import neuralart.optimize.Monitor;

/**
 * The slices of an image that a command works on, each as it is displayed: the current one, or
 * those of all z planes and time points. The channels of a slice are one picture.
 */
public final class Slices {
  /** The current slice alone. */
  public static final String CURRENT = "current";

  /** Every z plane of every time point. */
  public static final String ALL = "all";

  private final ImagePlus image;
  private final int firstZ;
  private final int lastZ;
  private final int firstT;
  private final int lastT;

  /**
   * What a command makes of a slice.
   *
   * @param rgb values of 0..255
   * @param finished whether it ran to its end
   */
  public record Painting(Picture rgb, boolean finished) {}

  /** Makes a picture of a slice. */
  public interface Painter {
    /**
     * @param rgb the slice as it is displayed, 0..255
     * @param monitor is told of the progress with this slice
     */
    Painting paint(Picture rgb, Monitor monitor);
  }

  /**
   * @param image of any type
   * @param choice {@link #CURRENT} or {@link #ALL}
   * @throws IllegalArgumentException if the choice is neither of them
   */
  public Slices(ImagePlus image, String choice) {
    if (!choice.equals(CURRENT) && !choice.equals(ALL)) {
      throw new IllegalArgumentException(
          "slices is '" + choice + "', but must be " + CURRENT + " or " + ALL);
    }
    boolean all = choice.equals(ALL);
    this.image = image;
    Position shown = Position.of(image);
    firstZ = all ? 1 : shown.z();
    lastZ = all ? image.getNSlices() : shown.z();
    firstT = all ? 1 : shown.t();
    lastT = all ? image.getNFrames() : shown.t();
  }

  /** Is shown one slice after the other. */
  public interface Visitor {
    /**
     * Does something with a slice.
     *
     * @param z plane, from 1
     * @param t frame, from 1
     */
    void visit(int z, int t);
  }

  /** Visits every slice, time point by time point. */
  public void visit(Visitor visitor) {
    for (int t = firstT; t <= lastT; t++) {
      for (int z = firstZ; z <= lastZ; z++) {
        visitor.visit(z, t);
      }
    }
  }

  /** Number of z planes. */
  public int planes() {
    return lastZ - firstZ + 1;
  }

  /** Number of time points. */
  public int frames() {
    return lastT - firstT + 1;
  }

  /** Number of slices. */
  public int count() {
    return planes() * frames();
  }

  /**
   * Makes a picture of every slice, time point by time point, until one is not finished.
   *
   * @param what was made, for the title of the result
   * @return a new RGB image, or a stack with the z planes and time points of the source; of a stack
   *     that was not finished, the slices that there are
   */
  public ImagePlus paint(String what, Painter painter, Monitor monitor) {
    return paint(what, painter, DisplayedImage::color, monitor);
  }

  /**
   * The same with pixels of another kind.
   *
   * @param pixels makes the pixels of an RGB picture
   */
  public ImagePlus paint(
      String what, Painter painter, Function<Picture, ImageProcessor> pixels, Monitor monitor) {
    return paint(
        what,
        painter,
        (z, t) -> DisplayedImage.picture(image, z, t),
        rgb -> List.of(pixels.apply(rgb)),
        monitor);
  }

  /** Gives the picture of a slice. */
  interface Source {
    /**
     * @param z plane, from 1
     * @param t frame, from 1
     */
    Picture slice(int z, int t);
  }

  /**
   * The same with several channels.
   *
   * @param source gives what the painter is given
   * @param pixels makes the channels of a picture, as many for each
   */
  ImagePlus paint(
      String what,
      Painter painter,
      Source source,
      Function<Picture, List<ImageProcessor>> pixels,
      Monitor monitor) {
    ImageStack pictures = null;
    int done = 0;
    boolean finished = true;
    try {
      for (int t = firstT; t <= lastT && finished; t++) {
        for (int z = firstZ; z <= lastZ && finished; z++) {
          Monitor own = monitor.part("slice", done, count());
          Painting painting = painter.paint(source.slice(z, t), own);
          finished = painting.finished;
          List<ImageProcessor> channels = pixels.apply(painting.rgb);
          if (pictures == null) {
            pictures = Heap.stack(channels.get(0), (long) channels.size() * count());
          }
          for (ImageProcessor channel : channels) {
            pictures.addSlice(label(z, t), channel);
          }
          done++;
        }
      }
    } catch (RuntimeException e) {
      DiskStack.discard(pictures);
      throw e;
    }
    return assemble(pictures, pictures.size() / done, ResultInfo.title(image, what, finished));
  }

  private ImagePlus assemble(ImageStack pictures, int channels, String title) {
    ImagePlus result = new ImagePlus(title, pictures);
    boolean whole = pictures.size() == channels * count();
    if (whole && count() > 1) {
      result.setDimensions(channels, planes(), frames());
      result.setOpenAsHyperStack(planes() > 1 && frames() > 1);
    } else if (channels > 1) {
      result.setDimensions(channels, pictures.size() / channels, 1);
    }
    result.setCalibration(DisplayedImage.calibration(image, result.getWidth(), result.getHeight()));
    return result;
  }

  /** The label of a slice in the source, null if it has none. */
  String label(int z, int t) {
    int slice = image.getStackIndex(Position.of(image).c(), z, t);
    return image.getStack().getSliceLabel(slice);
  }
}
