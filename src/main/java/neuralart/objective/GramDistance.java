package neuralart.objective;

import java.nio.FloatBuffer;
import neuralart.network.Objective;
import neuralart.network.node.Ops;
import neuralart.network.node.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The distance of two styles at one layer: {@code weight * sum((G - T)^2)} with the Gram matrix
 * {@code G = F^T F / (H W C)} of the activation {@code F [H W, C]} and a target {@code T} (Gatys et
 * al. 2015). Its gradient is {@code 4 weight F (G - T) / (H W C)}.
 *
 * @param layer name of the layer
 * @param weight factor of the term
 * @param target the Gram matrix to come near to: {@code C x C} values, symmetric
 */
public record GramDistance(String layer, double weight, float[] target) implements Objective {
  public GramDistance {
    target = target.clone();
  }

  @Override
  public long bytes(Shape activation) {
    return (long) activation.channels() * activation.channels() * Float.BYTES;
  }

  @Override
  public Evaluation bind(INDArray activation, INDArray gradient) {
    return new Bound(activation, gradient);
  }

  private final class Bound implements Evaluation {
    private final INDArray gram;
    private final FloatBuffer difference;
    private final Runnable computeGram;
    private final Runnable addGradient;

    Bound(INDArray activation, INDArray gradient) {
      long channels = activation.size(3);
      long pixels = activation.length() / channels;
      if (target.length != channels * channels) {
        throw new IllegalArgumentException(
            String.format(
                "layer '%s' has %d channels, its target has %d values",
                layer, channels, target.length));
      }
      double scale = 1.0 / activation.length();
      gram = Nd4j.createUninitialized(DataType.FLOAT, channels, channels);
      difference = Ops.values(gram);
      INDArray features = activation.reshape('c', new long[] {pixels, channels});
      INDArray slopes = gradient.reshape('c', new long[] {pixels, channels});
      computeGram = Ops.matmul(features, true, features, false, gram, scale, 0);
      addGradient = Ops.matmul(features, false, gram, false, slopes, 4 * weight * scale, 1);
    }

    @Override
    public double evaluate() {
      computeGram.run();
      double sum = 0;
      for (int i = 0; i < target.length; i++) {
        float value = difference.get(i) - target[i];
        difference.put(i, value);
        sum += (double) value * value;
      }
      addGradient.run();
      return weight * sum;
    }

    @Override
    public void close() {
      gram.close();
    }
  }
}
