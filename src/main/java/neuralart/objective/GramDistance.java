package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.Locale;
import neuralart.objective.GramMatrix.Normalization;
import neuralart.step.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

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
    Normalization normalization,
    Reduction reduction)
    implements Objective {
  public GramDistance {
    target = target.clone();
    mask = mask.clone();
  }

  /** The sum of squares, of Gram matrices by the number of values, without a mask. */
  public GramDistance(String layer, double weight, float[] target) {
    this(layer, weight, target, new float[0], Normalization.VALUES, Reduction.SUM);
  }

  @Override
  public long bytes(Shape activation) {
    return GramMatrix.bytes(activation.channels(), mask.length > 0);
  }

  @Override
  public Evaluation bind(INDArray activation, INDArray gradient) {
    long channels = activation.size(3);
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
    return new Bound(activation, gradient);
  }

  private final class Bound implements Evaluation {
    private final GramMatrix gram;
    private final FloatBuffer values;
    private final float[] difference = new float[target.length];
    private final Runnable addGradient;

    Bound(INDArray activation, INDArray gradient) {
      gram = new GramMatrix(activation, mask, normalization);
      values = gram.values();
      addGradient = gram.slopes(gradient);
    }

    @Override
    public double evaluate() {
      gram.compute();
      values.get(0, difference);
      for (int i = 0; i < difference.length; i++) {
        difference[i] -= target[i];
      }
      double value = reduction.differentiate(difference, weight);
      values.put(0, difference);
      addGradient.run();
      return value;
    }

    @Override
    public void close() {
      gram.close();
    }
  }
}
