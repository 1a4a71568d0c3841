package neuralart.network.node;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import neuralart.step.PixelFunction;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * A function of each value by itself, computed in double precision.
 *
 * @param function which
 * @param a its first parameter, if it has one
 * @param b its second, if it has one
 */
public record PointFunction(Function function, double a, double b) implements Node {
  /** Values that a thread takes at a time. */
  private static final int BLOCK = 1 << 14;

  private static final double TWO_BY_ROOT_PI = 2 / Math.sqrt(Math.PI);
  private static final double ROOT_HALF = Math.sqrt(0.5);
  private static final double ROOT_TWO_BY_PI = Math.sqrt(2 / Math.PI);
  private static final double GELU_CUBE = 0.044715;

  /** The functions there are. */
  public enum Function {
    /** {@code min(max(x, a), b)}. */
    CLIP("clipping", PixelFunction.Kind.CLIP) {
      @Override
      double value(double x, double a, double b) {
        return Math.min(Math.max(x, a), b);
      }

      @Override
      double slope(double x, double a, double b) {
        return x >= a && x <= b ? 1 : 0;
      }
    },
    /** {@code x^a}. */
    POWER("power", PixelFunction.Kind.POWER) {
      @Override
      double value(double x, double a, double b) {
        return Math.pow(x, a);
      }

      @Override
      double slope(double x, double a, double b) {
        return a == 0 ? 0 : a * Math.pow(x, a - 1);
      }
    },
    /** {@code |x|}. */
    ABSOLUTE("absolute value", PixelFunction.Kind.ABSOLUTE) {
      @Override
      double value(double x, double a, double b) {
        return Math.abs(x);
      }

      @Override
      double slope(double x, double a, double b) {
        return Math.signum(x);
      }
    },
    EXPONENTIAL("exponential", PixelFunction.Kind.EXPONENTIAL) {
      @Override
      double value(double x, double a, double b) {
        return Math.exp(x);
      }

      @Override
      double slope(double x, double a, double b) {
        return Math.exp(x);
      }
    },
    LOGARITHM("logarithm", PixelFunction.Kind.LOGARITHM) {
      @Override
      double value(double x, double a, double b) {
        return Math.log(x);
      }

      @Override
      double slope(double x, double a, double b) {
        return 1 / x;
      }
    },
    /** {@code a x} below zero, else x; any a. */
    LEAKY("leaky ReLU", PixelFunction.Kind.LEAKY) {
      @Override
      double value(double x, double a, double b) {
        return x < 0 ? a * x : x;
      }

      @Override
      double slope(double x, double a, double b) {
        return x < 0 ? a : 1;
      }
    },
    /** {@code a (exp(x / b) - 1)} below zero, else x; CELU where a and b are the same. */
    EXPONENTIAL_LINEAR("CELU", PixelFunction.Kind.EXPONENTIAL_LINEAR) {
      @Override
      double value(double x, double a, double b) {
        return x < 0 ? a * Math.expm1(x / b) : x;
      }

      @Override
      double slope(double x, double a, double b) {
        return x < 0 ? a / b * Math.exp(x / b) : 1;
      }
    },
    /** {@code x min(max(a x + b, 0), 1)}. */
    HARD_SWISH("hard swish", PixelFunction.Kind.HARD_SWISH) {
      @Override
      double value(double x, double a, double b) {
        return x * Math.min(Math.max(a * x + b, 0), 1);
      }

      @Override
      double slope(double x, double a, double b) {
        double gate = a * x + b;
        return gate <= 0 ? 0 : gate >= 1 ? 1 : gate + a * x;
      }
    },
    ERROR_FUNCTION("error function", PixelFunction.Kind.ERROR_FUNCTION) {
      @Override
      double value(double x, double a, double b) {
        return ErrorFunction.of(x);
      }

      @Override
      double slope(double x, double a, double b) {
        return TWO_BY_ROOT_PI * Math.exp(-x * x);
      }
    },
    /** {@code x (1 + erf(x / sqrt(2))) / 2}. */
    GELU("GELU", PixelFunction.Kind.ERROR_GELU) {
      @Override
      double value(double x, double a, double b) {
        return x * (1 + ErrorFunction.of(x * ROOT_HALF)) / 2;
      }

      @Override
      double slope(double x, double a, double b) {
        double density = TWO_BY_ROOT_PI * ROOT_HALF / 2 * Math.exp(-x * x / 2);
        return (1 + ErrorFunction.of(x * ROOT_HALF)) / 2 + x * density;
      }
    },
    /** {@code x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2}. */
    TANH_GELU("GELU", PixelFunction.Kind.TANH_GELU) {
      @Override
      double value(double x, double a, double b) {
        return x * (1 + Math.tanh(ROOT_TWO_BY_PI * (x + GELU_CUBE * x * x * x))) / 2;
      }

      @Override
      double slope(double x, double a, double b) {
        double t = Math.tanh(ROOT_TWO_BY_PI * (x + GELU_CUBE * x * x * x));
        return (1 + t + x * (1 - t * t) * ROOT_TWO_BY_PI * (1 + 3 * GELU_CUBE * x * x)) / 2;
      }
    };

