package neuralart.step;

import java.util.List;

/**
 * A function of activations, value by value or pixel by pixel, with its parameters.
 *
 * @param kind which
 * @param parameters in the order that the kind tells
 */
public record PixelFunction(Kind kind, List<Double> parameters) {
  /** The functions there are. */
  public enum Kind {
    /** {@code max(x, 0)}. */
    RELU(true),
    /** {@code min(max(x, 0), b) + a min(x, 0)} with the parameters a, not negative, and b. */
    PIECEWISE_RELU(true),
    /** {@code a (exp(x) - 1)} where x is negative, else x. */
    ELU,
    /** {@code x} where it exceeds a, else 0. */
    THRESHOLDED_RELU,
    SELU,
    SIGMOID,
    /** {@code min(max(0.2 x + 0.5, 0), 1)}. */
    HARD_SIGMOID,
    TANH,
    /** {@code min(max(x, -1), 1)}. */
    HARD_TANH,
    /** {@code log(1 + exp(x))}. */
    SOFTPLUS,
    /** {@code x / (1 + |x|)}. */
    SOFTSIGN,
    CUBE,
    /** {@code exp(x) / sum of exp(x)} over the channels of each pixel. */
    SOFTMAX,
    /** {@code x sigmoid(x)}. */
    SWISH,
    /** {@code x tanh(softplus(x))}. */
    MISH,
    /** {@code x sigmoid(1.702 x)}. */
    GELU,
    /** {@code min(max(x, a), b)}; this and the next ones are no steps of the processor's. */
    CLIP,
    /** {@code x^a}. */
    POWER,
    /** {@code |x|}. */
    ABSOLUTE,
    EXPONENTIAL,
    LOGARITHM,
    /** {@code a x} where x is negative, else x. */
    LEAKY,
    /** {@code a (exp(x / b) - 1)} where x is negative, else x. */
    EXPONENTIAL_LINEAR,
    /** {@code x min(max(a x + b, 0), 1)}. */
    HARD_SWISH,
    /** {@code erf(x)}. */
    ERROR_FUNCTION,
    /** {@code x (1 + erf(x / sqrt(2))) / 2}. */
    ERROR_GELU,
    /** {@code x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2}. */
    TANH_GELU,
    /** {@code a x}. */
    SCALE,
    /** {@code x / a}. */
    DIVIDE,
    /** {@code x + a}. */
    SHIFT,
    /** {@code min(x, 0)}. Has no gradient as a step. */
    NEGATIVE_PART,
    /** -1, 0 or 1. Has no gradient as a step. */
    SIGN,
    /** {@code cos(x)}. Has no gradient as a step. */
    COSINE,
    /** {@code sin(x)}. Has no gradient as a step. */
    SINE,
    /**
     * {@code x / (b + c sum of x^2)^d}, the sum being over the channels at most a away, with the
     * parameters a, b, c, d (Krizhevsky et al. 2012). Its gradient is no step of the processor's.
     */
    RESPONSE_NORMALIZATION;

    private final boolean byOutput;

    Kind() {
      this(false);
    }

    Kind(boolean byOutput) {
      this.byOutput = byOutput;
    }
  }

  public PixelFunction {
    parameters = List.copyOf(parameters);
  }

  public static PixelFunction of(Kind kind, Double... parameters) {
    return new PixelFunction(kind, List.of(parameters));
  }

  /**
   * Whether the derivative follows from the value of the function, and is multiplied by the
   * gradient in place; else it follows from what the function was applied to.
   */
  public boolean isDifferentiatedByOutput() {
    return kind.byOutput;
  }

  public double parameter(int index) {
    return parameters.get(index);
  }
}
