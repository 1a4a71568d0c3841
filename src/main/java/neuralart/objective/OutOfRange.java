package neuralart.objective;

import java.nio.FloatBuffer;
import neuralart.network.Objective;
import neuralart.network.node.Ops;
import neuralart.network.node.Shape;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How far values lie outside of a range for each channel: {@code weight * mean(max(low - x, x -
 * high, 0)^2)}. It keeps the pixels of an image where they can be displayed, and unlike clipping
 * them it leaves the loss smooth.
 *
 * @param layer name of the image, or of a layer
 * @param weight factor of the term
 * @param low lowest value of each channel
 * @param high highest value of each channel
 */
public record OutOfRange(String layer, double weight, float[] low, float[] high)
    implements Objective {
  public OutOfRange {
    low = low.clone();
    high = high.clone();
  }

  @Override
  public long bytes(Shape activation) {
    return 0;
  }

  @Override
  public Evaluation bind(INDArray activation, INDArray gradient) {
    FloatBuffer values = Ops.values(activation);
    FloatBuffer slopes = Ops.values(gradient);
    int rows = (int) activation.size(1);
    int rowLength = values.limit() / rows;
    double scale = weight / values.limit();
    return () ->
        scale
            * Rows.sum(
                0, rows, values.limit(), y -> addRow(values, slopes, y * rowLength, rowLength));
  }

  private double addRow(FloatBuffer values, FloatBuffer slopes, int from, int length) {
    double factor = 2 * weight / values.limit();
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      int channel = i % low.length;
      float value = values.get(i);
      double excess = value - Math.min(Math.max(value, low[channel]), high[channel]);
      if (excess != 0) {
        sum += excess * excess;
        slopes.put(i, (float) (slopes.get(i) + factor * excess));
      }
    }
    return sum;
  }
}