    private final String kind;

    /** The same as a step of devices. */
    private final PixelFunction.Kind step;

    Function(String kind, PixelFunction.Kind step) {
      this.kind = kind;
      this.step = step;
    }

    abstract double value(double x, double a, double b);

    abstract double slope(double x, double a, double b);
  }

  /**
   * @throws IllegalArgumentException if a parameter isn't a number; a limit may be infinite
   */
  public PointFunction {
    boolean numbers = Double.isFinite(a) && Double.isFinite(b);
    if (function == Function.CLIP ? !(a <= b) : !numbers) {
      throw new IllegalArgumentException(
          "is a " + function.kind + " with the parameters " + a + " and " + b);
    }
  }

  /** A function without parameters. */
  public PointFunction(Function function) {
    this(function, 0, 0);
  }

  @Override
  public String kind() {
    return function.kind;
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
  public boolean backwardReadsInputs() {
    return true;
  }

  @Override
  public void forward(Steps steps, List<Tensor> inputs, Tensor output) {
    Tensor input = inputs.get(0);
    Step.OnHost loop =
        new Step.OnHost(
            kind(),
            List.of(input),
            List.of(output),
            host -> {
              FloatBuffer x = host.values(input);
              FloatBuffer y = host.values(output);
              return () ->
                  inBlocks(y.limit(), i -> y.put(i, (float) function.value(x.get(i), a, b)));
            });
    steps.add(new Step.Either(loop, List.of(new Step.Map(onDevice(), input, output))));
  }

  private PixelFunction onDevice() {
    return PixelFunction.of(function.step, a, b);
  }

  @Override
  public void backward(
      Steps steps, List<Tensor> inputs, Tensor output, Tensor gradient, Gradients gradients) {
    Tensor input = inputs.get(0);
    Step.OnHost loop =
        new Step.OnHost(
            kind() + " gradient",
            List.of(input, gradient),
            List.of(gradient),
            host -> {
              FloatBuffer x = host.values(input);
              FloatBuffer g = host.values(gradient);
              return () ->
                  inBlocks(
                      g.limit(),
                      i -> g.put(i, (float) (g.get(i) * function.slope(x.get(i), a, b))));
            });
    Step same = new Step.MapGradient(onDevice(), input, gradient, gradient);
    steps.add(new Step.Either(loop, List.of(same)));
    gradients.passOn();
  }

  private interface Loop {
    void at(int index);
  }

  private static void inBlocks(int length, Loop loop) {
    IntStream.range(0, (length + BLOCK - 1) / BLOCK)
        .parallel()
        .forEach(
            block -> {
              int end = Math.min(length, (block + 1) * BLOCK);
              for (int i = block * BLOCK; i < end; i++) {
                loop.at(i);
              }
            });
  }
}
