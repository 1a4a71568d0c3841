package neuralart.art.style;

import java.util.List;
import neuralart.image.Picture;
import neuralart.image.Resize;

/**
 * A part of the image and the styles that are mixed there.
 *
 * @param styles at least one
 * @param mask weights of the content's pixels, one channel of 0..1; of no pixel for the whole image
 */
public record StyleRegion(List<Style> styles, Picture mask) {
  private static final Picture EVERYWHERE = new Picture(0, 0, 1);

  public StyleRegion {
    styles = List.copyOf(styles);
    if (styles.isEmpty()) {
      throw new IllegalArgumentException("a region needs at least one style");
    }
  }

  /** Styles for the whole image. */
  public static StyleRegion everywhere(List<Style> styles) {
    return new StyleRegion(styles, EVERYWHERE);
  }

  boolean isEverywhere() {
    return mask.height() == 0;
  }

  /** The same with the mask at another size. */
  StyleRegion resized(int height, int width) {
    return isEverywhere() ? this : new StyleRegion(styles, Resize.antialiased(mask, height, width));
  }
}
