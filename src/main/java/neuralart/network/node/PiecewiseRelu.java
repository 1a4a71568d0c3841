package neuralart.network.node;

import java.util.List;
import java.util.Locale;
import neuralart.step.PixelFunction;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * Variants of the ReLU in three straight pieces: {@code x slope} below zero, {@code x} up to {@code
 * maximum}, and {@code maximum} beyond.
 *
 * @param slope not negative; zero for a ReLU with a maximum
 * @param maximum positive, may be infinite
 */
public record PiecewiseRelu(double slope, double maximum) implements Node {
  public PiecewiseRelu {
    if (!(slope >= 0) || Double.isInfinite(slope)) {
      throw new IllegalArgumentException("has a slope of " + slope + "; expected is 0 or more");
    }
    if (!(maximum > 0)) {
      throw new IllegalArgumentException(
          "has a maximum of " + maximum + "; expected is more than 0");
    }
  }

  /** {@code x slope} where x is negative. */
  public static PiecewiseRelu leaky(double slope) {
    return new PiecewiseRelu(slope, Double.POSITIVE_INFINITY);
  }

  @Override
  public String kind() {
    String name = slope == 0 ? "ReLU" : "leaky ReLU";
    return Double.isInfinite(maximum)
        ? name
        : String.format(Locale.ROOT, "%s up to %.4g", name, maximum);
  }

  @Override
  public Role role() {
    return Role.NONLINEAR;
  }

  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public boolean backwardReadsOutput() {
    return true;
  }

  private PixelFunction function() {
    return PixelFunction.of(PixelFunction.Kind.PIECEWISE_RELU, slope, maximum);
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(new Step.Map(function(), inputs.get(0), output));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    steps.add(new Step.MapGradient(function(), output, gradient, gradient));
    gradients.passOn();
  }
}
