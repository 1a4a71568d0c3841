package neuralart.objective;

import java.nio.FloatBuffer;
import neuralart.network.node.Ops;
import neuralart.step.Shape;
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
    float[] lowest = repeated(low, rowLength);
    float[] highest = repeated(high, rowLength);
    double scale = weight / values.limit();
    return () ->
        scale
            * Rows.sum(
                0,
                rows,
                values.limit(),
                y -> addRow(values, slopes, y * rowLength, lowest, highest));
  }

  private static float[] repeated(float[] values, int length) {
    float[] repeated = new float[length];
    for (int i = 0; i < length; i++) {
      repeated[i] = values[i % values.length];
    }
    return repeated;
  }

  private double addRow(
      FloatBuffer values, FloatBuffer slopes, int from, float[] lowest, float[] highest) {
    float[] excess = new float[lowest.length];
    values.get(from, excess);
    for (int i = 0; i < excess.length; i++) {
      excess[i] -= Math.min(Math.max(excess[i], lowest[i]), highest[i]);
    }
    double sum = Reduction.sumOfSquares(excess);
    if (sum > 0) {
      float factor = (float) (2 * weight / values.limit());
      float[] changed = new float[excess.length];
      slopes.get(from, changed);
      for (int i = 0; i < excess.length; i++) {
        changed[i] += factor * excess[i];
      }
      slopes.put(from, changed);
    }
    return sum;
  }
}
