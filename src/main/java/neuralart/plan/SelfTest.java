package neuralart.plan;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import neuralart.device.DeviceRecords;
import neuralart.device.OpenClDevice;
import neuralart.step.DeviceException;
import neuralart.step.Executor;
import neuralart.step.Executor.Execution;
import neuralart.step.PixelFunction;
import neuralart.step.PixelFunction.Kind;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import neuralart.step.View;
import neuralart.step.Weights;
import neuralart.step.Window;
import neuralart.step.Window.Padding;

/**
 * Whether a device computes what networks are mostly made of as the processor does, and how fast:
 * convolutions and a pooling, forward and backward, and a Gram matrix.
 */
final class SelfTest implements Steps, AutoCloseable {
  private static final Window CONVOLUTION = new Window(3, 3, 1, 1, Padding.SAME);
  private static final Window HALVING = new Window(3, 3, 2, 2, Padding.SAME);
  private static final Window POOLING = new Window(2, 2, 2, 2, Padding.VALID);
  private static final PixelFunction RELU = PixelFunction.of(Kind.RELU);

  /** Relative L2 of the results: rounding, and now and then another side of a ReLU. */
  private static final double TOLERANCE = 1e-3;

  private static final String NAME = "self-test";
  private static final String BEGUN = "begun at ";

  /** Another Java may be at it. */
  private static final long LONGEST_TEST_MILLISECONDS = 60_000;

  private static final int CHANNELS = 64;
  private static final int COLORS = 3;
  private static final int SMALL = 36;
  private static final int LARGE = 192;
  private static final int RUNS = 3;

  /** Slow devices aren't measured for longer. */
  private static final double LONG_MILLISECONDS = 200;

  /** A device that takes longer for the small image won't be the faster one for the large. */
  private static final double SLOW_MILLISECONDS = 20;

  private static final double NANOS = 1e6;

  private final Random random = new Random(1);
  private final Weights first = weights(3, 3, COLORS, CHANNELS);
  private final Weights second = weights(3, 3, CHANNELS, CHANNELS);
  private final Weights third = weights(3, 3, CHANNELS, CHANNELS);
  private final Weights bias = weights(CHANNELS);
  private final Executor executor;
  private final List<Step> steps = new ArrayList<>();
  private final List<List<Tensor>> slots = new ArrayList<>();

  private SelfTest(Executor executor) {
    this.executor = executor;
  }

