package neuralart.plan;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import neuralart.device.DeviceRecords;
import neuralart.device.OpenClDevice;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.Vertex;
import neuralart.network.node.Convolution;
import neuralart.network.node.Image;
import neuralart.network.node.MaxPooling;
import neuralart.network.node.Node;
import neuralart.network.node.Relu;
import neuralart.objective.ActivationEnergy;
import neuralart.step.Executor;
import neuralart.step.Weights;
import neuralart.step.Window;
import neuralart.step.Window.Padding;

/** Whether a device computes a small network as the processor does, and how fast. */
final class SelfTest {
  /** Relative L2 of gradients: rounding, and now and then another side of a ReLU. */
  private static final double TOLERANCE = 1e-3;

  private static final int CHANNELS = 64;
  private static final int SMALL_HEIGHT = 45;
  private static final int SMALL_WIDTH = 34;
  private static final int LARGE = 192;
  private static final int RUNS = 3;
  private static final double NANOS = 1e6;
  private static final String LAST = "last";
  private static final String NAME = "self-test";

  private final Random random = new Random(1);

  /**
   * What a device did.
   *
   * @param error relative L2 of its gradient from the processor's
   * @param milliseconds an evaluation takes there
   * @param processorMilliseconds the same on the processor
   */
  record Result(double error, double milliseconds, double processorMilliseconds) {
    /** What is wrong with the numbers, of which nothing may be. */
    Optional<String> fault(String device) {
      return error <= TOLERANCE
          ? Optional.empty()
          : Optional.of(
              String.format(
                  Locale.ROOT, "%s computes wrong numbers: a gradient is %.2g off", device, error));
    }

    /** Whether the processor is the faster one. */
    boolean isSlow() {
      return milliseconds > processorMilliseconds;
    }
  }

  /** What the device did at its first use. */
  static Result of(OpenClDevice device, Executor executor) {
    Optional<Result> known = DeviceRecords.get(device, NAME).flatMap(SelfTest::parsed);
    if (known.isPresent()) {
      return known.get();
    }
    Result result = new SelfTest().run(executor);
    DeviceRecords.put(
        device,
        NAME,
        result.error + " " + result.milliseconds + " " + result.processorMilliseconds);
    return result;
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

  private Result run(Executor device) {
    try (Network network = network()) {
      float[] expected = gradient(Engine.processor(), network);
      float[] actual = gradient(device, network);
      double difference = 0;
      double norm = 0;
      for (int i = 0; i < expected.length; i++) {
        difference += Math.pow(expected[i] - actual[i], 2);
        norm += (double) expected[i] * expected[i];
      }
      return new Result(
          Math.sqrt(difference / norm),
          milliseconds(device, network),
          milliseconds(Engine.processor(), network));
    }
  }

  private float[] gradient(Executor executor, Network network) {
    try (Plan plan = plan(executor, network, SMALL_HEIGHT, SMALL_WIDTH)) {
      plan.evaluate();
      float[] gradient = new float[plan.gradient().limit()];
      plan.gradient().get(0, gradient);
      return gradient;
    }
  }

  private double milliseconds(Executor executor, Network network) {
    try (Plan plan = plan(executor, network, LARGE, LARGE)) {
      double best = Double.POSITIVE_INFINITY;
      for (int run = 0; run < RUNS; run++) {
        long start = System.nanoTime();
        plan.evaluate();
        best = Math.min(best, (System.nanoTime() - start) / NANOS);
      }
      return best;
    }
  }

  /** A plan with an image of noise, the same each time. */
  private Plan plan(Executor executor, Network network, int height, int width) {
    Plan plan =
        Draft.of(
                executor,
                network,
                height,
                width,
                List.of(new ActivationEnergy(LAST, -1, 0, ActivationEnergy.Mean.LAYER)),
                Set.of())
            .allocate();
    FloatBuffer image = plan.image();
    Random noise = new Random(2);
    for (int i = 0; i < image.limit(); i++) {
      image.put(i, (float) noise.nextGaussian());
    }
    return plan;
  }

  /** What networks are mostly made of, with weights by chance. */
  private Network network() {
    List<Vertex> vertices = new ArrayList<>();
    vertices.add(new Vertex("image", new Image(3), List.of()));
    convolve(vertices, new Window(3, 3, 1, 1, Padding.SAME), 3);
    convolve(vertices, new Window(3, 3, 1, 1, Padding.SAME), CHANNELS);
    add(vertices, "pool", new MaxPooling(new Window(2, 2, 2, 2, Padding.VALID)));
    convolve(vertices, new Window(3, 3, 2, 2, Padding.SAME), CHANNELS);
    add(vertices, LAST, convolution(Window.POINT, CHANNELS));
    return new Network("self-test", Preprocessing.SYMMETRIC_RGB, vertices);
  }

  private void convolve(List<Vertex> vertices, Window window, int channels) {
    add(vertices, "convolution" + vertices.size(), convolution(window, channels));
    add(vertices, "relu" + vertices.size(), new Relu());
  }

  private static void add(List<Vertex> vertices, String name, Node node) {
    vertices.add(new Vertex(name, node, List.of(vertices.size() - 1)));
  }

  private Convolution convolution(Window window, int channels) {
    int taps = window.kernelHeight() * window.kernelWidth() * channels;
    float[] kernel = new float[taps * CHANNELS];
    for (int i = 0; i < kernel.length; i++) {
      kernel[i] = (float) (random.nextGaussian() / Math.sqrt(taps));
    }
    return new Convolution(
        window,
        Weights.of(kernel, window.kernelHeight(), window.kernelWidth(), channels, CHANNELS),
        Weights.zeros(CHANNELS));
  }
}
