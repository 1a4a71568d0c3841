package neuralart.plan.opencl;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import neuralart.device.OpenClDevice;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.Vertex;
import neuralart.network.node.Convolution;
import neuralart.network.node.Image;
import neuralart.network.node.Relu;
import neuralart.plan.Draft;
import neuralart.plan.Engine;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;
import neuralart.reference.Tolerances;
import neuralart.reference.WeightedSum;
import neuralart.step.Executor;
import neuralart.step.Weights;
import neuralart.step.Window;
import neuralart.step.Window.Padding;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to compute a convolution, whichever is the fastest, against the processor. */
class ConvolutionsTest {
  private static final int IN = 17;
  private static final int OUT = 70;
  private static final int MOST_WAYS = 6;

  private final Random random = new Random(1);

  @BeforeAll
  static void requireDevice() {
    assumeFalse(OpenClTestDevices.executors().isEmpty(), OpenClTestDevices.MISSING);
  }

  static Stream<Arguments> windows() {
    Window same = new Window(3, 3, 1, 1, Padding.SAME);
    return Stream.of(
        Arguments.of(same, 8, 8),
        Arguments.of(same, 13, 6),
        Arguments.of(same, 65, 71),
        Arguments.of(new Window(3, 3, 1, 1, Padding.VALID), 9, 7),
        Arguments.of(new Window(3, 3, 1, 1, Padding.explicit(2, 0)), 5, 11),
        Arguments.of(new Window(3, 3, 2, 2, Padding.SAME), 12, 9),
        Arguments.of(new Window(1, 1, 1, 1, Padding.VALID), 7, 9),
        Arguments.of(new Window(3, 3, 1, 1, 2, 2, Padding.SAME), 12, 9));
  }

  @ParameterizedTest
  @MethodSource("windows")
  void allWaysEqualTheProcessor(Window window, int height, int width) {
    Set<String> tried = new HashSet<>();
    for (OpenClDevice device : OpenClTestDevices.limitedAndNot()) {
      for (int way = 0; way < MOST_WAYS; way++) {
        int index = way;
        Choice choice =
            (what, ways, waiting) -> {
              Choice.Way taken = ways.get(Math.min(index, ways.size() - 1));
              tried.add(taken.name());
              return taken.binding().get();
            };
        compare(device, choice, window, height, width);
      }
    }
    assertTrue(tried.contains("winograd") == Winograd.suits(window, kernel(window)), "" + tried);
  }

  private void compare(OpenClDevice device, Choice choice, Window window, int height, int width) {
    try (Network network = network(window);
        DeviceContext context = new DeviceContext(device, choice, kind -> {})) {
      List<WeightedSum> objectives = List.of(objective(network, height, width));
      try (Plan expected = plan(Engine.processor(), network, objectives, height, width);
          Plan actual = plan(new OpenClExecutor(context), network, objectives, height, width)) {
        for (int i = 0; i < expected.image().limit(); i++) {
          float value = (float) random.nextGaussian();
          expected.image().put(i, value);
          actual.image().put(i, value);
        }
        expected.evaluate();
        actual.evaluate();
        assertClose(expected, actual, true);
        assertClose(expected, actual, false);
      }
    }
  }

  private static void assertClose(Plan expected, Plan actual, boolean forward) {
    double[] wanted = Buffers.doubles(forward ? expected.activation("relu") : expected.gradient());
    float[] computed = Buffers.floats(forward ? actual.activation("relu") : actual.gradient());
    double error = Tolerances.relativeL2(wanted, computed);
    assertTrue(error <= Tolerances.GRADIENT, "relative L2 is " + error);
  }

  private static Plan plan(
      Executor executor, Network network, List<WeightedSum> objectives, int height, int width) {
    return Draft.of(executor, network, height, width, List.copyOf(objectives), Set.of("relu"))
        .allocate();
  }

  private WeightedSum objective(Network network, int height, int width) {
    int length = (int) network.shapes(height, width, List.of("relu"))[2].length();
    return new WeightedSum("relu", random.doubles(length, -1, 1).map(v -> (float) v).toArray());
  }

  private Network network(Window window) {
    List<Vertex> vertices =
        List.of(
            new Vertex("image", new Image(IN), List.of()),
            new Vertex(
                "convolution", new Convolution(window, kernel(window), weights(OUT)), List.of(0)),
            new Vertex("relu", new Relu(), List.of(1)));
    return new Network("one", Preprocessing.SYMMETRIC_RGB, vertices);
  }

  private Weights kernel(Window window) {
    return weights(window.kernelHeight(), window.kernelWidth(), IN, OUT);
  }

  private Weights weights(long... dimensions) {
    int length = 1;
    for (long dimension : dimensions) {
      length *= (int) dimension;
    }
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Weights.of(values, dimensions);
  }
}
