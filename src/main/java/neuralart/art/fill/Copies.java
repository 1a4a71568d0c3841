package neuralart.art.fill;

import java.util.List;
import neuralart.image.Picture;

/** Which pixels of an image are filled from which others. */
public final class Copies {
  private final List<HoleFilling> fillings;

  Copies(List<HoleFilling> fillings) {
    this.fillings = List.copyOf(fillings);
  }

  /**
   * Fills the holes of a picture.
   *
   * @param picture of the image's size, with any channels and any range of values; not modified
   * @return a new picture, the same outside of the holes; in them, each value is a weighted mean of
   *     values of its channel outside
   */
  public Picture apply(Picture picture) {
    Picture filled = picture.copy();
    fillings.forEach(filling -> filling.fill(filled));
    return filled;
  }
}
