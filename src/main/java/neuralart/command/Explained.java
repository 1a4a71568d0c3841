package neuralart.command;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import neuralart.art.filter.FilterTarget;
import neuralart.art.saliency.Classification;
import neuralart.art.saliency.SaliencyTarget;
import neuralart.art.saliency.Value;
import neuralart.network.Classifier;
import neuralart.network.Network;

/**
 * What a saliency map explains.
 *
 * @param title what the user calls it
 * @param target what is explained
 * @param classifier of the class, if it is one
 * @param index of the class
 */
record Explained(String title, SaliencyTarget target, Optional<Classifier> classifier, int index) {

  /** A class, by the value before its softmax. */
  static Explained ofClass(Classifier classifier, int index, String name) {
    SaliencyTarget target = SaliencyTarget.of(classifier.logits(), index);
    return new Explained(name, target, Optional.of(classifier), index);
  }

  /**
   * A layer, or the channels of a layer.
   *
   * @param channels all, a number, or a weighted sum
   * @throws IllegalArgumentException if there is no such layer or channel, or there are several
   */
  static Explained ofLayer(Network network, String layer, String channels) {
    int count = network.layer(layer).channels();
    if (channels.strip().equals(SaliencyInputs.ALL)) {
      return new Explained(layer, new SaliencyTarget(layer, List.of()), Optional.empty(), 0);
    }
    List<FilterTarget> targets = FilterTarget.parse(channels, layer, count);
    if (targets.size() != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "channels=%s are %d maps: give one channel, or a weighted sum as 3+5*0.5",
              channels,
              targets.size()));
    }
    FilterTarget one = targets.get(0);
    return new Explained(
        layer + " channel " + one.title(),
        new SaliencyTarget(layer, one.channels()),
        Optional.empty(),
        0);
  }

  /** The layer that the curves of deletion and insertion look at. */
  String judgedLayer() {
    return classifier.map(Classifier::output).orElse(target.layer());
  }

  /** What they show of it: the probability of a class, or the value that is explained. */
  Value judgedValue() {
    return classifier.isPresent() ? Classification.probability(classifier.get(), index) : target;
  }

  /** What the user calls that value. */
  String judgedTitle() {
    return classifier.isPresent() ? "Probability of " + title : "Value of " + title;
  }
}
