package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.List;
import neuralart.network.node.Ops;
import neuralart.step.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The mean of a layer's activation: {@code weight * sum(a) / n}. With a negative weight it is the
 * objective of TensorFlow's tutorial on DeepDream.
 *
 * @param layer name of the layer
 * @param weight factor of the term
 * @param channels those that count, from 0; all if the list is empty
 */
public record ActivationMean(String layer, double weight, List<Integer> channels)
    implements Objective {

  public ActivationMean {
    channels = List.copyOf(channels);
  }

  @Override
  public long bytes(Shape activation) {
    return 0;
  }

  @Override
  public Evaluation bind(INDArray activation, INDArray gradient) {
    Places places = new Places(layer, activation, 0, channels);
    double scale = weight / places.count();
    float slope = (float) scale;
    FloatBuffer values = Ops.values(activation);
    FloatBuffer slopes = Ops.values(gradient);
    return () ->
        scale
            * places.sum(
                i -> {
                  slopes.put(i, slopes.get(i) + slope);
                  return values.get(i);
                });
  }
}
