package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Finds for each position of a layer the most similar one of given features, during the forward
 * pass: that with the largest cosine, where the mean of all positions is taken from what is there,
 * and the mean of all features from these (Kolkin et al. 2022, <i>Neural Neighbor Style
 * Transfer</i>). The work is a matrix product, in blocks; it grows with the number of positions
 * alone, since the number of features stays the same.
 *
 * @param layer name of the layer
 * @param features {@code Q x C} values; not copied, not modified
 * @param mean that of all positions, {@code C} values as {@link ChannelMeans} sets them; not copied
 * @param nearest {@code H x W} numbers of features, which each pass sets; not copied
 */
public record NeighborSearch(String layer, float[] features, double[] mean, int[] nearest)
    implements Objective {
  /** Products held at a time: 16 MB. */
  private static final int PRODUCTS = 1 << 22;

  /**
   * The search, and before it what it must know of the layer: a plan that passes the image in parts
   * knows that only after a pass, and finds the nearest features in a second one.
   */
  public static List<Objective> of(String layer, float[] features, int channels, int[] nearest) {
    double[] mean = new double[channels];
    return List.of(
        new ChannelMeans(layer, mean), new NeighborSearch(layer, features, mean, nearest));
  }

  @Override
  public boolean isDifferentiable() {
    return false;
  }

  @Override
  public Term bind(Shape activation, Steps steps) {
    requireFeatures(layer, features, activation);
    return new Search(activation, steps);
  }

  /** Refuses features that aren't those of the layer. */
  static void requireFeatures(String layer, float[] features, Shape activation) {
    if (features.length == 0 || features.length % activation.channels() != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer '%s' has %d channels, its features have %d values",
              layer,
              activation.channels(),
              features.length));
    }
  }

  private final class Search implements Term {
    private final Steps steps;
    private final int width;
    private final int channels;
    private final int count;
    private final float[] unit;
    private final Tensor directions;

    /** What the mean of the positions adds to each product. */
    private final float[] offsets;

    /** The same on a device. */
    private final Tensor deviceOffsets;

    private final Tensor deviceNearest;

    Search(Shape activation, Steps steps) {
      this.steps = steps;
      width = activation.width();
      channels = activation.channels();
      count = features.length / channels;
      unit = directions(features, channels);
      directions = steps.constant(unit, count, channels);
      offsets = new float[count];
      deviceOffsets = new Tensor(count);
      deviceNearest = new Tensor((long) activation.height() * width);
    }

    @Override
    public void begin() {
      steps.add(
          new Step.Either(
              new Step.OnHost("offsets", List.of(), List.of(), host -> this::setOffsets),
              List.of(writeOffsets())));
    }

    private Step writeOffsets() {
      return new Step.OnHost(
          "offsets",
          List.of(),
          List.of(deviceOffsets),
          host -> {
            FloatBuffer values = host.values(deviceOffsets);
            return () -> {
              setOffsets();
              values.put(0, offsets);
            };
          });
    }

    @Override
    public void accumulate(Part part) {
      int own = part.count() * width;
      int rows = Math.max(1, Math.min(own, PRODUCTS / count));
      Tensor products = steps.scratch(rows, count);
      for (int from = 0; from < own; from += rows) {
        addBlock(part, products, from, Math.min(rows, own - from));
      }
    }

    /** Adds the search for some of a part's own positions. */
    private void addBlock(Part part, Tensor products, int from, int rows) {
      int inPart = (part.first() - part.top()) * width + from;
      int inLayer = part.first() * width + from;
      View positions = View.pixels(part.tensor()).rows(inPart, rows);
      View result = View.of(products, 0, rows, count);
      steps.add(new Step.Multiply(positions, false, View.of(directions), true, result, 1, 0));
      Step.OnHost loop =
          new Step.OnHost(
              "nearest",
              List.of(products),
              List.of(),
              host -> {
                FloatBuffer values = host.values(products);
                return () ->
                    IntStream.range(0, rows)
                        .parallel()
                        .forEach(row -> nearest[inLayer + row] = largest(values, row));
              });
      View found = View.of(deviceNearest).rows(inLayer, rows);
      steps.add(
          new Step.Either(
              loop, List.of(new Step.FindLargest(result, Optional.of(deviceOffsets), found))));
    }

    @Override
    public void finish() {
      Step.OnHost nothing = new Step.OnHost("nearest", List.of(), List.of(), host -> () -> {});
      steps.add(new Step.Either(nothing, List.of(readNearest())));
    }

    private Step readNearest() {
      return new Step.OnHost(
          "nearest",
          List.of(deviceNearest),
          List.of(),
          host -> {
            FloatBuffer numbers = host.values(deviceNearest);
            return () -> Arrays.setAll(nearest, i -> (int) numbers.get(i));
          });
    }

    private void setOffsets() {
      for (int q = 0; q < count; q++) {
        double product = 0;
        for (int c = 0; c < channels; c++) {
          product += mean[c] * unit[q * channels + c];
        }
        offsets[q] = (float) product;
      }
    }

    /**
     * Reads where the products are: copies of all rows would be much garbage beside a large image.
     */
    private int largest(FloatBuffer products, int row) {
      int first = row * count;
      int best = 0;
      float most = products.get(first) - offsets[0];
      for (int q = 1; q < count; q++) {
        float product = products.get(first + q) - offsets[q];
        if (product > most) {
          most = product;
          best = q;
        }
      }
      return best;
    }

    @Override
    public double value() {
      throw new IllegalStateException("a search is no part of a loss");
    }
  }

  /** The mean of features. */
  static double[] mean(float[] features, int channels) {
    double[] mean = new double[channels];
    for (int i = 0; i < features.length; i++) {
      mean[i % channels] += features[i];
    }
    for (int c = 0; c < channels; c++) {
      mean[c] /= features.length / channels;
    }
    return mean;
  }

  /** The features without their mean, each of length 1; one that is the mean stays 0. */
  private static float[] directions(float[] features, int channels) {
    int count = features.length / channels;
    double[] mean = NeighborSearch.mean(features, channels);
    float[] directions = new float[features.length];
    for (int q = 0; q < count; q++) {
      double squares = 0;
      for (int c = 0; c < channels; c++) {
        double difference = features[q * channels + c] - mean[c];
        squares += difference * difference;
      }
      double length = squares > 0 ? Math.sqrt(squares) : 1;
      for (int c = 0; c < channels; c++) {
        int i = q * channels + c;
        directions[i] = (float) ((features[i] - mean[c]) / length);
      }
    }
    return directions;
  }
}
