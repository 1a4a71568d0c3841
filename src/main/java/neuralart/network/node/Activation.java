package neuralart.network.node;

import java.util.List;
import neuralart.step.PixelFunction;
import neuralart.step.PixelFunction.Kind;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * An activation function whose derivative follows from its input.
 *
 * @param kind what the field calls it
 * @param function what is computed
 */
public record Activation(String kind, PixelFunction function) implements Node {
  private static Activation of(String title, Kind kind, Double... parameters) {
    for (double parameter : parameters) {
      if (!Double.isFinite(parameter)) {
        throw new IllegalArgumentException(
            "is a " + title + " with the parameter " + parameter + "; expected is a number");
      }
    }
    return new Activation(title, PixelFunction.of(kind, parameters));
  }

  /** {@code alpha (exp(x) - 1)} where x is negative, else x. */
  public static Activation elu(double alpha) {
    return of("ELU", Kind.ELU, alpha);
  }

  /** {@code x} where it exceeds {@code theta}, else 0. */
  public static Activation thresholdedRelu(double theta) {
    return of("thresholded ReLU", Kind.THRESHOLDED_RELU, theta);
  }

  public static Activation selu() {
    return of("SELU", Kind.SELU);
  }

  public static Activation sigmoid() {
    return of("sigmoid", Kind.SIGMOID);
  }

  /** {@code min(max(0.2 x + 0.5, 0), 1)}. */
  public static Activation hardSigmoid() {
    return of("hard sigmoid", Kind.HARD_SIGMOID);
  }

  public static Activation tanh() {
    return of("tanh", Kind.TANH);
  }

  /** {@code min(max(x, -1), 1)}. */
  public static Activation hardTanh() {
    return of("hard tanh", Kind.HARD_TANH);
  }

  /** {@code log(1 + exp(x))}. */
  public static Activation softplus() {
    return of("softplus", Kind.SOFTPLUS);
  }

  /** {@code x / (1 + |x|)}. */
  public static Activation softsign() {
    return of("softsign", Kind.SOFTSIGN);
  }

  public static Activation cube() {
    return of("cube", Kind.CUBE);
  }

  /** {@code exp(x) / sum of exp(x)} over the channels of each pixel. */
  public static Activation softmax() {
    return of("softmax", Kind.SOFTMAX);
  }

  /** {@code x sigmoid(x)}. */
  public static Activation swish() {
    return of("swish", Kind.SWISH);
  }

  /** {@code x tanh(softplus(x))}. */
  public static Activation mish() {
    return of("mish", Kind.MISH);
  }

  /** {@code x sigmoid(1.702 x)}. */
  public static Activation gelu() {
    return of("GELU", Kind.GELU);
  }

  @Override
  public Role role() {
    return function.kind() == Kind.SOFTMAX ? Role.PROBABILITIES : Role.NONLINEAR;
  }

  @Override
  public boolean inPlace() {
    return true;
  }

  @Override
  public boolean backwardReadsInputs() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    steps.add(new Step.Map(function, inputs.get(0), output));
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    gradients.write(
        0, target -> steps.add(new Step.MapGradient(function, inputs.get(0), gradient, target)));
  }
}
