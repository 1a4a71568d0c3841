package neuralart.plan.opencl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.Vertex;
import neuralart.network.node.Combination;
import neuralart.network.node.Convolution;
import neuralart.network.node.Image;
import neuralart.network.node.LocalResponseNormalization;
import neuralart.network.node.Node;
import neuralart.network.node.PointFunction;
import neuralart.network.node.Relu;
import neuralart.network.node.Resampling;
import neuralart.network.node.Standardization;
import neuralart.network.node.Upsampling;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.ActivationEnergy.Mean;
import neuralart.objective.ActivationMean;
import neuralart.objective.ChannelResponse;
import neuralart.objective.ColorDistance;
import neuralart.objective.ContentDistance;
import neuralart.objective.GramDistance;
import neuralart.objective.GramNormalization;
import neuralart.objective.GramSimilarity;
import neuralart.objective.GuideMatch;
import neuralart.objective.NeighborDistance;
import neuralart.objective.Objective;
import neuralart.objective.OutOfRange;
import neuralart.objective.Reduction;
import neuralart.objective.TotalVariation;
import neuralart.plan.Draft;
import neuralart.plan.Engine;
import neuralart.plan.Plan;
import neuralart.reference.Buffers;
import neuralart.reference.Tolerances;
import neuralart.step.Executor;
import neuralart.step.Weights;
import neuralart.step.Window;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** All of a loss on a device: what is brought back of an evaluation, and how exact its sums are. */
class StepsOnDeviceTest {
  private static final int HEIGHT = 96;
  private static final int WIDTH = 130;
  private static final int CHANNELS = 24;
  private static final int PIXELS = HEIGHT * WIDTH;

  private final Random random = new Random(1);
  private final List<Calls.Kind> calls = new ArrayList<>();

  @BeforeAll
  static void requireDevice() {
    assumeFalse(OpenClTestDevices.executors().isEmpty(), OpenClTestDevices.MISSING);
  }

  /** The gradient and the sums of all terms, in one wait; the image is all that goes there. */
  @Test
  void aLossOfAllTermsBringsBackItsGradientAndItsSums() {
    List<Objective> objectives = objectives();
    try (Network network = network(new Relu());
        DeviceContext context = OpenClTestDevices.watched("watched", calls::add);
        Plan plan = plan(new OpenClExecutor(context), network, objectives)) {
      plan.image().put(0, floats(plan.image().limit()));
      plan.evaluate();
      calls.clear();
      plan.evaluate();
      assertEquals(2, calls.stream().filter(kind -> kind == Calls.Kind.READ).count());
      assertEquals(1, calls.stream().filter(kind -> kind == Calls.Kind.WRITE).count());
    }
  }

  static Stream<Node> nodes() {
    return Stream.of(
        new Upsampling(2, 3),
        Resampling.bilinear(2, 2),
        new Standardization(0, false, 1e-5),
        new Standardization(1, true, 1e-5),
        new Combination(Combination.Operation.MAXIMUM),
        new PointFunction(PointFunction.Function.CLIP, -1, 1),
        new LocalResponseNormalization(2, 1, 1e-2, 0.75));
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void layersBringNothingBack(Node node) {
    List<Objective> objectives = List.of(new ActivationEnergy("node", 1, 0, Mean.LAYER));
    try (Network network = network(node);
        DeviceContext context = OpenClTestDevices.watched("watched", calls::add);
        Plan plan = plan(new OpenClExecutor(context), network, objectives)) {
      plan.image().put(0, floats(plan.image().limit()));
      plan.evaluate();
      calls.clear();
      plan.evaluate();
      assertEquals(2, calls.stream().filter(kind -> kind == Calls.Kind.READ).count());
      assertEquals(1, calls.stream().filter(kind -> kind == Calls.Kind.WRITE).count());
    }
  }

  /** L-BFGS compares losses that differ in the sixth digit. */
  @Test
  void sumsAreAsExactAsThoseInDoublePrecision() {
    float[] image = floats(3 * PIXELS);
    for (Objective objective : objectives()) {
      try (Network network = network(new Relu());
          Plan expected = plan(Engine.processor(), network, List.of(objective))) {
        expected.image().put(0, image);
        double loss = expected.evaluate();
        for (Executor device : OpenClTestDevices.executors()) {
          try (Plan actual = plan(device, network, List.of(objective))) {
            actual.image().put(0, image);
            double there = actual.evaluate();
            assertEquals(loss, there, Tolerances.DEVICE_LOSS * Math.abs(loss), objective::toString);
            assertEquals(there, actual.evaluate());
            double error =
                Tolerances.relativeL2(
                    Buffers.doubles(expected.gradient()), Buffers.floats(actual.gradient()));
            assertTrue(error <= Tolerances.GRADIENT, objective + ": relative L2 is " + error);
          }
        }
      }
    }
  }

  private List<Objective> objectives() {
    float[] gram = new float[CHANNELS * CHANNELS];
    for (int i = 0; i < gram.length; i++) {
      gram[i] = 0.1f * (i % CHANNELS + i / CHANNELS) / CHANNELS; // symmetric
    }
    float[] features = floats(50 * CHANNELS);
    int[] nearest = random.ints(PIXELS, 0, 50).toArray();
    float[] mask = floats(PIXELS);
    double[][] map = {{0.5, 0.1, 0, 0.1}, {0.2, 0.7, 0.1, 0}, {0, 0.3, 0.9, -0.2}};
    GramNormalization pixels = GramNormalization.PIXELS;
    return List.of(
        new ActivationEnergy("node", -1, 2, Mean.INNER),
        new ActivationMean("node", 1, List.of(2, 4)),
        new ChannelResponse(
            "node",
            1,
            List.of(new ChannelResponse.WeightedChannel(1, 2)),
            ChannelResponse.Region.INNER),
        new ContentDistance("node", 1, floats(PIXELS * CHANNELS), Reduction.MEAN),
        new ContentDistance("node", 1, floats(PIXELS * CHANNELS), Reduction.SCALED),
        new GramDistance("node", 1, gram, new float[0], pixels, Reduction.SUM),
        new GramDistance("node", 1, gram, mask, pixels, Reduction.SCALED),
        new GramSimilarity("node", 1, List.of(gram)),
        new GuideMatch("node", 1, features),
        new NeighborDistance("node", 1, features, nearest, mask),
        new ColorDistance("image", 1, map, mask),
        new TotalVariation("image", 1, TotalVariation.Kind.NINE_POINT, 1),
        new OutOfRange("image", 1, new float[] {-1}, new float[] {1}));
  }

  private static Plan plan(Executor executor, Network network, List<Objective> objectives) {
    return Draft.of(executor, network, HEIGHT, WIDTH, objectives, Set.of()).allocate();
  }

  private Network network(Node node) {
    float[] kernel = floats(9 * 3 * CHANNELS);
    Window window = new Window(3, 3, 1, 1, Window.Padding.SAME);
    List<Integer> inputs = node instanceof Combination ? List.of(1, 2) : List.of(1);
    return new Network(
        "small",
        Preprocessing.SYMMETRIC_RGB,
        List.of(
            new Vertex("image", new Image(3), List.of()),
            new Vertex("first", new Convolution(window, weights(kernel)), List.of(0)),
            new Vertex("second", new Convolution(window, weights(kernel)), List.of(0)),
            new Vertex("node", node, inputs)));
  }

  private static Weights weights(float[] kernel) {
    return Weights.of(kernel, 3, 3, 3, CHANNELS);
  }

  private float[] floats(int length) {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
