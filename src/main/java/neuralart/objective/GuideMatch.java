package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import neuralart.network.node.Ops;
import neuralart.step.Shape;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * How well a layer's features match those of a guide image: {@code weight / (H W C) * sum_p max_q
 * (x_p . y_q)}, where {@code x_p} are the features at a position of the layer and {@code y_q} those
 * at any position of the guide. The gradient at a position is its best matching feature, as in the
 * guided dreams of the original DeepDream (Mordvintsev, Tyka and Olah 2015).
 *
 * @param layer name of the layer
 * @param weight factor of the term
 * @param guide the features {@code y}: {@code Q x C} values
 */
public record GuideMatch(String layer, double weight, float[] guide) implements Objective {
  /** Dot products held at a time: 16 MB. */
  private static final int SCORES = 1 << 22;

  public GuideMatch {
    guide = guide.clone();
  }

  @Override
  public long bytes(Shape activation) {
    int features = guide.length / activation.channels();
    long positions = (long) activation.height() * activation.width();
    return ((long) rows(positions, features) * features + guide.length) * Float.BYTES;
  }

  /** Positions whose dot products are held at a time. */
  private static int rows(long positions, int features) {
    return (int) Math.max(1, Math.min(positions, SCORES / features));
  }

  @Override
  public Evaluation bind(INDArray activation, INDArray gradient) {
    return new Bound(activation, gradient);
  }

  private final class Bound implements Evaluation {
    private final int channels;
    private final int positions;
    private final int features;
    private final int rows;
    private final double scale;
    private final FloatBuffer values;
    private final FloatBuffer slopes;
    private final INDArray targets;
    private final INDArray products;
    private final FloatBuffer scores;
    private final List<Runnable> multiplications = new ArrayList<>();

    Bound(INDArray activation, INDArray gradient) {
      channels = (int) activation.size(3);
      positions = (int) (activation.length() / channels);
      if (guide.length == 0 || guide.length % channels != 0) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "layer '%s' has %d channels, its guide has %d values",
                layer,
                channels,
                guide.length));
      }
      features = guide.length / channels;
      rows = rows(positions, features);
      scale = weight / activation.length();
      values = Ops.values(activation);
      slopes = Ops.values(gradient);
      targets = Nd4j.createFromArray(guide).reshape(features, channels);
      products = Nd4j.createUninitialized(DataType.FLOAT, (long) rows * features);
      scores = Ops.values(products);
      INDArray x = activation.reshape('c', new long[] {positions, channels});
      for (int from = 0; from < positions; from += rows) {
        int to = Math.min(positions, from + rows);
        INDArray part = x.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
        INDArray product =
            Ops.prefix(products, (long) (to - from) * features)
                .reshape('c', new long[] {to - from, features});
        multiplications.add(Ops.matmul(part, false, targets, true, product, 1, 0));
      }
    }

    @Override
    public double evaluate() {
      double sum = 0;
      for (int i = 0; i < multiplications.size(); i++) {
        multiplications.get(i).run();
        int from = i * rows;
        int count = Math.min(rows, positions - from);
        sum += Rows.sum(0, count, (long) count * features, row -> match(from, row));
      }
      return scale * sum;
    }

    /** Adds the best feature to the gradient of one position, and returns its dot product. */
    private double match(int from, int row) {
      int best = best(row) * channels;
      int x = (from + row) * channels;
      double product = 0;
      for (int c = 0; c < channels; c++) {
        float feature = guide[best + c];
        product += (double) values.get(x + c) * feature;
        slopes.put(x + c, slopes.get(x + c) + (float) (scale * feature));
      }
      return product;
    }

    private int best(int row) {
      int first = row * features;
      int best = 0;
      for (int q = 1; q < features; q++) {
        if (scores.get(first + q) > scores.get(first + best)) {
          best = q;
        }
      }
      return best;
    }

    @Override
    public void close() {
      targets.close();
      products.close();
    }
  }
}
