package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import neuralart.step.Penalty;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Sums;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * How well a layer's features match those of a guide image: {@code weight / (H W C) * sum_p max_q
 * (x_p . y_q)}, where {@code x_p} are the features at a position of the layer and {@code y_q} those
 * at any position of the guide. The gradient at a position is its best matching feature, as in the
 * guided dreams of the original DeepDream (Mordvintsev, Tyka and Olah 2015).
 *
 * @param layer name of the layer
 * @param weight factor of the term
 * @param guide the features {@code y}: {@code Q x C} values
 */
public record GuideMatch(String layer, double weight, float[] guide) implements Objective {
  /** Dot products held at a time: 16 MB. */
  private static final int SCORES = 1 << 22;

  public GuideMatch {
    guide = guide.clone();
  }

  /** Positions whose dot products are held at a time. */
  private static int rows(long positions, int features) {
    return (int) Math.max(1, Math.min(positions, SCORES / features));
  }

  @Override
  public Term bind(Shape activation, Steps steps) {
    if (guide.length == 0 || guide.length % activation.channels() != 0) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer '%s' has %d channels, its guide has %d values",
              layer,
              activation.channels(),
              guide.length));
    }
    return new Match(activation, steps);
  }

  /** Each position goes by itself: value and gradient are computed in one pass. */
  private final class Match implements Term {
    private final Steps steps;
    private final int width;
    private final int channels;
    private final int features;
    private final double scale;
    private final Tensor targets;
    private final Sums sums = new Sums(1, values -> sum = values[0]);
    private final Sums ignored = new Sums(1, values -> {});
    private double sum;

    Match(Shape activation, Steps steps) {
      this.steps = steps;
      width = activation.width();
      channels = activation.channels();
      features = guide.length / channels;
      scale = weight / activation.length();
      targets = steps.constant(guide, features, channels);
    }

    @Override
    public void begin() {
      steps.add(
          new Step.Either(
              new Step.OnHost("match", List.of(), List.of(), host -> () -> sum = 0),
              List.of(new Step.Begin(sums), new Step.Begin(ignored))));
    }

    @Override
    public void differentiate(Part part, Tensor gradient) {
      int own = part.count() * width;
      int before = (part.first() - part.top()) * width;
      int rows = rows(own, features);
      Tensor products = steps.scratch(rows, features);
      View positions = View.pixels(part.tensor());
      for (int from = 0; from < own; from += rows) {
        int count = Math.min(rows, own - from);
        int first = before + from;
        steps.add(
            new Step.Multiply(
                positions.rows(first, count),
                false,
                View.of(targets),
                true,
                View.of(products, 0, count, features),
                1,
                0));
        Step.OnHost loop =
            new Step.OnHost(
                "match",
                List.of(products, part.tensor(), gradient),
                List.of(gradient),
                host -> {
                  Scores scores =
                      new Scores(
                          host.values(products), host.values(part.tensor()), host.values(gradient));
                  long length = (long) count * features;
                  return () -> {
                    double ofPart = RowSums.of(0, count, length, i -> match(scores, first, i));
                    sum += part.counts() ? ofPart : 0;
                  };
                });
        steps.add(
            new Step.Either(
                loop, match(View.of(products, 0, count, features), first, part, gradient)));
      }
    }

    /** The same for devices. */
    private List<Step> match(View products, int first, Part part, Tensor gradient) {
      View best = View.of(new Tensor(products.sizes()[0]));
      Penalty penalty =
          new Penalty.OfFeatures(
              Penalty.OfFeatures.Kind.PRODUCT, scale, first, targets, best, Optional.empty());
      return List.of(
          new Step.FindLargest(products, Optional.empty(), best),
          new Step.Penalize(penalty, part.tensor(), gradient, part.counts() ? sums : ignored));
    }

    /** Adds the best feature to the gradient of one position, and returns its dot product. */
    private double match(Scores scores, int first, int row) {
      int best = scores.best(row, features) * channels;
      int x = (first + row) * channels;
      double product = 0;
      for (int c = 0; c < channels; c++) {
        float feature = guide[best + c];
        product += (double) scores.values.get(x + c) * feature;
        float slope = scores.slopes.get(x + c) + (float) (scale * feature);
        scores.slopes.put(x + c, slope);
      }
      return product;
    }

    @Override
    public double value() {
      return scale * sum;
    }
  }

  /** Dot products of positions with features, and the values and the gradient of the layer. */
  private record Scores(FloatBuffer products, FloatBuffer values, FloatBuffer slopes) {
    int best(int row, int features) {
      int first = row * features;
      int best = 0;
      for (int q = 1; q < features; q++) {
        if (products.get(first + q) > products.get(first + best)) {
          best = q;
        }
      }
      return best;
    }
  }
}
