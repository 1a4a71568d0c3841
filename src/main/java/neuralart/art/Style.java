package neuralart.art;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An image whose style is taken.
 *
 * @param rgb {@code [1, H, W, 3]}, 0..255, of any size; not modified, not closed
 * @param weight its share where styles are mixed, above 0
 */
public record Style(INDArray rgb, double weight) {
  public Style {
    if (!(weight > 0 && Double.isFinite(weight))) {
      throw new IllegalArgumentException(
          "the weight of a style is " + weight + ", but must be above 0");
    }
  }
}
