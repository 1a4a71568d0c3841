package neuralart.plan.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each way to compute a convolution, whichever is the fastest, against the processor. */
@Tag("slow")
class ConvolutionsTest {

  private final Random random = new Random(1);

  @BeforeAll
  static void requireDevice() {
    assumeFalse(OpenClTestDevices.executors().isEmpty(), OpenClTestDevices.MISSING);
  }

  /** A convolution, and the size of its input. */
  private record Case(Window window, int in, int out, int height, int width) {}

  /** With channels that are no multiples of anything, and such that are. */
  static Stream<Case> cases() {
    Window same = new Window(3, 3, 1, 1, Padding.SAME);
    return Stream.of(
        new Case(same, 17, 70, 8, 8),
        new Case(same, 32, 64, 13, 6),
        new Case(same, 17, 70, 65, 71),
        new Case(new Window(3, 3, 1, 1, Padding.VALID), 32, 48, 9, 7),
        new Case(new Window(3, 3, 1, 1, Padding.explicit(2, 0)), 17, 70, 5, 11),
        new Case(new Window(3, 3, 2, 2, Padding.SAME), 17, 70, 12, 9),
        new Case(new Window(3, 3, 2, 2, Padding.VALID), 64, 80, 12, 9),
        new Case(new Window(1, 7, 1, 1, Padding.SAME), 48, 64, 7, 9),
        new Case(new Window(1, 1, 1, 1, Padding.VALID), 17, 70, 7, 9),
        new Case(new Window(3, 3, 1, 1, 2, 2, Padding.SAME), 17, 70, 12, 9));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void allWaysEqualTheProcessor(Case one) {
    Set<String> tried = new HashSet<>();
    for (OpenClDevice device : OpenClTestDevices.limitedAndNot()) {
      Each kinds = new Each(tried);
      do {
        Each tiles = new Each(new HashSet<>());
        do {
          Choice choice =
              (what, ways, memory) -> (what.contains("width") ? kinds : tiles).take(ways);
          compare(device, choice, one);
        } while (tiles.next());
      } while (kinds.next());
    }
    boolean parts = tried.stream().anyMatch(name -> name.startsWith("parts of "));
    assertEquals(
        Winograd.suits(one.window, one.in, one.out), tried.contains(Convolutions.WINOGRAD));
    assertEquals(one.window.kernelWidth() > 1, parts, "" + tried);
  }

  @Test
  void somePixelsSeeWhatTheySeeAmongAll() {
    Taps all = Taps.forward(3, 2, 1, 1, 20);
    Taps transposed = Taps.transposed(3, 2, 1, 1, 39, 1);
    for (Taps taps : List.of(all, transposed)) {
      Taps part = taps.part(5, 3);
      for (int i = 0; i < part.outputs(); i++) {
        int pixel = 5 + i;
        assertEquals(
            pixel * taps.step() + taps.offset(), i * part.step() + part.offset(), "what it sees");
        assertEquals(
            pixel * taps.placeStep() + taps.placeOffset(),
            i * part.placeStep() + part.placeOffset(),
            "where it lies");
      }
    }
  }

  /** Takes one way after the other. */
  private static final class Each {
    private final Set<String> tried;
    private int index;
    private int most;

    Each(Set<String> tried) {
      this.tried = tried;
    }

    Runnable take(List<Choice.Way> ways) {
      most = Math.max(most, ways.size());
      Choice.Way taken = ways.get(Math.min(index, ways.size() - 1));
      tried.add(taken.name());
      return taken.binding().get();
    }

    boolean next() {
      return ++index < most;
    }
  }

  private void compare(OpenClDevice device, Choice choice, Case one) {
    try (Network network = network(one);
        DeviceContext context = new DeviceContext(device, choice, kind -> {})) {
      List<WeightedSum> objectives = List.of(objective(network, one));
      try (Plan expected = plan(Engine.processor(), network, objectives, one);
          Plan actual = plan(new OpenClExecutor(context), network, objectives, one)) {
        for (int i = 0; i < expected.image().limit(); i++) {
          float value = whole();
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
      Executor executor, Network network, List<WeightedSum> objectives, Case one) {
    return Draft.of(
            executor, network, one.height, one.width, List.copyOf(objectives), Set.of("relu"))
        .allocate();
  }

  private WeightedSum objective(Network network, Case one) {
    int length = (int) network.shapes(one.height, one.width, List.of("relu"))[2].length();
    return new WeightedSum("relu", random.doubles(length, -1, 1).map(v -> (float) v).toArray());
  }

  private Network network(Case one) {
    List<Vertex> vertices =
        List.of(
            new Vertex("image", new Image(one.in), List.of()),
            new Vertex(
                "convolution", new Convolution(one.window, kernel(one), bias(one.out)), List.of(0)),
            new Vertex("relu", new Relu(), List.of(1)));
    return new Network("one", Preprocessing.SYMMETRIC_RGB, vertices);
  }

  private Weights kernel(Case one) {
    Window window = one.window;
    float[] values = new float[window.kernelHeight() * window.kernelWidth() * one.in * one.out];
    for (int i = 0; i < values.length; i++) {
      values[i] = whole();
    }
    return Weights.of(values, window.kernelHeight(), window.kernelWidth(), one.in, one.out);
  }

  /** Halves: no sum is near to 0, where a ReLU would decide by rounding. */
  private Weights bias(int channels) {
    float[] values = new float[channels];
    for (int i = 0; i < values.length; i++) {
      values[i] = whole() + 0.5f;
    }
    return Weights.of(values, channels);
  }

  private float whole() {
    return Math.round(2 * random.nextGaussian());
  }
}
