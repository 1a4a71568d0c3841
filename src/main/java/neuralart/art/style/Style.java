package neuralart.art.style;

import neuralart.image.Picture;

/**
 * An image whose style is taken.
 *
 * @param rgb values of 0..255, of any size; not modified
 * @param weight its share where styles are mixed, above 0
 */
public record Style(Picture rgb, double weight) {
  public Style {
    if (!(weight > 0 && Double.isFinite(weight))) {
      throw new IllegalArgumentException(
          "the weight of a style is " + weight + ", but must be above 0");
    }
  }
}
