package neuralart.imagej;

import ij.ImagePlus;
import ij.ImageStack;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The frames of a film, collected in a stack of RGB images. */
public final class Frames {
  private final ImagePlus source;
  private final ImageStack stack;

  /**
   * @param source what the film is made from: it has the size of the frames
   * @param count how many there will be
   * @throws IllegalStateException if Java doesn't have the memory for them
   */
  public Frames(ImagePlus source, int count) {
    this.source = source;
    stack = new ImageStack(source.getWidth(), source.getHeight());
    Heap.require(
        (long) Integer.BYTES * source.getWidth() * source.getHeight() * count,
        count + " frames of " + source.getWidth() + " x " + source.getHeight() + " pixels",
        "Make fewer frames, or a smaller image");
  }

  /**
   * Adds a frame.
   *
   * @param rgb {@code [1, H, W, 3]}; values are rounded and clipped to 0..255
   */
  public void add(INDArray rgb) {
    stack.addSlice("frame " + (stack.size() + 1), DisplayedImage.color(rgb));
  }

  /**
   * The film.
   *
   * @param what was made, for the title
   * @param finished whether all frames are there
   */
  public ImagePlus film(String what, boolean finished) {
    ImagePlus film = new ImagePlus(ResultInfo.title(source, what, finished), stack);
    film.setDimensions(1, 1, stack.size());
    film.setCalibration(DisplayedImage.calibration(source, source.getWidth(), source.getHeight()));
    return film;
  }
}
