package neuralart.art.saliency;

import java.nio.FloatBuffer;
import java.util.List;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.objective.ChannelResponse;
import neuralart.objective.ChannelResponse.Region;
import neuralart.objective.ChannelResponse.WeightedChannel;
import neuralart.objective.Objective;
import neuralart.step.Shape;

/**
 * What is to be explained: the mean response of channels of a layer, of which a class is one, or
 * the mean square of all its values.
 *
 * @param layer the name under which plans and objectives know it
 * @param channels with their weights; the whole layer if the list is empty
 */
public record SaliencyTarget(String layer, List<WeightedChannel> channels) implements Value {
  public SaliencyTarget {
    channels = List.copyOf(channels);
  }

  /** A class of a classifier, by the values before its softmax. */
  public static SaliencyTarget of(String logits, int index) {
    return new SaliencyTarget(logits, List.of(new WeightedChannel(index, 1)));
  }

  /** The value as a term of a loss. */
  Objective objective() {
    return channels.isEmpty()
        ? new ActivationEnergy(layer, 1, 0, Mean.LAYER)
        : new ChannelResponse(layer, 1, channels, Region.WHOLE);
  }

  @Override
  public double of(Shape shape, FloatBuffer activation) {
    if (!channels.isEmpty()) {
      return new ChannelResponse(layer, 1, channels, Region.WHOLE)
          .measure(shape, activation)
          .mean();
    }
    double sum = 0;
    for (int i = 0; i < activation.limit(); i++) {
      sum += (double) activation.get(i) * activation.get(i);
    }
    return sum / activation.limit();
  }
}
