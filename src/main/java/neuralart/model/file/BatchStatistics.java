package neuralart.model.file;

import neuralart.network.node.BatchNormalization;
import neuralart.network.node.Node;
import neuralart.step.Weights;

/**
 * What a batch normalisation has learnt, by channel.
 *
 * @param gamma what normalised values are multiplied by
 * @param beta what is added then
 * @param mean of the values
 * @param variance of the values
 * @param epsilon what is added to the variance
 */
public record BatchStatistics(
    double[] gamma, double[] beta, double[] mean, double[] variance, double epsilon) {
  /**
   * The node {@code scale x + shift}, where {@code scale = gamma / sqrt(variance + epsilon)} and
   * {@code shift = beta - mean scale}, computed in double precision.
   *
   * @param parameters number of trained parameters
   * @throws IllegalArgumentException if a deviation isn't positive
   */
  public Node node(long parameters) {
    int n = mean.length;
    float[] scale = new float[n];
    float[] shift = new float[n];
    for (int c = 0; c < n; c++) {
      double factor = gamma[c] / deviation(variance[c]);
      scale[c] = (float) factor;
      shift[c] = (float) (beta[c] - mean[c] * factor);
    }
    return new BatchNormalization(Weights.of(scale, n), Weights.of(shift, n), parameters);
  }

  private double deviation(double variance) {
    double squared = variance + epsilon;
    if (variance < 0 || !(squared > 0) || Double.isInfinite(squared)) {
      throw new IllegalArgumentException(
          "has a variance of "
              + variance
              + " with an epsilon of "
              + epsilon
              + "; expected is more than 0");
    }
    return Math.sqrt(squared);
  }
}
