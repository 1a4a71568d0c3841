package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.Arrays;
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
  public boolean dependsOnAll() {
    return !eachPixel;
  }

  @Override
  public boolean backwardReadsInputs() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    Tensor input = inputs.get(0);
    steps.add(
        new Step.OnHost(
            kind(),
            List.of(input),
            List.of(output),
            host -> {
              Statistics statistics = new Statistics(input.shape());
              FloatBuffer x = host.values(input);
              FloatBuffer y = host.values(output);
              return () -> statistics.standardize(x, y);
            }));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    Tensor input = inputs.get(0);
    gradients.write(
        0,
        target ->
            steps.add(
                new Step.OnHost(
                    kind() + " gradient",
                    List.of(input, gradient),
                    List.of(target),
                    host -> {
                      Statistics statistics = new Statistics(input.shape());
                      FloatBuffer x = host.values(input);
                      FloatBuffer g = host.values(gradient);
                      FloatBuffer to = host.values(target);
                      return () -> statistics.differentiate(x, g, to);
                    })));
  }

  /** The sets of values that are standardised together, with their means and deviations. */
  private final class Statistics {
    private final int pixels;
    private final int channels;
    private final int[] setOfChannel;
    private final double count;
    private final double[] mean;
    private final double[] inverse;
    private final float[] values;
    private final float[] slopes;

    Statistics(Shape size) {
      pixels = size.height() * size.width();
      channels = size.channels();
      int sets = eachPixel ? pixels : groups == 0 ? channels : groups;
      count = (double) pixels * channels / sets;
      mean = new double[sets];
      inverse = new double[sets];
      setOfChannel = new int[channels];
      for (int c = 0; c < channels && !eachPixel; c++) {
        setOfChannel[c] = c / (channels / sets);
      }
      values = new float[channels];
      slopes = new float[channels];
    }

    private int set(int pixel, int channel) {
      return eachPixel ? pixel : setOfChannel[channel];
    }

    private void measure(FloatBuffer x) {
      Arrays.fill(mean, 0);
      Arrays.fill(inverse, 0);
      for (int p = 0; p < pixels; p++) {
        x.get(p * channels, values);
        for (int c = 0; c < channels; c++) {
          mean[set(p, c)] += values[c];
        }
      }
      divide(mean);
      for (int p = 0; p < pixels; p++) {
        x.get(p * channels, values);
        for (int c = 0; c < channels; c++) {
          double difference = values[c] - mean[set(p, c)];
          inverse[set(p, c)] += difference * difference;
        }
      }
      for (int set = 0; set < inverse.length; set++) {
        inverse[set] = 1 / Math.sqrt(inverse[set] / count + epsilon);
      }
    }

    private void divide(double[] sums) {
      for (int set = 0; set < sums.length; set++) {
        sums[set] /= count;
      }
    }

    void standardize(FloatBuffer x, FloatBuffer y) {
      measure(x);
      for (int p = 0; p < pixels; p++) {
        x.get(p * channels, values);
        for (int c = 0; c < channels; c++) {
          int set = set(p, c);
          values[c] = (float) ((values[c] - mean[set]) * inverse[set]);
        }
        y.put(p * channels, values);
      }
    }

    /** {@code (g - mean g - y mean (g y)) / deviation}, where y is the output. */
    void differentiate(FloatBuffer x, FloatBuffer g, FloatBuffer target) {
      measure(x);
      double[] slope = new double[mean.length];
      double[] product = new double[mean.length];
      for (int p = 0; p < pixels; p++) {
        x.get(p * channels, values);
        g.get(p * channels, slopes);
        for (int c = 0; c < channels; c++) {
          int set = set(p, c);
          slope[set] += slopes[c];
          product[set] += slopes[c] * (values[c] - mean[set]) * inverse[set];
        }
      }
      divide(slope);
      divide(product);
      for (int p = 0; p < pixels; p++) {
        x.get(p * channels, values);
        g.get(p * channels, slopes);
        for (int c = 0; c < channels; c++) {
          int set = set(p, c);
          double y = (values[c] - mean[set]) * inverse[set];
          slopes[c] = (float) ((slopes[c] - slope[set] - y * product[set]) * inverse[set]);
        }
        target.put(p * channels, slopes);
      }
    }
  }
}
