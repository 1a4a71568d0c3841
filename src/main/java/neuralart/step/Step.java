package neuralart.step;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

  /** All tensors that it names: what it reads and writes, weights and constants too. */
  default Set<Tensor> tensors() {
    return NamedTensors.in((Record) this);
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
   * @param isAdded whether it is added to what is there, else it replaces it
   */
  record ConvolveTransposed(
      Window window, Tensor input, Weights kernel, Tensor output, boolean isAdded)
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
    MULTIPLY,
    MAXIMUM
  }

  /** {@code to = to operation from}, value by value. */
  record Combine(Operation operation, View from, View to) implements Step {}

  /** Joins the channels of activations. */
  record Concatenate(List<Tensor> inputs, Tensor output) implements Step {}

  /** Sets a target to 0 where a value is smaller than its rival, or not larger. */
  record KeepLarger(Tensor value, Tensor rival, boolean isStrict, Tensor target) implements Step {}

  /** Resizes an activation: output {@code [y, x]} is the mixture of rows y of that of columns x. */
  record Resample(Mixture rows, Mixture columns, Tensor input, Tensor output) implements Step {}

  /**
   * {@code y = (x - mean) / sqrt(variance + epsilon)} by the values' own mean and variance.
   *
   * @param groups groups of channels that are taken over all pixels; 0 for all channels of each
   *     pixel by itself
   */
  record Standardize(int groups, double epsilon, Tensor x, Tensor y) implements Step {}

  /** The gradient of what {@link Standardize} was applied to. */
  record StandardizeGradient(int groups, double epsilon, Tensor x, Tensor gradient, Tensor target)
      implements Step {}

  /** Begins sums anew. */
  record Begin(Sums sums) implements Step {}

  /** A term of a loss: adds its gradient to one, and its value, without the scale, to a sum. */
  record Penalize(Penalty penalty, Tensor values, Tensor gradient, Sums sums) implements Step {}

  /** Adds up what is to be known of two arrays before they are compared; both are dense. */
  record Measure(Comparison comparison, View x, View y, Sums sums) implements Step {}

  /**
   * The gradient of a comparison by {@code x}, of what was added up before.
   *
   * @param factor of the gradient
   * @param gradient dense, as x and y; may be x where it is replaced
   * @param isAdded whether it is added to what is there, else it replaces it
   */
  record Differentiate(
      Comparison comparison,
      double factor,
      View x,
      View y,
      Sums sums,
      View gradient,
      boolean isAdded)
      implements Step {}

  /**
   * The number of the largest value of each row, of equals the first.
   *
   * @param values {@code [rows, columns]}
   * @param offsets what is taken from each value of a row before, if anything
   * @param numbers as many as there are rows, at least
   */
  record FindLargest(View values, Optional<Tensor> offsets, View numbers) implements Step {}

  /**
   * Alters an image, or what belongs to it.
   *
   * @param to may be {@code from}, but for what moves or mixes pixels
   */
  record Alter(Alteration alteration, Tensor from, Tensor to) implements Step {}

  /** Adds up values, their absolutes and their squares: three sums. */
  record Summarize(Tensor values, Sums sums) implements Step {}

  /** Brings numbers that Java may have changed since the last time. */
  record Renew(Numbers numbers) implements Step {}

  /**
   * Adds up all products of two of the three colours of a pixel and 1: ten sums, row by row of the
   * upper triangle of a matrix.
   *
   * @param colors {@code [pixels, 3]}
   * @param mask {@code [pixels]} whose squares count
   */
  record MeasureColors(View colors, Optional<View> mask, Sums sums) implements Step {}

  /**
   * Adds {@code factor share W^T (W (M / count) W^T - I) W (colours, 1)} for each pixel, with the
   * symmetric matrix M of {@link MeasureColors}.
   *
   * @param whitening W: four rows of four
   * @param count what M is divided by
   */
  record DifferentiateColors(
      double[] whitening,
      double count,
      double factor,
      View colors,
      Optional<View> mask,
      Sums sums,
      View gradient)
      implements Step {}

  /**
   * What the processor does in one way, as a rule in a loop of Java's, and devices in another.
   *
   * @param onProcessor the steps of the processor
   * @param onDevice the same; tensors that are no part of the plan have memory of their own there
   */
  record Either(List<Step> onProcessor, List<Step> onDevice) implements Step {
    public Either(OnHost loop, List<Step> onDevice) {
      this(List.of(loop), onDevice);
    }
  }

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
