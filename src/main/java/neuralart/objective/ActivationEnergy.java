package neuralart.objective;

import java.nio.FloatBuffer;
import neuralart.network.Objective;
import neuralart.network.node.Ops;
import neuralart.network.node.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The energy of a layer: {@code weight * sum(a^2) / n} over all values that are at least {@code
 * border} rows and columns away from the edge. With a negative weight it grows as the loss is
 * minimised, which is DeepDream's objective (Mordvintsev et al. 2015).
 *
 * @param layer name of the layer
 * @param weight factor of the term
 * @param border rows and columns left out at each edge, where padding causes artefacts
 * @param mean what the sum is divided by
 */
public record ActivationEnergy(String layer, double weight, int border, Mean mean)
    implements Objective {

  /** The number of values that an energy is divided by. */
  public enum Mean {
    /** The values inside the border. */
    INNER,
    /** All values of the layer. */
    LAYER
  }

  public ActivationEnergy {
    if (border < 0) {
      throw new IllegalArgumentException("border must not be negative, but is " + border);
    }
  }

  @Override
  public long bytes(Shape activation) {
    return 0;
  }

  @Override
  public Evaluation bind(INDArray activation, INDArray gradient) {
    int height = (int) activation.size(1);
    int width = (int) activation.size(2);
    int channels = (int) activation.size(3);
    int first = border * channels;
    int last = (width - border) * channels;
    if (height <= 2 * border || width <= 2 * border) {
      throw new IllegalArgumentException(
          String.format(
              "Layer '%s' has only %d x %d values, none of them %d away from the edge",
              layer, width, height, border));
    }
    double inner = (double) (height - 2 * border) * (last - first);
    double scale = weight / (mean == Mean.INNER ? inner : activation.length());
    FloatBuffer values = Ops.values(activation);
    FloatBuffer slopes = Ops.values(gradient);
    int rowLength = width * channels;
    return () ->
        scale
            * Rows.sum(
                border,
                height - border,
                activation.length(),
                y -> addRow(values, slopes, y * rowLength + first, y * rowLength + last, scale));
  }

  /** Adds the gradient of one row and returns the sum of its squares. */
  private static double addRow(
      FloatBuffer values, FloatBuffer slopes, int from, int to, double scale) {
    float slope = (float) (2 * scale);
    double sum = 0;
    for (int i = from; i < to; i++) {
      float value = values.get(i);
      sum += (double) value * value;
      slopes.put(i, slopes.get(i) + slope * value);
    }
    return sum;
  }
}
