package neuralart.optimize;

import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import neuralart.plan.PlanDevice;
import neuralart.step.Constant;
import neuralart.step.PixelFunction;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Adds up, over all evaluations, how much each pixel of an image matters: the mean of the absolute
 * gradients of its channels (T. Fel et al., Unlocking Feature Visualization for Deeper Networks
 * with MAgnitude Constrained Optimization, 2023).
 */
public final class SlopeSums implements LossFunction {
  private final LossFunction function;
  private final float[] sums;
  private final Vectors own;

  /**
   * @param function of the values of an image, {@code [H, W, C]}
   * @param pixels of the image
   */
  public SlopeSums(LossFunction function, int pixels) {
    this.function = function;
    sums = new float[pixels];
    own = new HostVectors(function);
  }

  /** The sums, a value for each pixel, as of when the variables came back last; not copied. */
  public float[] sums() {
    return sums;
  }

  @Override
  public FloatBuffer variables() {
    return function.variables();
  }

  @Override
  public FloatBuffer gradient() {
    return function.gradient();
  }

  @Override
  public Optional<PlanDevice> device() {
    return function.device();
  }

  @Override
  public boolean isOfImage() {
    return function.isOfImage();
  }

  @Override
  public double evaluate() {
    return evaluate(own);
  }

  @Override
  public double evaluate(Vectors vectors) {
    double loss = function.evaluate(vectors);
    vectors.run(this, () -> List.of(add(vectors.gradient(), vectors.take(sums))));
    return loss;
  }

  private Step add(Tensor gradient, Tensor totals) {
    int channels = (int) gradient.length() / sums.length;
    float[] shares = new float[channels];
    Arrays.fill(shares, 1f / channels);
    View mean = View.of(new Constant(shares, channels, 1));
    Tensor absolutes = new Tensor(sums.length, channels);
    View each = View.of(totals, 0, sums.length, 1);
    return new Step.Either(
        new Step.OnHost(
            "attribution",
            List.of(gradient, totals),
            List.of(totals),
            host -> {
              FloatBuffer slopes = host.values(gradient);
              FloatBuffer added = host.values(totals);
              return () -> add(slopes, added, channels);
            }),
        List.of(
            new Step.Map(PixelFunction.of(PixelFunction.Kind.ABSOLUTE), gradient, absolutes),
            new Step.Multiply(View.of(absolutes), false, mean, false, each, 1, 1)));
  }

  private static void add(FloatBuffer slopes, FloatBuffer sums, int channels) {
    for (int i = 0; i < slopes.limit(); i++) {
      int pixel = i / channels;
      sums.put(pixel, sums.get(pixel) + Math.abs(slopes.get(i)) / channels);
    }
  }
}
