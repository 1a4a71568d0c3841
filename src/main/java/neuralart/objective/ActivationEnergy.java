package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.List;
import neuralart.network.node.Ops;
import neuralart.step.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How strongly a layer responds: {@code weight * sum(a^2) / n} over the activation inside a border.
 * With a negative weight it is DeepDream's objective (Mordvintsev et al. 2015).
 *
 * @param layer name of the layer
 * @param weight factor of the term
 * @param border rows and columns left out at each edge, where padding causes artefacts
 * @param mean what the sum is divided by
 * @param channels those that count, from 0; all if the list is empty
 */
public record ActivationEnergy(
    String layer, double weight, int border, Mean mean, List<Integer> channels)
    implements Objective {

  /** The number of values that an energy is divided by. */
  public enum Mean {
    /** The values inside the border. */
    INNER,
    /** All values of the layer, or of its chosen channels. */
    LAYER
  }

  public ActivationEnergy {
    if (border < 0) {
      throw new IllegalArgumentException("border must not be negative, but is " + border);
    }
    channels = List.copyOf(channels);
  }

  /** The energy of all channels. */
  public ActivationEnergy(String layer, double weight, int border, Mean mean) {
    this(layer, weight, border, mean, List.of());
  }

  @Override
  public long bytes(Shape activation) {
    return 0;
  }

  @Override
  public Evaluation bind(INDArray activation, INDArray gradient) {
    Places places = new Places(layer, activation, border, channels);
    long n = mean == Mean.INNER ? places.count() : places.countWithBorder();
    double scale = weight / n;
    float slope = (float) (2 * scale);
    FloatBuffer values = Ops.values(activation);
    FloatBuffer slopes = Ops.values(gradient);
    return () ->
        scale
            * places.sum(
                i -> {
                  float value = values.get(i);
                  slopes.put(i, slopes.get(i) + slope * value);
                  return (double) value * value;
                });
  }
}
