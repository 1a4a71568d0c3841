package neuralart.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.Vertex;
import neuralart.network.node.Activation;
import neuralart.network.node.AveragePooling;
import neuralart.network.node.Concatenation;
import neuralart.network.node.Convolution;
import neuralart.network.node.DepthwiseConvolution;
import neuralart.network.node.Image;
import neuralart.network.node.MaxPooling;
import neuralart.network.node.Node;
import neuralart.network.node.Relu;
import neuralart.network.node.TransposedConvolution;
import neuralart.step.Executor;
import neuralart.step.Weights;
import neuralart.step.Window;
import neuralart.step.Window.Padding;

/** Single operations, forward and backward, on a device and on the processor. */
final class OperationChecks {
  /** Relative L2: sums in another order. */
  private static final double TOLERANCE = 1e-5;

  private static final int CHANNELS = 48;
  private static final int OUTPUTS = 72;
  private static final int HEIGHT = 61;
  private static final int WIDTH = 78;
  private static final String NODE = "node";

  private final Random random = new Random(1);
  private final Report report;
  private final Executor device;

  OperationChecks(Report report, Executor device) {
    this.report = report;
    this.device = device;
  }

  void run() {
    report.say("Operations on %d x %d x %d values:", HEIGHT, WIDTH, CHANNELS);
    operations().forEach(this::check);
  }

  private Map<String, Supplier<Node>> operations() {
    Window threes = new Window(3, 3, 1, 1, Padding.SAME);
    Window halving = new Window(3, 3, 2, 2, Padding.SAME);
    Map<String, Supplier<Node>> nodes = new LinkedHashMap<>();
    nodes.put("convolution 3x3", () -> convolution(threes));
    nodes.put("convolution 3x3, stride 2", () -> convolution(halving));
    nodes.put("convolution 1x1", () -> convolution(Window.POINT));
    nodes.put("convolution 1x7", () -> convolution(new Window(1, 7, 1, 1, Padding.SAME)));
    nodes.put(
        "convolution 3x3, dilation 2",
        () -> convolution(new Window(3, 3, 1, 1, 2, 2, Padding.SAME)));
    nodes.put(
        "depthwise convolution 3x3",
        () -> new DepthwiseConvolution(threes, weights(3, 3, CHANNELS, 2)));
    nodes.put(
        "transposed convolution 3x3, stride 2",
        () -> new TransposedConvolution(halving, weights(3, 3, OUTPUTS, CHANNELS)));
    nodes.put("largest of 3x3, stride 2", () -> new MaxPooling(halving));
    nodes.put("mean of 3x3", () -> new AveragePooling(threes, false));
    nodes.put("ReLU", Relu::new);
    nodes.put("ELU", () -> Activation.elu(1));
    nodes.put("sigmoid", Activation::sigmoid);
    nodes.put("tanh", Activation::tanh);
    nodes.put("softplus", Activation::softplus);
    nodes.put("concatenation", () -> new Concatenation(false));
    return nodes;
  }

  private void check(String name, Supplier<Node> maker) {
    Node node = maker.get();
    List<Integer> inputs = node instanceof Concatenation ? List.of(0, 0) : List.of(0);
    List<Vertex> vertices =
        List.of(
            new Vertex("image", new Image(CHANNELS), List.of()), new Vertex(NODE, node, inputs));
    try (Network network = new Network("one", Preprocessing.SYMMETRIC_RGB, vertices)) {
      Comparison.Work work = new Comparison.Work(network, NODE, HEIGHT, WIDTH);
      Comparison comparison = Comparison.of(work, device);
      report.result(
          comparison.error() <= TOLERANCE,
          "%-36s gradient %8.1e off, %8.2f ms, processor %8.2f ms",
          name,
          comparison.error(),
          comparison.milliseconds(),
          comparison.processorMilliseconds());
    }
  }

  private Node convolution(Window window) {
    return new Convolution(
        window,
        weights(window.kernelHeight(), window.kernelWidth(), CHANNELS, OUTPUTS),
        weights(OUTPUTS));
  }

  private Weights weights(int... dimensions) {
    long[] extent = new long[dimensions.length];
    int length = 1;
    for (int i = 0; i < extent.length; i++) {
      extent[i] = dimensions[i];
      length *= dimensions[i];
    }
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return Weights.of(values, extent);
  }
}