  /**
   * What a device did.
   *
   * @param error relative L2 of its results from the processor's
   * @param milliseconds that it took
   * @param processorMilliseconds that the processor took
   */
  record Result(double error, double milliseconds, double processorMilliseconds) {
    /** What is wrong with the numbers, of which nothing may be. */
    Optional<String> fault(String device) {
      return error <= TOLERANCE
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT, "%s computes wrong numbers: they are %.2g off", device, error));
    }

    /** Whether the processor is the faster one. */
    boolean isSlow() {
      return milliseconds > processorMilliseconds;
    }
  }

  /** What a device did at its first use, if it has been used. */
  static Optional<Result> known(OpenClDevice device) {
    return DeviceRecords.get(device, NAME).flatMap(SelfTest::parsed);
  }

  /**
   * What a device does at its first use.
   *
   * @throws DeviceException if it fails, or has not come to an end the last time
   */
  static Result of(OpenClDevice device, Executor executor, Executor processor) {
    requireEnd(device);
    DeviceRecords.put(device, NAME, BEGUN + System.currentTimeMillis());
    Result result;
    try {
      result = compare(executor, processor);
    } catch (DeviceException e) {
      DeviceRecords.put(device, NAME, "");
      throw e;
    }
    DeviceRecords.put(
        device,
        NAME,
        result.error + " " + result.milliseconds + " " + result.processorMilliseconds);
    return result;
  }

  /** A driver that takes Java down with it, or hangs, does so once. */
  private static void requireEnd(OpenClDevice device) {
    String record = DeviceRecords.get(device, NAME).orElse("");
    if (record.matches(BEGUN + "\\d{1,18}")) {
      long age = System.currentTimeMillis() - Long.parseLong(record.substring(BEGUN.length()));
      if (age > LONGEST_TEST_MILLISECONDS) {
        throw new DeviceException(
            String.format(
                Locale.ROOT,
                "%s did not come to the end of its first test; delete %s to try it again",
                device.name(),
                DeviceRecords.file()),
            false);
      }
    }
  }

  private static Optional<Result> parsed(String text) {
    String[] numbers = text.split(" ");
    try {
      return Optional.of(
          new Result(
              Double.parseDouble(numbers[0]),
              Double.parseDouble(numbers[1]),
              Double.parseDouble(numbers[2])));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      return Optional.empty();
    }
  }

  private static Result compare(Executor device, Executor processor) {
    CompletableFuture<Run> soon = CompletableFuture.supplyAsync(() -> run(processor, SMALL));
    Run actual = run(device, SMALL); // most of the time, its kernels are compiled
    Run expected = soon.join();
    double difference = 0;
    double norm = 0;
    for (int i = 0; i < expected.values.length; i++) {
      difference += Math.pow(expected.values[i] - actual.values[i], 2);
      norm += Math.pow(expected.values[i], 2);
    }
    double error = Math.sqrt(difference / norm);
    return actual.milliseconds > SLOW_MILLISECONDS
        ? new Result(error, actual.milliseconds, expected.milliseconds)
        : new Result(error, run(device, LARGE).milliseconds, run(processor, LARGE).milliseconds);
  }

  private record Run(float[] values, double milliseconds) {}

  private static Run run(Executor executor, int side) {
    try (SelfTest test = new SelfTest(executor)) {
      return test.run(side);
    }
  }

  private Run run(int side) {
    Tensor image = scratch(1, side, side + 2, COLORS);
    Tensor gradient = scratch(image.dimensions());
    Tensor gram = scratch(CHANNELS, CHANNELS);
    draw(image, gradient, gram);
    try (Execution execution = executor.allocate(slots)) {
      FloatBuffer pixels = execution.host(image);
      for (int i = 0; i < pixels.limit(); i++) {
        pixels.put(i, (float) random.nextGaussian());
      }
      List<Runnable> runs = execution.bind(steps);
      double least = Double.POSITIVE_INFINITY;
      for (int run = 0; run < RUNS && (run < 2 || least < LONG_MILLISECONDS); run++) {
        long start = System.nanoTime();
        execution.write(image);
        runs.forEach(Runnable::run);
        execution.read(gram);
        execution.read(gradient);
        least = Math.min(least, (System.nanoTime() - start) / NANOS);
      }
      float[] values = new float[(int) (gradient.length() + gram.length())];
      execution.host(gradient).get(0, values, 0, (int) gradient.length());
      execution.host(gram).get(0, values, (int) gradient.length(), (int) gram.length());
      return new Run(values, least);
    }
  }

  /** A pass forward, and back with the last output in the place of its gradient. */
  private void draw(Tensor image, Tensor gradient, Tensor gram) {
    long height = image.size(1);
    long width = image.size(2);
    Tensor low = scratch(1, height, width, CHANNELS);
    Tensor middle = scratch(low.dimensions());
    Tensor pooled = scratch(1, height / 2, width / 2, CHANNELS);
    Tensor high = scratch(1, (pooled.size(1) + 1) / 2, (pooled.size(2) + 1) / 2, CHANNELS);
    convolve(CONVOLUTION, image, first, low);
    add(new Step.Map(RELU, low, low));
    convolve(CONVOLUTION, low, second, middle);
    add(new Step.Map(RELU, middle, middle));
    add(new Step.Pool(Step.Pooling.MAXIMUM, POOLING, middle, pooled));
    convolve(HALVING, pooled, third, high);
    View features = View.pixels(middle);
    double scale = 1 / (double) middle.length();
    add(new Step.Multiply(features, true, features, false, View.of(gram), scale, 0));
    Tensor pooledGradient = scratch(pooled.dimensions());
    Tensor middleGradient = scratch(middle.dimensions());
    Tensor lowGradient = scratch(low.dimensions());
    add(new Step.ConvolveTransposed(HALVING, high, third, pooledGradient, false));
    add(
        new Step.PoolGradient(
            Step.Pooling.MAXIMUM, POOLING, middle, pooledGradient, middleGradient));
    add(new Step.MapGradient(RELU, middle, middleGradient, middleGradient));
    add(new Step.ConvolveTransposed(CONVOLUTION, middleGradient, second, lowGradient, false));
    add(new Step.MapGradient(RELU, low, lowGradient, lowGradient));
    add(new Step.ConvolveTransposed(CONVOLUTION, lowGradient, first, gradient, false));
  }

  private void convolve(Window window, Tensor input, Weights kernel, Tensor output) {
    add(new Step.Convolve(window, input, kernel, Optional.of(bias), output));
  }

  @Override
  public void add(Step step) {
    executor.lower(step, new Lowered());
  }

  /** Takes the executor's steps as they are. */
  private final class Lowered implements Steps {
    @Override
    public void add(Step step) {
      steps.add(step);
    }

    @Override
    public Tensor scratch(long... dimensions) {
      return SelfTest.this.scratch(dimensions);
    }

    @Override
    public Tensor constant(float[] values, long... dimensions) {
      throw new IllegalStateException("these steps need no constants");
    }
  }

  @Override
  public Tensor scratch(long... dimensions) {
    Tensor tensor = new Tensor(dimensions);
    slots.add(List.of(tensor));
    return tensor;
  }

  @Override
  public Tensor constant(float[] values, long... dimensions) {
    throw new IllegalStateException("these steps need no constants");
  }

  /** By chance, so that values stay about as large from layer to layer. */
  private Weights weights(long... dimensions) {
    Tensor extent = new Tensor(dimensions);
    float[] values = new float[(int) extent.length()];
    double deviation = Math.sqrt(CHANNELS / (double) values.length);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return Weights.of(values, dimensions);
  }

  @Override
  public void close() {
    List.of(first, second, third, bias).forEach(Weights::close);
  }
}
