package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * The mean of each channel of a layer, measured during the forward pass.
 *
 * @param layer name of the layer
 * @param means {@code C} values, set at the end of each pass; not copied
 */
public record ChannelMeans(String layer, double[] means) implements Objective {
  @Override
  public boolean isDifferentiable() {
    return false;
  }

  @Override
  public Term bind(Shape activation, Steps steps) {
    double pixels = (double) activation.height() * activation.width();
    double[] sums = new double[activation.channels()];
    return new Term() {
      @Override
      public void begin() {
        add(List.of(), host -> () -> Arrays.fill(sums, 0));
      }

      @Override
      public void accumulate(Part part) {
        int width = activation.width();
        int first = (part.first() - part.top()) * width;
        int end = first + part.count() * width;
        add(
            List.of(part.tensor()),
            host -> {
              FloatBuffer values = host.values(part.tensor());
              return () -> addUp(values, first, end, pixels, sums);
            });
      }

      @Override
      public void finish() {
        add(List.of(), host -> () -> System.arraycopy(sums, 0, means, 0, means.length));
      }

      private void add(List<Tensor> reads, Function<Step.Host, Runnable> body) {
        steps.add(new Step.OnHost("mean", reads, List.of(), body));
      }

      @Override
      public double value() {
        throw new IllegalStateException("a measurement is no part of a loss");
      }
    };
  }

  private static void addUp(FloatBuffer values, int first, int end, double pixels, double[] sums) {
    float[] one = new float[sums.length];
    for (int p = first; p < end; p++) {
      values.get(p * one.length, one);
      for (int c = 0; c < one.length; c++) {
        sums[c] += one[c] / pixels;
      }
    }
  }
}
