package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.ArrayList;
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
 * <p>The mean of the positions is that of the part which is passed.
 *
 * @param layer name of the layer
 * @param features {@code Q x C} values; not copied, not modified
 * @param nearest {@code H x W} numbers of features, which each pass sets; not copied
 */
public record NeighborSearch(String layer, float[] features, int[] nearest) implements Objective {
  /** Products held at a time: 16 MB. */
  private static final int PRODUCTS = 1 << 22;

  @Override
  public boolean isDifferentiable() {
    return false;
  }

  @Override
  public boolean needsWhole() {
    return true;
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
      deviceOffsets = new Tensor(1, count);
      deviceNearest = new Tensor((long) activation.height() * width);
    }

    @Override
    public void begin() {}

    @Override
    public void accumulate(Part part) {
      int own = part.count() * width;
      int before = (part.first() - part.top()) * width;
      Step.OnHost loop =
          new Step.OnHost(
              "mean",
              List.of(part.tensor()),
              List.of(),
              host -> {
                FloatBuffer values = host.values(part.tensor());
                return () -> offset(mean(values, before, own));
              });
      steps.add(new Step.Either(loop, deviceMean(part)));
      int rows = Math.max(1, Math.min(own, PRODUCTS / count));
      Tensor products = steps.scratch(rows, count);
      for (int from = 0; from < own; from += rows) {
        addBlock(part, products, from, Math.min(rows, own - from));
      }
    }

    /** The same for devices: the mean is a product too. */
    private List<Step> deviceMean(Part part) {
      View positions = part.pixels(part.tensor());
      long own = positions.sizes()[0];
      View ones = View.of(new Tensor(1, own));
      View mean = View.of(new Tensor(1, channels));
      View products = View.of(deviceOffsets);
      return List.of(
          new Step.Fill(ones, 1),
          new Step.Multiply(ones, false, positions, false, mean, 1.0 / own, 0),
          new Step.Multiply(mean, false, View.of(directions), true, products, 1, 0));
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
      List<Step> same = new ArrayList<>();
      View found = View.of(deviceNearest).rows(inLayer, rows);
      same.add(new Step.FindLargest(result, Optional.of(deviceOffsets), found));
      if (from + rows == part.count() * width) {
        same.add(readNearest());
      }
      steps.add(new Step.Either(loop, same));
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

    private double[] mean(FloatBuffer values, int first, int positions) {
      double[] mean = new double[channels];
      float[] one = new float[channels];
      for (int p = first; p < first + positions; p++) {
        values.get(p * channels, one);
        for (int c = 0; c < channels; c++) {
          mean[c] += one[c] / (double) positions;
        }
      }
      return mean;
    }

    private void offset(double[] mean) {
      for (int q = 0; q < count; q++) {
        double product = 0;
        for (int c = 0; c < channels; c++) {
          product += mean[c] * unit[q * channels + c];
        }
        offsets[q] = (float) product;
      }
    }

    private int largest(FloatBuffer products, int row) {
      float[] own = new float[count];
      products.get(row * count, own);
      int best = 0;
      for (int q = 1; q < count; q++) {
        if (own[q] - offsets[q] > own[best] - offsets[best]) {
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
