package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * {@code (x - mean) / sqrt(variance + epsilon)}, with the mean and the variance of the values
 * themselves: of each group of channels over all pixels, as instance and group normalisation have
 * it (Ulyanov et al. 2016, Wu and He 2018), or of the channels of each pixel, as layer
 * normalisation has it (Ba et al. 2016).
 *
 * @param groups number of groups of channels; 0 for as many as there are channels
 * @param eachPixel whether each pixel is taken by itself; then there is one group
 * @param epsilon added to the variance
 */
public record Standardization(int groups, boolean eachPixel, double epsilon) implements Node {
  /**
   * @throws IllegalArgumentException if epsilon isn't a number from 0, or there is no such group
   */
  public Standardization {
    if (!(epsilon >= 0) || Double.isInfinite(epsilon) || groups < 0 || eachPixel && groups != 1) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "has %d groups and an epsilon of %s; expected are groups, and 0 or more",
              groups,
              epsilon));
    }
  }

  /** The values that are standardised together: rows of neighbours. */
  private record Layout(int sets, int setStride, int rows, int rowStride, int run) {
    double count() {
      return (double) rows * run;
    }
  }

  @Override
  public String kind() {
    return eachPixel
        ? "layer normalization"
        : groups == 0 ? "instance normalization" : "group normalization";
  }

  @Override
  public int channels(List<Integer> inputs) {
    int channels = inputs.get(0);
    if (groups > 0 && channels % groups != 0) {
      throw new IllegalArgumentException(
          "has " + groups + " groups of channels, but its input has " + channels + " channels");
    }
    return channels;
  }

  @Override
  public boolean seesAll() {
    return false; // but for the statistics: values stay at their places
  }

  @Override
  public boolean backwardReadsInputs() {
    return true;
  }

  private Layout layout(Shape size) {
    int pixels = size.height() * size.width();
    int channels = size.channels();
    if (eachPixel) {
      return new Layout(pixels, channels, 1, channels, channels);
    }
    int sets = groups == 0 ? channels : groups;
    int run = channels / sets;
    return new Layout(sets, run, pixels, channels, run);
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    Tensor input = inputs.get(0);
    Layout layout = layout(input.shape());
    steps.add(
        new Step.OnHost(
            kind(),
            List.of(input),
            List.of(output),
            host -> {
              FloatBuffer x = host.values(input);
              FloatBuffer y = host.values(output);
              return () -> {
                Statistics statistics = new Statistics(layout, x);
                float[] row = new float[layout.run];
                statistics.forEachRow(
                    (set, first) -> {
                      x.get(first, row);
                      for (int i = 0; i < row.length; i++) {
                        row[i] = (float) statistics.standardized(set, row[i]);
                      }
                      y.put(first, row);
                    });
              };
            }));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    Tensor input = inputs.get(0);
    Layout layout = layout(input.shape());
    gradients.write(
        0,
        target ->
            steps.add(
                new Step.OnHost(
                    kind() + " gradient",
                    List.of(input, gradient),
                    List.of(target),
                    host -> {
                      FloatBuffer x = host.values(input);
                      FloatBuffer g = host.values(gradient);
                      FloatBuffer to = host.values(target);
                      return () -> differentiate(new Statistics(layout, x), g, to);
                    })));
  }

  /** {@code (g - mean g - y mean (g y)) / deviation}, where y is the output. */
  private static void differentiate(Statistics statistics, FloatBuffer g, FloatBuffer target) {
    Layout layout = statistics.layout;
    double[] mean = new double[layout.sets];
    double[] product = new double[layout.sets];
    float[] x = new float[layout.run];
    float[] slope = new float[layout.run];
    statistics.forEachRow(
        (set, first) -> {
          statistics.x.get(first, x);
          g.get(first, slope);
          for (int i = 0; i < x.length; i++) {
            mean[set] += slope[i] / layout.count();
            product[set] += slope[i] * statistics.standardized(set, x[i]) / layout.count();
          }
        });
    statistics.forEachRow(
        (set, first) -> {
          statistics.x.get(first, x);
          g.get(first, slope);
          for (int i = 0; i < x.length; i++) {
            double y = statistics.standardized(set, x[i]);
            slope[i] =
                (float) ((slope[i] - mean[set] - y * product[set]) / statistics.deviation[set]);
          }
          target.put(first, slope);
        });
  }

  /** The means and deviations of an input. */
  private final class Statistics {
    private final Layout layout;
    private final FloatBuffer x;
    private final double[] mean;
    private final double[] deviation;

    Statistics(Layout layout, FloatBuffer x) {
      this.layout = layout;
      this.x = x;
      mean = new double[layout.sets];
      deviation = new double[layout.sets];
      float[] row = new float[layout.run];
      forEachRow(
          (set, first) -> {
            x.get(first, row);
            for (float value : row) {
              mean[set] += value / layout.count();
            }
          });
      forEachRow(
          (set, first) -> {
            x.get(first, row);
            for (float value : row) {
              deviation[set] += (value - mean[set]) * (value - mean[set]) / layout.count();
            }
          });
      for (int set = 0; set < deviation.length; set++) {
        deviation[set] = Math.sqrt(deviation[set] + epsilon);
      }
    }

    double standardized(int set, float value) {
      return (value - mean[set]) / deviation[set];
    }

    /** Visits the rows of all sets in the order of memory. */
    void forEachRow(Visitor visitor) {
      for (int row = 0; row < layout.rows; row++) {
        for (int set = 0; set < layout.sets; set++) {
          visitor.visit(set, row * layout.rowStride + set * layout.setStride);
        }
      }
    }
  }

  private interface Visitor {
    void visit(int set, int first);
  }
}
