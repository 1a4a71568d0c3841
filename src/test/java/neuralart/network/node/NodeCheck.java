package neuralart.network.node;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.Vertex;
import neuralart.objective.Objective;
import neuralart.plan.Draft;
import neuralart.plan.Plan;
import neuralart.plan.TwoMemories;
import neuralart.plan.opencl.OpenClTestDevices;
import neuralart.reference.Buffers;
import neuralart.reference.Tolerances;
import neuralart.reference.WeightedSum;
import neuralart.step.Executor;
import neuralart.step.Shape;
import neuralart.step.Weights;
import neuralart.step.Window;

/** Compares a node with what it should compute, written as plain loops in double precision. */
final class NodeCheck {
  private static final double STEP = 1e-6;
  private static final int DIRECTIONS = 40;
  private final Random random = new Random(1);
  private double scale = 1;

  /** What a node should compute: its inputs, in HWC order, to its output. */
  interface Reference {
    double[] apply(double[]... inputs);
  }

  /** A visit to a pair of an output's and an input's pixel, and the kernel's pixel between them. */
  interface Visit {
    void at(int output, int input, int kernel);
  }

  /** Scales the random images, which are in -1..1 otherwise. */
  NodeCheck scaled(double factor) {
    scale = factor;
    return this;
  }

  /** Numbers in -1..1 that single precision can hold. */
  double[] random(int n) {
    return random.doubles(n, -1, 1).map(v -> (float) v).toArray();
  }

  /** Visits every pair of output pixel and input pixel under the window. */
  static void slide(Window window, int height, int width, Visit visit) {
    Shape out = window.slide(new Shape(height, width, 1), 1);
    for (int oy = 0; oy < out.height(); oy++) {
      for (int ox = 0; ox < out.width(); ox++) {
        for (int ky = 0; ky < window.kernelHeight(); ky++) {
          for (int kx = 0; kx < window.kernelWidth(); kx++) {
            int y =
                oy * window.strideHeight() - window.padTop(height) + ky * window.dilationHeight();
            int x = ox * window.strideWidth() - window.padLeft(width) + kx * window.dilationWidth();
            if (y >= 0 && y < height && x >= 0 && x < width) {
              visit.at(oy * out.width() + ox, y * width + x, ky * window.kernelWidth() + kx);
            }
          }
        }
      }
    }
  }

  /** Checks a node with one input: the output, and the gradient by its slopes. */
  void check(Node node, Shape input, Reference reference) {
    check(node, List.of(input), reference);
  }

  /** Checks a node whose inputs, of equal height, lie side by side in the image. */
  void check(Node node, List<Shape> inputs, Reference reference) {
    int height = inputs.get(0).height();
    int channels = inputs.get(0).channels();
    int width = inputs.stream().mapToInt(Shape::width).sum();
    double[] image = random(height * width * channels);
    for (int i = 0; i < image.length; i++) {
      image[i] = (float) (scale * image[i]);
    }
    Reference whole = pixels -> reference.apply(split(pixels[0], inputs));
    double[] expected = whole.apply(image);
    double[] slope = random(expected.length);
    List<Objective> objectives = List.of(new WeightedSum("node", slope));
    try (Network network =
            new Network("test", Preprocessing.SYMMETRIC_RGB, vertices(node, inputs, width));
        Plan plan = Draft.of(network, height, width, objectives, Set.of()).allocate();
        Plan elsewhere =
            Draft.of(new TwoMemories(), network, height, width, objectives, Set.of()).allocate()) {
      for (Plan each : List.of(plan, elsewhere)) {
        each.image().put(0, floats(image));
        each.evaluate();
        each.evaluate();
      }
      assertClose("output", expected, Buffers.floats(plan.activation("node")));
      assertSlopes(whole, image, slope, Buffers.doubles(plan.gradient()));
      assertArrayEquals(
          Buffers.floats(plan.activation("node")), Buffers.floats(elsewhere.activation("node")));
      assertArrayEquals(Buffers.floats(plan.gradient()), Buffers.floats(elsewhere.gradient()));
      for (Executor device : OpenClTestDevices.executors()) {
        try (Plan onDevice =
            Draft.of(device, network, height, width, objectives, Set.of()).allocate()) {
          onDevice.image().put(0, floats(image));
          onDevice.evaluate();
          onDevice.evaluate();
          assertClose("output", expected, Buffers.floats(onDevice.activation("node")));
          assertSlopes(whole, image, slope, Buffers.doubles(onDevice.gradient()));
        }
      }
    }
  }

  private static List<Vertex> vertices(Node node, List<Shape> inputs, int width) {
    List<Vertex> vertices = new ArrayList<>();
    List<Integer> sources = new ArrayList<>();
    vertices.add(new Vertex("image", new Image(inputs.get(0).channels()), List.of()));
    int left = 0;
    for (Shape input : inputs) {
      sources.add(vertices.size());
      Margins margins = new Margins(0, 0, left, width - left - input.width());
      vertices.add(new Vertex("input" + left, new Cropping(margins), List.of(0)));
      left += input.width();
    }
    vertices.add(new Vertex("node", node, sources));
    return vertices;
  }

  private static double[][] split(double[] image, List<Shape> inputs) {
    int width = inputs.stream().mapToInt(Shape::width).sum();
    double[][] parts = new double[inputs.size()][];
    int left = 0;
    for (int i = 0; i < parts.length; i++) {
      Shape input = inputs.get(i);
      int run = input.width() * input.channels();
      parts[i] = new double[(int) input.length()];
      for (int y = 0; y < input.height(); y++) {
        int from = (y * width + left) * input.channels();
        System.arraycopy(image, from, parts[i], y * run, run);
      }
      left += input.width();
    }
    return parts;
  }

  /** Compares slopes in random directions, by central differences: all pixels are in each. */
  private void assertSlopes(
      Reference reference, double[] image, double[] slope, double[] gradient) {
    double[] expected = new double[DIRECTIONS];
    float[] actual = new float[DIRECTIONS];
    for (int i = 0; i < DIRECTIONS; i++) {
      double[] direction = random(image.length);
      double[] up = image.clone();
      double[] down = image.clone();
      for (int j = 0; j < image.length; j++) {
        up[j] += STEP * direction[j];
        down[j] -= STEP * direction[j];
      }
      double rise = dot(slope, reference.apply(up)) - dot(slope, reference.apply(down));
      expected[i] = rise / (2 * STEP);
      actual[i] = (float) dot(gradient, direction);
    }
    assertClose("gradient", expected, actual);
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void assertClose(String what, double[] expected, float[] actual) {
    double error = Tolerances.relativeL2(expected, actual);
    assertTrue(error <= Tolerances.OPERATION, "relative L2 of the " + what + " is " + error);
  }

  static float[] floats(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return floats;
  }

  static Weights array(double[] values, long... shape) {
    return Weights.of(floats(values), shape);
  }
}
