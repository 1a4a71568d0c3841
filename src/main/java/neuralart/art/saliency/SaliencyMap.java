package neuralart.art.saliency;

import java.util.Arrays;

/**
 * Which pixels decided.
 *
 * @param values {@code [height, width]} of the image as the network sees it
 * @param value what is explained, for the image
 * @param baseline the same for the baseline, where the method has one; else not a number
 * @param total of integrated gradients the sum over all pixels, with their signs: about {@code
 *     value - baseline}; else not a number
 */
public record SaliencyMap(float[] values, double value, double baseline, double total) {
  /** The map of a method without a baseline. */
  SaliencyMap(float[] values, double value) {
    this(values, value, Double.NaN, Double.NaN);
  }

  /** Whether nothing has a share. */
  public boolean isEmpty() {
    return exceeded(values, 0) == 0;
  }

  /**
   * The values of a map, none above what only a share of them exceeds: single pixels stand out of
   * maps made of gradients, and nothing else would be seen beside them.
   *
   * @param values with or without signs; not modified
   * @param share 0..1
   */
  public static float[] clipped(float[] values, double share) {
    float most = exceeded(values, share);
    float[] clipped = values.clone();
    for (int i = 0; i < values.length && most > 0; i++) {
      clipped[i] = Math.min(values[i], most);
    }
    return clipped;
  }

  /** The size that only a share of the values exceeds. */
  static float exceeded(float[] values, double share) {
    float[] sizes = new float[values.length];
    for (int i = 0; i < values.length; i++) {
      sizes[i] = Math.abs(values[i]);
    }
    Arrays.sort(sizes);
    return sizes[(int) Math.round((1 - share) * (sizes.length - 1))];
  }
}
