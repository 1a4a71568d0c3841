package neuralart.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.objective.ActivationMean;
import neuralart.objective.ChannelResponse;
import neuralart.objective.ChannelResponse.Region;
import neuralart.objective.ChannelResponse.WeightedChannel;
import neuralart.objective.ColorDistance;
import neuralart.objective.ContentDistance;
import neuralart.objective.GramDistance;
import neuralart.objective.GramNormalization;
import neuralart.objective.GramSimilarity;
import neuralart.objective.GuideMatch;
import neuralart.objective.NeighborDistance;
import neuralart.objective.Objective;
import neuralart.objective.OutOfRange;
import neuralart.objective.Reduction;
import neuralart.objective.TotalVariation;
import neuralart.step.Shape;

/** Every objective, for a layer and for the image. */
final class StripObjectives {
  private static final double[][] WHITENING = {{1, 0, 0, 0.1}, {0.2, 1, 0, 0}, {0, 0, 2, 0}};

  private final Random random = new Random(3);

  /** Those of a layer, and some of the image, by its name. */
  List<Objective> of(String layer, Shape shape, String image) {
    int channels = shape.channels();
    int pixels = shape.height() * shape.width();
    float[] gram = symmetric(channels);
    float[] mask = mask(pixels);
    float[] none = {};
    float[] target = floats((int) shape.length());
    float[] features = floats(9 * channels);
    return List.of(
        new ActivationEnergy(layer, -1, 2, Mean.INNER),
        new ActivationMean(layer, 2, List.of(1, 2)),
        new ChannelResponse(layer, -1, List.of(new WeightedChannel(1, 0.5)), Region.INNER),
        new ChannelResponse(layer, -1, List.of(new WeightedChannel(0, 1)), Region.CENTER),
        new ContentDistance(layer, 1, target, Reduction.MEAN),
        new ContentDistance(layer, 1, target, Reduction.SCALED),
        new GramDistance(layer, 1, gram),
        new GramDistance(layer, 1, gram, mask, GramNormalization.PIXELS, Reduction.SCALED),
        new GramSimilarity(layer, 1, List.of(gram)),
        new GuideMatch(layer, 1, features),
        new NeighborDistance(layer, 1, features, nearest(pixels), mask),
        new OutOfRange(layer, 1, filled(channels, 0), filled(channels, 0.3f)),
        new TotalVariation(layer, 1, TotalVariation.Kind.POWER, 1),
        new TotalVariation(layer, 1, TotalVariation.Kind.ABSOLUTE, 1),
        new TotalVariation(layer, 1, TotalVariation.Kind.NINE_POINT, 1),
        new TotalVariation(image, 1, TotalVariation.Kind.NINE_POINT, 1),
        new ColorDistance(image, 1, WHITENING, none));
  }

  float[] floats(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  private float[] symmetric(int side) {
    float[] values = floats(side * side);
    for (int i = 0; i < values.length; i++) {
      values[i] = values[Math.max(i / side, i % side) * side + Math.min(i / side, i % side)];
    }
    return values;
  }

  /** Some of it hides the pixels. */
  private float[] mask(int length) {
    float[] mask = new float[length];
    for (int i = length / 3; i < length; i++) {
      mask[i] = random.nextFloat();
    }
    return mask;
  }

  private int[] nearest(int length) {
    return random.ints(length, 0, 9).toArray();
  }
}
