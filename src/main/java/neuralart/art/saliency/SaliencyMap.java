package neuralart.art.saliency;

/**
 * Which pixels decided.
 *
 * @param values {@code [height, width]} of the image as the network sees it
 * @param value what is explained, for the image
 * @param baseline the same for the baseline, where the method has one; else not a number
 */
public record SaliencyMap(float[] values, double value, double baseline) {

  /** The sum of all values: with integrated gradients, about {@code value - baseline}. */
  public double sum() {
    double sum = 0;
    for (float v : values) {
      sum += v;
    }
    return sum;
  }
}
