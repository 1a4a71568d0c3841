package neuralart.objective;

import java.nio.FloatBuffer;
import neuralart.step.Penalty;
import neuralart.step.Shape;
import neuralart.step.Steps;

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
  public Term bind(Shape activation, Steps steps) {
    int rowLength = activation.width() * activation.channels();
    float[] lowest = repeated(low, rowLength);
    float[] highest = repeated(high, rowLength);
    long n = activation.length();
    return new LocalTerm(
        "out of range",
        steps,
        weight / n,
        LocalTerm.Kernels.of(part -> penalty(activation, part)),
        (part, values, slopes) ->
            () ->
                weight
                    / n
                    * RowSums.of(
                        part.first() - part.top(),
                        part.first() - part.top() + part.count(),
                        n,
                        y -> addRow(values, slopes, y * rowLength, lowest, highest, n)));
  }

  private Penalty penalty(Shape activation, Part part) {
    int first = part.first() - part.top();
    return new Penalty.OfValues(
        Penalty.OfValues.Kind.OUTSIDE,
        weight / activation.length(),
        first,
        first + part.count(),
        0,
        activation.width(),
        repeated(low, activation.channels()),
        repeated(high, activation.channels()));
  }

  private static float[] repeated(float[] values, int length) {
    float[] repeated = new float[length];
    for (int i = 0; i < length; i++) {
      repeated[i] = values[i % values.length];
    }
    return repeated;
  }

  private double addRow(
      FloatBuffer values, FloatBuffer slopes, int from, float[] lowest, float[] highest, long n) {
    float[] excess = new float[lowest.length];
    values.get(from, excess);
    for (int i = 0; i < excess.length; i++) {
      excess[i] -= Math.min(Math.max(excess[i], lowest[i]), highest[i]);
    }
    double sum = Reduction.sumOfSquares(excess);
    if (sum > 0) {
      float factor = (float) (2 * weight / n);
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
