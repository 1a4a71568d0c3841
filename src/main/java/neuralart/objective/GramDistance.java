package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import neuralart.step.Constant;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Sums;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * The distance of two styles at one layer: {@code weight * reduction(G - T)} with the {@linkplain
 * GramMatrix Gram matrix} {@code G} of the activation and a target {@code T} (Gatys et al. 2015).
 * With {@code D} the derivative of the reduction, its gradient is {@code 2 weight m^2 F D / n}.
 *
 * @param layer name of the layer
 * @param weight factor of the term
 * @param target the Gram matrix to come near to: {@code C x C} values, symmetric
 * @param mask {@code H x W} weights of the layer's pixels, or empty for all of them alike
 * @param normalization what the Gram matrix is divided by
 * @param reduction how the differences become one number
 */
public record GramDistance(
    String layer,
    double weight,
    float[] target,
    float[] mask,
    GramNormalization normalization,
    Reduction reduction)
    implements Objective {
  public GramDistance {
    target = target.clone();
    mask = mask.clone();
  }

  /** The sum of squares, of Gram matrices by the number of values, without a mask. */
  public GramDistance(String layer, double weight, float[] target) {
    this(layer, weight, target, new float[0], GramNormalization.VALUES, Reduction.SUM);
  }

  @Override
  public int rowsTogether(Shape activation) {
    return GramMatrix.rowsTogether(activation);
  }

  @Override
  public Term bind(Shape activation, Steps steps) {
    long channels = activation.channels();
    long pixels = activation.length() / channels;
    if (target.length != channels * channels) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer '%s' has %d channels, its target has %d values",
              layer,
              channels,
              target.length));
    }
    if (mask.length > 0 && mask.length != pixels) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer '%s' has %d pixels, its mask has %d",
              layer,
              pixels,
              mask.length));
    }
    return new Distance(new GramMatrix(activation, mask, normalization, steps), steps);
  }

  private final class Distance implements Term {
    private final GramMatrix gram;
    private final Steps steps;
    private final Reduction.Sum sum = reduction.sum(target.length, weight);
    private final Sums sums = sum.onDevice();

    Distance(GramMatrix gram, Steps steps) {
      this.gram = gram;
      this.steps = steps;
    }

    @Override
    public void begin() {
      gram.begin();
    }

    @Override
    public void accumulate(Part part) {
      gram.accumulate(part);
    }

    @Override
    public void finish() {
      List<Tensor> matrix = List.of(gram.matrix());
      Step.OnHost loop =
          new Step.OnHost(
              "distance of Gram matrices",
              matrix,
              matrix,
              host -> {
                FloatBuffer values = host.values(gram.matrix());
                float[] difference = new float[target.length];
                return () -> differentiate(values, difference);
              });
      steps.add(new Step.Either(loop, onDevice()));
    }

    /** The same for devices. */
    private List<Step> onDevice() {
      View values = View.of(gram.matrix());
      View targets = View.of(new Constant(target, gram.matrix().dimensions()));
      return List.of(
          new Step.Begin(sums),
          sum.measure(values, targets, sums),
          sum.differentiate(values, targets, sums, values, false));
    }

    /** Replaces the matrix by the derivative of the term by it. */
    private void differentiate(FloatBuffer values, float[] difference) {
      values.get(0, difference);
      for (int i = 0; i < difference.length; i++) {
        difference[i] -= target[i];
      }
      sum.clear();
      sum.add(difference);
      sum.differentiate(difference);
      values.put(0, difference);
    }

    @Override
    public void differentiate(Part part, Tensor gradient) {
      gram.differentiate(part, 1, gradient);
    }

    @Override
    public double value() {
      return sum.value();
    }
  }
}
