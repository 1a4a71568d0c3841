package neuralart.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import ij.process.ColorProcessor;
import ij.process.ImageProcessor;
import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/** RGB pictures of one size, each with a label, as one image. */
public final class LabelledPictures {
  private record Picture(String label, String caption, ColorProcessor pixels) {}

  private final List<Picture> pictures = new ArrayList<>();

  /**
   * Finds out beforehand whether pictures can be shown.
   *
   * @param count of pictures
   * @param side of each, in pixels
   * @param montage whether side by side
   * @throws IllegalArgumentException if they are too many for one image
   * @throws IllegalStateException if memory doesn't suffice
   */
  public static void require(int count, int side, boolean montage) {
    Heap.require(
        (long) Integer.BYTES * side * side * count,
        count + " images of " + side + " x " + side + " pixels",
        "Choose fewer filters, or a smaller imagesize");
    if (montage) {
      new Montage(Montage.columns(count), side, side).require(count, 1);
    }
  }

  /**
   * Adds a picture.
   *
   * @param label its label in a stack
   * @param caption its label in a montage, where there is less room
   * @param rgb {@code [1, H, W, 3]}; values are rounded and clipped to 0..255
   */
  public void add(String label, String caption, INDArray rgb) {
    pictures.add(new Picture(label, caption, DisplayedImage.color(rgb)));
  }

  /** A stack with one slice for each picture. */
  public ImagePlus stack(String title) {
    ImageProcessor first = pictures.get(0).pixels;
    ImageStack stack = new ImageStack(first.getWidth(), first.getHeight());
    pictures.forEach(picture -> stack.addSlice(picture.label, picture.pixels));
    return new ImagePlus(title, stack);
  }

  /** One image with all pictures side by side, as near to a square as can be, captions below. */
  public ImagePlus montage(String title) {
    ImageProcessor first = pictures.get(0).pixels;
    int columns = Montage.columns(pictures.size());
    Montage montage = new Montage(columns, first.getWidth(), first.getHeight());
    pictures.forEach(picture -> montage.add(picture.pixels, picture.caption));
    return new ImagePlus(title, montage.draw());
  }
}
