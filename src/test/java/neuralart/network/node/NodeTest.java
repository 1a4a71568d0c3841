package neuralart.network.node;

import static neuralart.network.node.NodeCheck.array;
import static neuralart.network.node.NodeCheck.floats;
import static neuralart.network.node.NodeCheck.slide;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.Vertex;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.plan.opencl.OpenClTestDevices;
import neuralart.reference.Buffers;
import neuralart.reference.Tolerances;
import neuralart.reference.WeightedSum;
import neuralart.step.Executor;
import neuralart.step.Shape;
import neuralart.step.Window;
import neuralart.step.Window.Padding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each node, forward and backward, against plain loops in double precision. */
class NodeTest {
  private static final int IN = 3;
  private static final int OUT = 5;
  private final Random random = new Random(1);

  static Stream<Arguments> windows() {
    List<Arguments> all = new ArrayList<>();
    int[][] kernels = {{1, 1}, {3, 3}, {5, 5}, {2, 2}, {1, 7}, {7, 1}, {4, 4}};
    Padding[] paddings = {
      Padding.VALID, Padding.SAME, Padding.explicit(1, 1), Padding.explicit(3, 2)
    };
    int[][] sizes = {{12, 12}, {13, 13}, {11, 16}};
    for (int[] kernel : kernels) {
      for (int stride = 1; stride <= 3; stride++) {
        for (Padding padding : paddings) {
          Window window = new Window(kernel[0], kernel[1], stride, stride, padding);
          for (int[] size : sizes) {
            all.add(Arguments.of(window, size[0], size[1]));
          }
        }
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("windows")
  void convolutionEqualsLoops(Window window, int height, int width) {
    double[] kernel = random(window.kernelHeight() * window.kernelWidth() * IN * OUT);
    double[] bias = random(OUT);
    Node node =
        new Convolution(
            window,
            array(kernel, window.kernelHeight(), window.kernelWidth(), IN, OUT),
            array(bias, OUT));
    check(
        node,
        height,
        width,
        image -> {
          Shape out = window.slide(new Shape(height, width, IN), OUT);
          double[] y = new double[(int) out.length()];
          slide(
              window,
              height,
              width,
              (o, i, k) -> {
                for (int c = 0; c < IN; c++) {
                  for (int d = 0; d < OUT; d++) {
                    y[o * OUT + d] += image[i * IN + c] * kernel[(k * IN + c) * OUT + d];
                  }
                }
              });
          for (int i = 0; i < y.length; i++) {
            y[i] += bias[i % OUT];
          }
          return y;
        },
        slope -> {
          double[] x = new double[height * width * IN];
          slide(
              window,
              height,
              width,
              (o, i, k) -> {
                for (int c = 0; c < IN; c++) {
                  for (int d = 0; d < OUT; d++) {
                    x[i * IN + c] += slope[o * OUT + d] * kernel[(k * IN + c) * OUT + d];
                  }
                }
              });
          return x;
        });
  }

  @ParameterizedTest
  @MethodSource("windows")
  void maxPoolingEqualsLoops(Window window, int height, int width) {
    boolean paddingWithinKernel =
        window.padding().top() < window.kernelHeight()
            && window.padding().left() < window.kernelWidth();
    if (!paddingWithinKernel) {
      return; // a window of padding alone has no maximum
    }
    int[][] winners = new int[1][];
    check(
        new MaxPooling(window),
        height,
        width,
        image -> {
          Shape out = window.slide(new Shape(height, width, IN), IN);
          double[] y = new double[(int) out.length()];
          int[] best = new int[y.length];
          Arrays.fill(y, Double.NEGATIVE_INFINITY);
          slide(
              window,
              height,
              width,
              (o, i, k) -> {
                for (int c = 0; c < IN; c++) {
                  if (image[i * IN + c] > y[o * IN + c]) {
                    y[o * IN + c] = image[i * IN + c];
                    best[o * IN + c] = i * IN + c;
                  }
                }
              });
          winners[0] = best;
          return y;
        },
        slope -> {
          double[] x = new double[height * width * IN];
          for (int i = 0; i < slope.length; i++) {
            x[winners[0][i]] += slope[i];
          }
          return x;
        });
  }

  @Test
  void reluEqualsLoops() {
    double[][] input = new double[1][];
    check(
        new Relu(),
        9,
        14,
        image -> {
          input[0] = image;
          return Arrays.stream(image).map(v -> Math.max(v, 0)).toArray();
        },
        slope -> {
          double[] x = slope.clone();
          for (int i = 0; i < x.length; i++) {
            x[i] = input[0][i] > 0 ? x[i] : 0;
          }
          return x;
        });
  }

  @Test
  void concatenationOfRectifiedBranchesEqualsItsParts() {
    List<Vertex> vertices = new ArrayList<>();
    vertices.add(new Vertex("image", new Image(IN), List.of()));
    for (int branch = 0; branch < 2; branch++) {
      Node convolution =
          new Convolution(
              Window.POINT, array(random(IN * OUT), 1, 1, IN, OUT), array(random(OUT), OUT));
      vertices.add(new Vertex("conv" + branch, convolution, List.of(0)));
      vertices.add(new Vertex("relu" + branch, new Relu(), List.of(vertices.size() - 1)));
    }
    vertices.add(new Vertex("concat", new Concatenation(false), List.of(2, 4)));
    float[] pixels = floats(random(8 * 9 * IN));
    try (Network network = new Network("test", Preprocessing.SYMMETRIC_RGB, vertices)) {
      List<Objective> objectives = List.of(new WeightedSum("concat", random(8 * 9 * 2 * OUT)));
      try (Plan moved = Draft.of(network, 8, 9, objectives, Set.of()).allocate();
          Plan plain = Draft.of(network, 8, 9, objectives, Set.of("relu0", "relu1")).allocate()) {
        moved.image().put(0, pixels);
        plain.image().put(0, pixels);
        assertEquals(plain.evaluate(), moved.evaluate());
        assertArrayEquals(Buffers.floats(plain.gradient()), Buffers.floats(moved.gradient()));
        float[] concat = Buffers.floats(plain.activation("concat"));
        for (int branch = 0; branch < 2; branch++) {
          float[] part = Buffers.floats(plain.activation("relu" + branch));
          for (int i = 0; i < part.length; i++) {
            assertEquals(part[i], concat[i / OUT * 2 * OUT + branch * OUT + i % OUT]);
          }
        }
      }
    }
  }

  @Test
  void gradientsOfSeveralReadersAddUp() {
    List<Vertex> vertices =
        List.of(
            new Vertex("image", new Image(IN), List.of()),
            new Vertex("relu", new Relu(), List.of(0)),
            new Vertex("twice", new Concatenation(false), List.of(1, 1)),
            new Vertex("pool", new MaxPooling(new Window(2, 2, 2, 2, Padding.VALID)), List.of(1)));
    int n = 6 * 6 * IN;
    double[] onTwice = random(2 * n);
    double[] onPool = random(n / 4);
    float[] pixels = floats(random(n));
    float[] sum = new float[n];
    try (Network network = new Network("test", Preprocessing.SYMMETRIC_RGB, vertices)) {
      Objective twice = new WeightedSum("twice", onTwice);
      Objective pool = new WeightedSum("pool", onPool);
      for (List<Objective> one : List.of(List.of(twice), List.of(pool))) {
        float[] gradient = gradient(network, pixels, one);
        for (int i = 0; i < n; i++) {
          sum[i] += gradient[i];
        }
      }
      assertArrayEquals(sum, gradient(network, pixels, List.of(twice, pool)), 1e-6f);
    }
  }

  private static float[] gradient(Network network, float[] pixels, List<Objective> objectives) {
    try (Plan plan = Draft.of(network, 6, 6, objectives, Set.of()).allocate()) {
      plan.image().put(0, pixels);
      plan.evaluate();
      return Buffers.floats(plan.gradient());
    }
  }

  private interface Pass {
    double[] apply(double[] values);
  }

  /** Runs a network of this node alone and compares both passes. */
  private void check(Node node, int height, int width, Pass forward, Pass backward) {
    double[] image = random(height * width * IN);
    double[] expected = forward.apply(image);
    double[] slope = random(expected.length);
    List<Vertex> vertices =
        List.of(
            new Vertex("image", new Image(IN), List.of()), new Vertex("node", node, List.of(0)));
    try (Network network = new Network("test", Preprocessing.SYMMETRIC_RGB, vertices);
        Plan plan =
            Draft.of(network, height, width, List.of(new WeightedSum("node", slope)), Set.of())
                .allocate()) {
      plan.image().put(0, floats(image));
      plan.evaluate();
      plan.evaluate();
      float[] activation = Buffers.floats(plan.activation("node"));
      float[] gradient = Buffers.floats(plan.gradient());
      assertClose(expected, activation);
      double[] expectedGradient = backward.apply(slope);
      assertClose(expectedGradient, gradient);
      for (Executor device : OpenClTestDevices.executors()) {
        try (Plan onDevice =
            Draft.of(
                    device,
                    network,
                    height,
                    width,
                    List.of(new WeightedSum("node", slope)),
                    Set.of())
                .allocate()) {
          onDevice.image().put(0, floats(image));
          onDevice.evaluate();
          assertClose(expected, Buffers.floats(onDevice.activation("node")));
          assertClose(expectedGradient, Buffers.floats(onDevice.gradient()));
        }
      }
    }
  }

  private static void assertClose(double[] expected, float[] actual) {
    double error = Tolerances.relativeL2(expected, actual);
    assertTrue(error <= Tolerances.OPERATION, "relative L2 is " + error);
  }

  private double[] random(int n) {
    return random.doubles(n, -1, 1).map(v -> (float) v).toArray();
  }
}
