package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.Locale;
import neuralart.network.node.Ops;
import neuralart.step.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The distance of an activation from a target, value by value: the content loss of Gatys et al.
 * 2015, {@code weight * reduction(a - target)}. With the image itself as its layer it holds the
 * image near to another one.
 *
 * @param layer name of the layer, or of the image
 * @param weight factor of the term
 * @param target the activation to come near to, {@code H x W x C} values; not copied, not modified
 * @param reduction how the differences become one number
 */
public record ContentDistance(String layer, double weight, float[] target, Reduction reduction)
    implements Objective {

  @Override
  public long bytes(Shape activation) {
    return 0;
  }

  @Override
  public Evaluation bind(INDArray activation, INDArray gradient) {
    if (activation.length() != target.length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer '%s' has %d values, its target has %d",
              layer,
              activation.length(),
              target.length));
    }
    FloatBuffer values = Ops.values(activation);
    FloatBuffer slopes = Ops.values(gradient);
    float[] difference = new float[target.length];
    return () -> {
      values.get(0, difference);
      for (int i = 0; i < difference.length; i++) {
        difference[i] -= target[i];
      }
      double value = reduction.differentiate(difference, weight);
      for (int i = 0; i < difference.length; i++) {
        slopes.put(i, slopes.get(i) + difference[i]);
      }
      return value;
    };
  }
}
