package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import neuralart.step.Constant;
import neuralart.step.Numbers;
import neuralart.step.Penalty;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * The distance of a layer from the features that a {@link NeighborSearch} found for its positions:
 * {@code weight / n * sum_p m_p |x_p - y_q(p)|^2 / v} with the number {@code n} of positions and
 * the mean square {@code v} of the features' distance from their mean. The features that are found
 * count as constant.
 *
 * @param layer name of the layer
 * @param weight factor of the term
 * @param features {@code y}: {@code Q x C} values; not copied, not modified
 * @param nearest {@code q}: {@code H x W} numbers of features, as they are when the loss is
 *     computed; not copied
 * @param mask {@code m}: {@code H x W} weights of the positions, or empty for all of them alike
 */
public record NeighborDistance(
    String layer, double weight, float[] features, int[] nearest, float[] mask)
    implements Objective {
  @Override
  public Term bind(Shape activation, Steps steps) {
    NeighborSearch.requireFeatures(layer, features, activation);
    int channels = activation.channels();
    int width = activation.width();
    double positions = (double) activation.height() * width;
    double factor = weight / (positions * variance(features, channels));
    return new LocalTerm(
        "neighbours",
        steps,
        factor,
        kernels(activation, factor),
        (part, values, slopes) -> {
          Rows rows = new Rows(values, slopes, width, channels, factor);
          return () ->
              RowSums.of(
                  part.first(),
                  part.first() + part.count(),
                  activation.length(),
                  y -> rows.add(y - part.top(), y));
        });
  }

  /** The same for devices. */
  private LocalTerm.Kernels kernels(Shape activation, double factor) {
    Tensor all =
        new Constant(features, features.length / activation.channels(), activation.channels());
    Optional<Tensor> shares =
        mask.length == 0 ? Optional.empty() : Optional.of(new Constant(mask, mask.length));
    Numbers numbers = new Numbers(nearest);
    return (part, gradient, sum) -> {
      Penalty penalty =
          new Penalty.OfFeatures(
              Penalty.OfFeatures.Kind.DISTANCE,
              factor,
              (part.first() - part.top()) * activation.width(),
              all,
              part.pixelsOfAll(numbers),
              shares.map(part::pixelsOfAll));
      return List.of(
          new Step.Renew(numbers), new Step.Penalize(penalty, part.tensor(), gradient, sum));
    };
  }

  /** The values and the gradient of a part. */
  private final class Rows {
    private final FloatBuffer values;
    private final FloatBuffer slopes;
    private final int width;
    private final int channels;
    private final double factor;

    Rows(FloatBuffer values, FloatBuffer slopes, int width, int channels, double factor) {
      this.values = values;
      this.slopes = slopes;
      this.width = width;
      this.channels = channels;
      this.factor = factor;
    }

    /** Adds the gradient of a row, counted in the part and in the layer, and returns its value. */
    double add(int inPart, int inLayer) {
      float[] line = new float[width * channels];
      float[] slope = new float[line.length];
      values.get(inPart * line.length, line);
      slopes.get(inPart * line.length, slope);
      double sum = 0;
      for (int x = 0; x < width; x++) {
        int position = inLayer * width + x;
        double share = factor * (mask.length == 0 ? 1 : mask[position]);
        int feature = nearest[position] * channels;
        for (int c = 0; c < channels; c++) {
          double difference = (double) line[x * channels + c] - features[feature + c];
          sum += share * difference * difference;
          slope[x * channels + c] += (float) (2 * share * difference);
        }
      }
      slopes.put(inPart * line.length, slope);
      return sum;
    }
  }

  /** The mean square of the distance from the mean; 1 where all features are the same. */
  private static double variance(float[] features, int channels) {
    double[] mean = NeighborSearch.mean(features, channels);
    double sum = 0;
    for (int i = 0; i < features.length; i++) {
      double difference = features[i] - mean[i % channels];
      sum += difference * difference;
    }
    return sum > 0 ? sum / (features.length / channels) : 1;
  }
}
