package neuralart.objective;

import java.nio.FloatBuffer;
import neuralart.network.Objective;
import neuralart.network.node.Ops;
import neuralart.network.node.Shape;
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
              "layer '%s' has %d values, its target has %d",
              layer, activation.length(), target.length));
    }
    FloatBuffer values = Ops.values(activation);
    FloatBuffer slopes = Ops.values(gradient);
    int rows = (int) activation.size(1);
    int rowLength = target.length / rows;
    return () -> evaluate(values, slopes, rows, rowLength);
  }

  private double evaluate(FloatBuffer values, FloatBuffer slopes, int rows, int rowLength) {
    int n = target.length;
    double squares = Rows.sum(0, rows, n, y -> squares(values, y * rowLength, rowLength));
    double absolutes =
        reduction.usesAbsolutes()
            ? Rows.sum(0, rows, n, y -> absolutes(values, y * rowLength, rowLength))
            : 0;
    double slope = weight * reduction.slope(squares, absolutes, n);
    double offset = weight * reduction.offset(squares, absolutes);
    Rows.sum(
        0,
        rows,
        n,
        y -> {
          addRow(values, slopes, y * rowLength, rowLength, (float) slope, (float) offset);
          return 0;
        });
    return weight * reduction.value(squares, absolutes, n);
  }

  private double squares(FloatBuffer values, int from, int length) {
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      double difference = values.get(i) - target[i];
      sum += difference * difference;
    }
    return sum;
  }

  private double absolutes(FloatBuffer values, int from, int length) {
    double sum = 0;
    for (int i = from; i < from + length; i++) {
      sum += Math.abs(values.get(i) - target[i]);
    }
    return sum;
  }

  private void addRow(
      FloatBuffer values, FloatBuffer slopes, int from, int length, float slope, float offset) {
    for (int i = from; i < from + length; i++) {
      float difference = values.get(i) - target[i];
      float change = slope * difference + offset * Math.signum(difference);
      slopes.put(i, slopes.get(i) + change);
    }
  }
}
