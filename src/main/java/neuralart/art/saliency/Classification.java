package neuralart.art.saliency;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import neuralart.image.Picture;
import neuralart.network.Classifier;
import neuralart.network.Network;
import neuralart.plan.Draft;
import neuralart.plan.Plan;

/** What a classifier takes images of one size for. */
public final class Classification implements AutoCloseable {
  private final Network network;
  private final Classifier classifier;
  private final Plan plan;

  /**
   * Prepares a network for images of one size.
   *
   * @param network to be closed after this
   * @throws IllegalArgumentException if the images don't fit
   * @throws IllegalStateException if memory doesn't suffice
   */
  public Classification(Network network, Classifier classifier, int height, int width) {
    this.network = network;
    this.classifier = classifier;
    plan = Draft.of(network, height, width, List.of(), Set.of(classifier.output())).allocate();
  }

  /**
   * The probability of each class.
   *
   * @param image as {@link Saliency#run} takes it
   * @return one for each class, 0..1
   */
  public double[] probabilities(Picture image) {
    network.preprocessing().write(image, plan.image());
    plan.forward();
    return probabilities(classifier, plan.activation(classifier.output()));
  }

  private static double[] probabilities(Classifier classifier, FloatBuffer activation) {
    float[] values = new float[activation.limit()];
    activation.get(0, values);
    return classifier.probabilities(values);
  }

  /** The probability of a class, as a value of the classifier's last layer. */
  public static Value probability(Classifier classifier, int index) {
    return (shape, activation) -> probabilities(classifier, activation)[index];
  }

  /** The numbers of the classes, the likeliest first. */
  public static int[] ranked(double[] probabilities) {
    return IntStream.range(0, probabilities.length)
        .boxed()
        .sorted((a, b) -> Double.compare(probabilities[b], probabilities[a]))
        .mapToInt(Integer::intValue)
        .toArray();
  }

  @Override
  public void close() {
    plan.close();
  }
}
