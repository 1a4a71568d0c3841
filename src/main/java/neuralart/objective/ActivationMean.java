package neuralart.objective;

import java.util.List;
import neuralart.step.Penalty;
import neuralart.step.Shape;
import neuralart.step.Steps;

/**
 * The mean of a layer's activation: {@code weight * sum(a) / n}. With a negative weight it is the
 * objective of TensorFlow's tutorial on DeepDream.
 *
 * @param layer name of the layer
 * @param weight factor of the term
 * @param channels those that count, from 0; all if the list is empty
 */
public record ActivationMean(String layer, double weight, List<Integer> channels)
    implements Objective {

  public ActivationMean {
    channels = List.copyOf(channels);
  }

  @Override
  public Term bind(Shape activation, Steps steps) {
    ChosenValues chosen = new ChosenValues(layer, activation, 0, channels);
    double scale = weight / chosen.count();
    float slope = (float) scale;
    return new LocalTerm(
        "activation mean",
        steps,
        scale,
        LocalTerm.Kernels.of(part -> chosen.penalty(Penalty.OfValues.Kind.LINEAR, scale, part)),
        (part, values, slopes) ->
            () ->
                scale
                    * chosen.sum(
                        part,
                        i -> {
                          slopes.put(i, slopes.get(i) + slope);
                          return values.get(i);
                        }));
  }
}
