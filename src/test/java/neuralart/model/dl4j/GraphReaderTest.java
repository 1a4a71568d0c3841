package neuralart.model.dl4j;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.plan.TwoMemories;
import neuralart.reference.Buffers;
import neuralart.reference.Tolerances;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Steps;
import neuralart.step.Tensor;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Networks of one or a few layers of each kind against DeepLearning4J's own forward pass in double
 * precision, and the gradient against its slopes in random directions.
 */
@Tag("slow")
class GraphReaderTest {
  private static final double STEP = 1e-6;
  private static final double IMAGE_RANGE = 2;
  private static final int DIRECTIONS = 12;
  private static final int HEIGHT = 8;
  private static final int WIDTH = 9;
  private static final int CHANNELS = 3;
  private final Random random = new Random(1);

  static Stream<Arguments> graphs() {
    return SmallGraphs.all()
        .flatMap(
            definition ->
                Stream.of(CNN2DFormat.values())
                    .filter(definition::exists)
                    .map(format -> Arguments.of(definition, format)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("graphs")
  void activationsAndGradientEqualDl4j(GraphDefinition definition, CNN2DFormat format) {
    ComputationGraph exact = definition.build(HEIGHT, WIDTH, format, DataType.DOUBLE);
    ComputationGraph graph = definition.build(HEIGHT, WIDTH, format, DataType.FLOAT);
    graph.setParams(exact.params().castTo(DataType.FLOAT));
    exact.setParams(graph.params().castTo(DataType.DOUBLE));
    double[] image = random(HEIGHT * WIDTH * CHANNELS, IMAGE_RANGE);
    double[] expected = output(exact, image, format);
    double[] slope = random(expected.length, 1);
    List<Objective> objectives = List.of(new WeightedSum("out", slope));
    try (Network network = GraphReader.read(graph, "test", Preprocessing.SYMMETRIC_RGB);
        Plan plan = Draft.of(network, HEIGHT, WIDTH, objectives, Set.of()).allocate();
        Plan elsewhere =
            Draft.of(new TwoMemories(), network, HEIGHT, WIDTH, objectives, Set.of()).allocate()) {
      graph.close();
      for (Plan each : List.of(plan, elsewhere)) {
        each.image().put(0, floats(image));
        each.evaluate();
      }
      assertArrayEquals(
          Buffers.floats(plan.activation("out")), Buffers.floats(elsewhere.activation("out")));
      assertArrayEquals(Buffers.floats(plan.gradient()), Buffers.floats(elsewhere.gradient()));
      assertClose("output", expected, Buffers.floats(plan.activation("out")));
      assertSlopes(exact, image, format, slope, Buffers.doubles(plan.gradient()));
      long parameters = network.layers().stream().mapToLong(Layer::parameters).sum();
      assertEquals(exact.numParams(), parameters);
    }
  }

  /** Compares the slopes of the loss in random directions: they all involve all pixels. */
  private void assertSlopes(
      ComputationGraph graph, double[] image, CNN2DFormat format, double[] slope, double[] actual) {
    int n = image.length;
    double[] directions = random(DIRECTIONS * n, 1);
    double[] images = new double[2 * DIRECTIONS * n]; // DeepLearning4J is quicker with all at once
    for (int i = 0; i < directions.length; i++) {
      images[i] = image[i % n] + STEP * directions[i];
      images[DIRECTIONS * n + i] = image[i % n] - STEP * directions[i];
    }
    double[] outputs = output(graph, images, format);
    double[] expected = new double[DIRECTIONS];
    float[] found = new float[DIRECTIONS];
    for (int i = 0; i < DIRECTIONS; i++) {
      double up = dot(slope, outputs, i);
      double down = dot(slope, outputs, DIRECTIONS + i);
      expected[i] = (up - down) / (2 * STEP);
      found[i] = (float) dot(actual, directions, i);
    }
    assertClose("gradient", expected, found);
  }

  private double[] random(int n, double range) {
    return random.doubles(n, -range, range).map(v -> (float) v).toArray();
  }

  private static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  /** What the graph gives for images, one after the other. */
  private static double[] output(ComputationGraph graph, double[] images, CNN2DFormat format) {
    INDArray pixels = Nd4j.createFromArray(images).reshape(-1, HEIGHT, WIDTH, CHANNELS);
    boolean channelsFirst = format == CNN2DFormat.NCHW;
    INDArray input = channelsFirst ? pixels.permute(0, 3, 1, 2).dup('c') : pixels;
    INDArray output = graph.output(false, input)[0];
    boolean turned = output.rank() == 4 && channelsFirst;
    return (turned ? output.permute(0, 2, 3, 1) : output).dup('c').data().asDouble();
  }

  /** The product with one of many, which stand one after the other. */
  private static double dot(double[] a, double[] many, int index) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * many[index * a.length + i];
    }
    return sum;
  }

  private static void assertClose(String what, double[] expected, float[] actual) {
    double error = Tolerances.relativeL2(expected, actual);
    assertTrue(error <= Tolerances.GRADIENT, "relative L2 of the " + what + " is " + error);
  }

  private record WeightedSum(String layer, double[] weights) implements Objective {
    @Override
    public Term bind(Shape activation, Steps steps) {
      return new Term() {
        @Override
        public void begin() {}

        @Override
        public void differentiate(Part part, Tensor gradient) {
          steps.add(
              new Step.OnHost(
                  "weighted sum",
                  List.of(gradient),
                  List.of(gradient),
                  host -> () -> add(host.values(gradient))));
        }

        @Override
        public double value() {
          return 0;
        }
      };
    }

    private void add(FloatBuffer slopes) {
      for (int i = 0; i < weights.length; i++) {
        slopes.put(i, slopes.get(i) + (float) weights[i]);
      }
    }
  }
}
