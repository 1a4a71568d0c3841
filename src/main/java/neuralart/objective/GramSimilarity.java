package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import neuralart.network.node.Ops;
import neuralart.step.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How much a layer sees the same textures as in other images: {@code weight * sum over T of <G, T>
 * / |G|} with the Gram matrix {@code G = F^T F} of the activation {@code F [H W, C]} and those of
 * the others, {@code T}, of norm 1. Each term is the cosine of an angle, at most 1. Keeps several
 * images of one filter apart (C. Olah, A. Mordvintsev and L. Schubert, Feature Visualization,
 * 2017). Its gradient is {@code 2 weight F (T / |G| - <G, T> G / |G|^3)}.
 *
 * @param layer name of the layer
 * @param weight factor of the term
 * @param others Gram matrices of the other images, as {@link #of} gives them
 */
public record GramSimilarity(String layer, double weight, List<float[]> others)
    implements Objective {
  private static final double SMALLEST_NORM = 1e-12;

  public GramSimilarity {
    others = List.copyOf(others);
  }

  /** The Gram matrix of an activation {@code [1, H, W, C]}, divided by its norm. */
  public static float[] of(INDArray activation) {
    long channels = activation.size(3);
    INDArray features =
        activation.reshape('c', new long[] {activation.length() / channels, channels});
    try (INDArray gram = Nd4j.createUninitialized(DataType.FLOAT, channels, channels)) {
      Ops.matmul(features, true, features, false, gram, 1, 0).run();
      float[] values = gram.data().asFloat();
      double norm = norm(Ops.values(gram));
      for (int i = 0; i < values.length; i++) {
        values[i] /= (float) norm;
      }
      return values;
    }
  }

  @Override
  public long bytes(Shape activation) {
    return (long) activation.channels() * activation.channels() * Float.BYTES;
  }

  @Override
  public Evaluation bind(INDArray activation, INDArray gradient) {
    return new Bound(activation, gradient);
  }

  private static double norm(FloatBuffer gram) {
    double squares = 0;
    for (int i = 0; i < gram.limit(); i++) {
      squares += (double) gram.get(i) * gram.get(i);
    }
    return Math.max(Math.sqrt(squares), SMALLEST_NORM);
  }

  private final class Bound implements Evaluation {
    private final INDArray gram;
    private final FloatBuffer values;
    private final float[] sum;
    private final Runnable computeGram;
    private final Runnable addGradient;

    Bound(INDArray activation, INDArray gradient) {
      long channels = activation.size(3);
      long pixels = activation.length() / channels;
      gram = Nd4j.createUninitialized(DataType.FLOAT, channels, channels);
      values = Ops.values(gram);
      sum = new float[values.limit()];
      others.forEach(this::add);
      INDArray features = activation.reshape('c', new long[] {pixels, channels});
      INDArray slopes = gradient.reshape('c', new long[] {pixels, channels});
      computeGram = Ops.matmul(features, true, features, false, gram, 1, 0);
      addGradient = Ops.matmul(features, false, gram, false, slopes, 2 * weight, 1);
    }

    private void add(float[] other) {
      if (other.length != sum.length) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "layer '%s' has %d values in its Gram matrix, another image's has %d",
                layer,
                sum.length,
                other.length));
      }
      for (int i = 0; i < sum.length; i++) {
        sum[i] += other[i];
      }
    }

    @Override
    public double evaluate() {
      computeGram.run();
      double norm = norm(values);
      double product = 0;
      for (int i = 0; i < sum.length; i++) {
        product += (double) values.get(i) * sum[i];
      }
      double cosines = product / norm;
      for (int i = 0; i < sum.length; i++) {
        values.put(i, (float) ((sum[i] - cosines * values.get(i) / norm) / norm));
      }
      addGradient.run();
      return weight * cosines;
    }

    @Override
    public void close() {
      gram.close();
    }
  }
}
