package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Locale;
import neuralart.step.PixelFunction;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * {@code y = x / (bias + alpha sum of x^2)^beta}, the sum being over the channels at most {@code
 * radius} away (Krizhevsky et al. 2012).
 */
public record LocalResponseNormalization(int radius, double bias, double alpha, double beta)
    implements Node {
  private static final int LARGEST_RADIUS = 1 << 16;

  /**
   * @throws IllegalArgumentException if a value isn't finite, or the radius is no number of
   *     channels
   */
  public LocalResponseNormalization {
    boolean finite = Double.isFinite(bias) && Double.isFinite(alpha) && Double.isFinite(beta);
    if (!finite || radius < 0 || radius > LARGEST_RADIUS) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "has the radius %d, bias %s, alpha %s and beta %s; expected are numbers, and a radius"
                  + " of 0 to %d",
              radius,
              bias,
              alpha,
              beta,
              LARGEST_RADIUS));
    }
  }

  @Override
  public String kind() {
    return "local response normalization";
  }

  @Override
  public Role role() {
    return Role.NONLINEAR;
  }

  @Override
  public boolean backwardReadsInputs() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(new Step.Map(function(), inputs.get(0), output));
  }

  private PixelFunction function() {
    return PixelFunction.of(
        PixelFunction.Kind.RESPONSE_NORMALIZATION, (double) radius, bias, alpha, beta);
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    Tensor input = inputs.get(0);
    gradients.write(
        0,
        target ->
            steps.add(
                new Step.Either(
                    new Step.OnHost(
                        "local response normalization gradient",
                        List.of(input, gradient),
                        List.of(target),
                        host -> gradient(input, gradient, target, host)),
                    List.of(new Step.MapGradient(function(), input, gradient, target)))));
  }

  private Runnable gradient(Tensor input, Tensor gradient, Tensor target, Step.Host host) {
    FloatBuffer x = host.values(input);
    FloatBuffer g = host.values(gradient);
    FloatBuffer result = host.values(target);
    int channels = input.shape().channels();
    float[] values = new float[channels];
    float[] slopes = new float[channels];
    return () -> {
      for (int i = 0; i < x.limit(); i += channels) {
        x.get(i, values);
        g.get(i, slopes);
        differentiate(values, slopes);
        result.put(i, slopes);
      }
    };
  }

  /**
   * Turns the gradient of one pixel's output into that of its input: {@code g / s^beta - 2 alpha
   * beta x sum of (g x / s^(beta + 1))}, with {@code s = bias + alpha sum of x^2}.
   */
  private void differentiate(float[] x, float[] g) {
    int n = x.length;
    double[] direct = new double[n];
    double[] shared = new double[n];
    for (int c = 0; c < n; c++) {
      double sum = bias;
      for (int i = Math.max(c - radius, 0); i <= Math.min(c + radius, n - 1); i++) {
        sum += alpha * x[i] * x[i];
      }
      direct[c] = g[c] * Math.pow(sum, -beta);
      shared[c] = direct[c] * x[c] / sum;
    }
    for (int c = 0; c < n; c++) {
      double sum = 0;
      for (int i = Math.max(c - radius, 0); i <= Math.min(c + radius, n - 1); i++) {
        sum += shared[i];
      }
      g[c] = (float) (direct[c] - 2 * alpha * beta * x[c] * sum);
    }
  }
}
