package neuralart.step;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;
import java.util.function.Function;

/**
 * One operation of a plan on tensors: what is to be computed, not how. Networks and losses are
 * drawn up as lists of these; executors run them. Activations are {@code [1, height, width,
 * channels]}, outputs are overwritten unless it says otherwise.
 */
public sealed interface Step {
  /** The kernels that it reads, in the form that it reads. */
  default Optional<Weights> kernels() {
    return Optional.empty();
  }

  /**
   * {@code y[o] = bias + sum over k of x[o stride - pad + k dilation] kernel[k]}.
   *
   * @param kernel {@code [rows, columns, input channels, output channels]}
   * @param bias {@code [output channels]}
   */
  record Convolve(
      Window window, Tensor input, Weights kernel, Optional<Weights> bias, Tensor output)
      implements Step {
    @Override
    public Optional<Weights> kernels() {
      return Optional.of(kernel);
    }
  }

  /**
   * The transpose of a convolution: what turns the gradient of its output into that of its input.
   *
   * @param window of that convolution
   * @param input of the extent of its output
   * @param kernel of that convolution
   * @param output of the extent of its input
   */
  record ConvolveTransposed(Window window, Tensor input, Weights kernel, Tensor output)
      implements Step {}

  /**
   * The convolution of each channel by itself: output channel {@code c multiplier + m} is input
   * channel {@code c} under its kernel {@code m}.
   *
   * @param kernel {@code [rows, columns, channels, multiplier]}
   * @param bias {@code [channels x multiplier]}
   */
  record ConvolveDepthwise(
      Window window, Tensor input, Weights kernel, Optional<Weights> bias, Tensor output)
      implements Step {
    @Override
    public Optional<Weights> kernels() {
      return Optional.of(kernel);
    }
  }

  /** The transpose of a depthwise convolution, without a bias. */
  record ConvolveDepthwiseTransposed(Window window, Tensor input, Weights kernel, Tensor output)
      implements Step {}

  /** What a pooling takes of each window, channel by channel. */
  enum Pooling {
    /** The largest value; padding never wins. */
    MAXIMUM,
    /** The mean of the pixels of the image alone. */
    AVERAGE,
    /** The mean of all pixels, padding counting as zeros. */
    AVERAGE_WITH_PADDING
  }

  /** Pools windows. */
  record Pool(Pooling pooling, Window window, Tensor input, Tensor output) implements Step {}

  /**
   * The gradient of a pooling's input.
   *
   * @param input of the pooling; read where the largest value is taken
   * @param gradient of its output, may be overwritten
   * @param target gradient of its input
   */
  record PoolGradient(Pooling pooling, Window window, Tensor input, Tensor gradient, Tensor target)
      implements Step {}

  /**
   * {@code z = alpha op(x) op(y) + beta z} for matrices with dense rows, each transposed on
   * request.
   */
  record Multiply(
      View x, boolean transposeX, View y, boolean transposeY, View z, double alpha, double beta)
      implements Step {
    @Override
    public Optional<Weights> kernels() {
      return y.tensor() instanceof Weights weights ? Optional.of(weights) : Optional.empty();
    }
  }

  /** Adds a value for each channel, in place. */
  record AddBias(Tensor x, Weights bias) implements Step {}

  /**
   * {@code y = x factors}; y may be x.
   *
   * @param factors {@code [channels]}, or as many dimensions as x, of 1 where all have the same
   */
  record MultiplyBy(Tensor x, Weights factors, Tensor y) implements Step {}

  /** {@code y = function(x)}; y may be x. */
  record Map(PixelFunction function, Tensor x, Tensor y) implements Step {}

  /**
   * The gradient of a function's input.
   *
   * @param at the function's output, if {@link PixelFunction#isDifferentiatedByOutput}, else its
   *     input
   * @param gradient of the output
   * @param target gradient of the input; where the output tells, the same tensor as {@code
   *     gradient}
   */
  record MapGradient(PixelFunction function, Tensor at, Tensor gradient, Tensor target)
      implements Step {}

  /** Copies values. */
  record Copy(View from, View to) implements Step {}

  /** Sets values. */
  record Fill(View to, double value) implements Step {}

  /** How two values become one. */
  enum Operation {
    ADD,
    SUBTRACT,
    MULTIPLY
  }

  /** {@code to = to operation from}, value by value. */
  record Combine(Operation operation, View from, View to) implements Step {}

  /** Joins the channels of activations. */
  record Concatenate(List<Tensor> inputs, Tensor output) implements Step {}

  /**
   * A term of a loss: adds its gradient to one, and in the end tells its value.
   *
   * @param penalty which
   * @param values of an activation
   * @param gradient of the same extent
   * @param result takes the value, perhaps not before something of the plan is read
   * @param loop the same as a loop of Java's, for where there is nothing better
   */
  record Penalize(
      Penalty penalty, Tensor values, Tensor gradient, DoubleConsumer result, OnHost loop)
      implements Step {}

  /**
   * A loop of Java's. It may look at nothing but what it declares, so that an executor whose memory
   * is elsewhere knows what to bring, and what to take back.
   *
   * @param name for profiles
   * @param reads what the loop reads
   * @param writes what it writes, all of it, or else what it reads too
   * @param body makes the loop, once the memory is there
   */
  record OnHost(String name, List<Tensor> reads, List<Tensor> writes, Function<Host, Runnable> body)
      implements Step {}

  /** The memory that a loop of Java's sees. */
  interface Host {
    /** The values of a declared tensor: the same buffer in every iteration. */
    FloatBuffer values(Tensor tensor);
  }
}
