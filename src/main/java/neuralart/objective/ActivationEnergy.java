package neuralart.objective;

import java.util.List;
import neuralart.step.Penalty;
import neuralart.step.Shape;
import neuralart.step.Steps;

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
  public Term bind(Shape activation, Steps steps) {
    ChosenValues chosen = new ChosenValues(layer, activation, border, channels);
    long n = mean == Mean.INNER ? chosen.count() : chosen.countWithBorder();
    double scale = weight / n;
    float slope = (float) (2 * scale);
    return new LocalTerm(
        "activation energy",
        steps,
        scale,
        LocalTerm.Kernels.of(part -> chosen.penalty(Penalty.OfValues.Kind.SQUARE, scale, part)),
        (part, values, slopes) ->
            () ->
                scale
                    * chosen.sum(
                        part,
                        i -> {
                          float value = values.get(i);
                          slopes.put(i, slopes.get(i) + slope * value);
                          return (double) value * value;
                        }));
  }
}
