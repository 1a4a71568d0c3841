package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import neuralart.step.Comparison;
import neuralart.step.Constant;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Sums;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * How much a layer sees the same textures as in other images: {@code weight * sum over T of <G, T>
 * / |G|} with the Gram matrix {@code G = F^T F} of the activation {@code F [H W, C]} and those of
 * the others, {@code T}, of norm 1. Each term is the cosine of an angle, at most 1. Keeps several
 * images of one filter apart (C. Olah, A. Mordvintsev and L. Schubert, Feature Visualization,
 * 2017). Its gradient is {@code 2 weight F (T / |G| - <G, T> G / |G|^3)}.
 *
 * @param layer name of the layer
 * @param weight factor of the term
 * @param others Gram matrices of the other images, as {@link #measurement} gives them
 */
public record GramSimilarity(String layer, double weight, List<float[]> others)
    implements Objective {
  private static final double SMALLEST_NORM = 1e-12;

  public GramSimilarity {
    others = List.copyOf(others);
  }

  /**
   * Measures an image to be one of the others.
   *
   * @param reader takes its Gram matrix, divided by its norm, after each forward pass
   */
  public static Objective measurement(String layer, Consumer<float[]> reader) {
    float[] noMask = {};
    return new GramMeasurement(
        layer,
        noMask,
        GramNormalization.NONE,
        values -> {
          double norm = norm(FloatBuffer.wrap(values));
          for (int i = 0; i < values.length; i++) {
            values[i] /= (float) norm;
          }
          reader.accept(values);
        });
  }

  private static double norm(FloatBuffer gram) {
    double squares = 0;
    for (int i = 0; i < gram.limit(); i++) {
      squares += (double) gram.get(i) * gram.get(i);
    }
    return Math.max(Math.sqrt(squares), SMALLEST_NORM);
  }

  @Override
  public int rowsTogether(Shape activation) {
    return GramMatrix.rowsTogether(activation);
  }

  @Override
  public Term bind(Shape activation, Steps steps) {
    float[] noMask = {};
    return new Similarity(
        new GramMatrix(activation, noMask, GramNormalization.NONE, steps),
        sum(activation.channels() * activation.channels()),
        steps);
  }

  /** The sum of the others. */
  private float[] sum(int length) {
    float[] sum = new float[length];
    for (float[] other : others) {
      if (other.length != length) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "layer '%s' has %d values in its Gram matrix, another image's has %d",
                layer,
                length,
                other.length));
      }
      for (int i = 0; i < length; i++) {
        sum[i] += other[i];
      }
    }
    return sum;
  }

  private final class Similarity implements Term {
    private final GramMatrix gram;
    private final float[] sum;
    private final Steps steps;
    private final Sums sums =
        new Sums(
            Comparison.SUMS,
            values -> cosines = values[0] / Math.max(Math.sqrt(values[1]), SMALLEST_NORM));
    private double cosines;

    Similarity(GramMatrix gram, float[] sum, Steps steps) {
      this.gram = gram;
      this.sum = sum;
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
              "similarity of Gram matrices",
              matrix,
              matrix,
              host -> {
                FloatBuffer values = host.values(gram.matrix());
                return () -> differentiate(values);
              });
      steps.add(new Step.Either(loop, onDevice()));
    }

    /** The same for devices. */
    private List<Step> onDevice() {
      View values = View.of(gram.matrix());
      View others = View.of(new Constant(sum, gram.matrix().dimensions()));
      return List.of(
          new Step.Begin(sums),
          new Step.Measure(Comparison.COSINE, values, others, sums),
          new Step.Differentiate(Comparison.COSINE, 1, values, others, sums, values, false));
    }

    /** Replaces the matrix by the derivative of the cosines by it. */
    private void differentiate(FloatBuffer values) {
      double norm = norm(values);
      double product = 0;
      for (int i = 0; i < sum.length; i++) {
        product += (double) values.get(i) * sum[i];
      }
      cosines = product / norm;
      for (int i = 0; i < sum.length; i++) {
        values.put(i, (float) ((sum[i] - cosines * values.get(i) / norm) / norm));
      }
    }

    @Override
    public void differentiate(Part part, Tensor gradient) {
      gram.differentiate(part, weight, gradient);
    }

    @Override
    public double value() {
      return weight * cosines;
    }
  }
}
