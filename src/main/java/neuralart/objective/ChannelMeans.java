package neuralart.objective;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;

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
    Tensor onDevice = new Tensor(1, activation.channels());
    return new Term() {
      @Override
      public void begin() {
        add(List.of(), host -> () -> Arrays.fill(sums, 0), new Step.Fill(View.of(onDevice), 0));
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
            },
            addUp(part, onDevice, 1 / pixels));
      }

      @Override
      public void finish() {
        add(
            List.of(),
            host -> () -> System.arraycopy(sums, 0, means, 0, means.length),
            new Step.OnHost(
                "mean",
                List.of(onDevice),
                List.of(),
                host -> {
                  FloatBuffer values = host.values(onDevice);
                  return () -> Arrays.setAll(means, values::get);
                }));
      }

      private void add(List<Tensor> reads, Function<Step.Host, Runnable> body, Step... same) {
        Step.OnHost loop = new Step.OnHost("mean", reads, List.of(), body);
        steps.add(new Step.Either(loop, List.of(same)));
      }

      @Override
      public double value() {
        throw new IllegalStateException("a measurement is no part of a loss");
      }
    };
  }

  /** The steps of a device that add a part to the means: a matrix product. */
  private static Step[] addUp(Part part, Tensor means, double share) {
    View pixels = part.pixels(part.tensor());
    View ones = View.of(new Tensor(1, pixels.sizes()[0]));
    return new Step[] {
      new Step.Fill(ones, 1),
      new Step.Multiply(ones, false, pixels, false, View.of(means), share, 1)
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
