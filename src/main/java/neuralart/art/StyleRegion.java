package neuralart.art;

import java.util.List;

/**
 * A part of the image and the styles that are mixed there.
 *
 * @param styles at least one
 * @param mask {@code H x W} weights of the content's pixels, 0..1, not copied; empty for the whole
 *     image
 */
public record StyleRegion(List<Style> styles, float[] mask) {
  private static final float[] EVERYWHERE = {};

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
    return mask.length == 0;
  }
}
