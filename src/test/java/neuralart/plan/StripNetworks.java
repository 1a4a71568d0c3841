package neuralart.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.Vertex;
import neuralart.network.node.AveragePooling;
import neuralart.network.node.Combination;
import neuralart.network.node.Concatenation;
import neuralart.network.node.Convolution;
import neuralart.network.node.Cropping;
import neuralart.network.node.DepthToSpace;
import neuralart.network.node.DepthwiseConvolution;
import neuralart.network.node.EdgePadding;
import neuralart.network.node.FullyConnected;
import neuralart.network.node.GlobalPooling;
import neuralart.network.node.Image;
import neuralart.network.node.Margins;
import neuralart.network.node.MaxPooling;
import neuralart.network.node.Node;
import neuralart.network.node.PointFunction;
import neuralart.network.node.Relu;
import neuralart.network.node.Resampling;
import neuralart.network.node.TransposedConvolution;
import neuralart.network.node.Upsampling;
import neuralart.network.node.ZeroPadding;
import neuralart.step.Weights;
import neuralart.step.Window;
import neuralart.step.Window.Padding;

/** Small networks with random weights, of all the shapes that networks have. */
final class StripNetworks {
  private static final int COLORS = 3;

  private final Random random = new Random(5);
  private final List<Vertex> vertices = new ArrayList<>();

  private StripNetworks() {
    vertices.add(new Vertex("image", new Image(COLORS), List.of()));
  }

  /** One of them by its name. */
  static Network of(String name) {
    StripNetworks networks = new StripNetworks();
    switch (name) {
      case "chain" -> networks.chain();
      case "residual" -> networks.residual();
      case "branches" -> networks.branches();
      case "unet" -> networks.unet();
      case "cropping unet" -> networks.oddUnet(true);
      case "padding unet" -> networks.oddUnet(false);
      case "mirror" -> networks.mirror();
      case "wide" -> networks.wide();
      case "transposed" -> networks.transposed();
      default -> networks.classifier();
    }
    return new Network(name, Preprocessing.SYMMETRIC_RGB, networks.vertices);
  }

  /** As VGG. */
  private int chain() {
    int x = rectified("", 0, 3, 1, Padding.SAME, COLORS, 6);
    x = rectified("early", x, 3, 1, Padding.explicit(1, 1), 6, 6);
    x = add("", new MaxPooling(square(2, 2, Padding.VALID)), x);
    x = rectified("middle", x, 5, 1, Padding.SAME, 6, 5);
    x = add("", new AveragePooling(square(2, 2, Padding.VALID), false), x);
    return rectified("late", x, 3, 1, Padding.SAME, 5, 7);
  }

  private void classifier() {
    int x = add("pooled", new GlobalPooling(false), chain());
    add("scores", new FullyConnected(kernel(7, 4)), x);
  }

  /** Uneven strides, and sums. */
  private void residual() {
    int x = rectified("early", 0, 7, 2, Padding.SAME, COLORS, 6);
    x = add("", new MaxPooling(square(3, 2, Padding.SAME)), x);
    int left = rectified("", x, 3, 1, Padding.SAME, 6, 6);
    left = convolution("", left, 3, 1, Padding.SAME, 6, 6);
    x = add("sum", new Combination(Combination.Operation.ADD), left, x);
    x = add("middle", new Relu(), x);
    left = convolution("", x, 3, 2, Padding.explicit(1, 1), 6, 8);
    int right = convolution("", x, 1, 2, Padding.VALID, 6, 8);
    x = add("", new Combination(Combination.Operation.MAXIMUM), left, right);
    x = add("", new DepthwiseConvolution(square(3, 1, Padding.SAME), kernel(3, 3, 8, 1)), x);
    add("late", new PointFunction(PointFunction.Function.GELU, 0, 0), x);
  }

  /** As Inception: rows get lost at the edge, branches see unlike parts. */
  private void branches() {
    int x = rectified("early", 0, 3, 2, Padding.VALID, COLORS, 6);
    x = rectified("", x, 3, 1, Padding.VALID, 6, 6);
    x = add("", new MaxPooling(square(3, 2, Padding.VALID)), x);
    int one = rectified("", x, 1, 1, Padding.VALID, 6, 3);
    int five = rectified("", rectified("", x, 1, 1, Padding.VALID, 6, 2), 5, 1, Padding.SAME, 2, 3);
    int pooled = add("", new AveragePooling(square(3, 1, Padding.SAME), false), x);
    x = add("middle", new Concatenation(false), one, five, pooled);
    int three = rectified("", x, 3, 2, Padding.VALID, 12, 4);
    int largest = add("", new MaxPooling(square(3, 2, Padding.VALID)), x);
    add("late", new Concatenation(false), three, largest);
  }

  private void unet() {
    int fine = rectified("early", 0, 3, 1, Padding.SAME, COLORS, 4);
    int x = add("", new MaxPooling(square(2, 2, Padding.VALID)), fine);
    int coarse = rectified("middle", x, 3, 1, Padding.SAME, 4, 6);
    x = add("", new MaxPooling(square(2, 2, Padding.VALID)), coarse);
    x = rectified("bottom", x, 3, 1, Padding.SAME, 6, 8);
    x = add("", new TransposedConvolution(square(2, 2, Padding.VALID), kernel(2, 2, 6, 8)), x);
    x = add("", new Concatenation(false), coarse, x);
    x = rectified("", x, 3, 1, Padding.SAME, 12, 4);
    x = add("", new Upsampling(2, 2), x);
    x = add("", new Concatenation(false), x, fine);
    rectified("late", x, 3, 1, Padding.SAME, 8, 3);
  }

  /**
   * For 149 x 45 pixels, which strides don't divide.
   *
   * @param crops whether pools keep the row that is left over, so that what comes up again has one
   *     too many; else it lacks one
   */
  private void oddUnet(boolean crops) {
    int fine = rectified("early", 0, 3, 1, Padding.SAME, COLORS, 4);
    int half = rectified("middle", pooled(crops, fine), 3, 1, Padding.SAME, 4, 6);
    int quarter = rectified("", pooled(crops, half), 3, 1, Padding.SAME, 6, 8);
    int x = rectified("", pooled(crops, quarter), 3, 1, Padding.SAME, 8, 8);
    x = rectified("", raised(quarter, x, 8, fitting(crops, !crops)), 3, 1, Padding.SAME, 16, 6);
    x = rectified("", raised(half, x, 6, fitting(crops, crops)), 3, 1, Padding.SAME, 12, 4);
    rectified("late", raised(fine, x, 4, fitting(crops, true)), 3, 1, Padding.SAME, 8, 3);
  }

  private int pooled(boolean crops, int input) {
    return add("", new MaxPooling(square(2, 2, crops ? Padding.SAME : Padding.VALID)), input);
  }

  private static Node fitting(boolean crops, boolean isUneven) {
    Margins last = new Margins(0, isUneven ? 1 : 0, 0, isUneven ? 1 : 0);
    return crops ? new Cropping(last) : new ZeroPadding(last, 0);
  }

  private int raised(int beside, int below, int channels, Node fitting) {
    Weights kernel = kernel(2, 2, channels, channels);
    int x = add("", new TransposedConvolution(square(2, 2, Padding.VALID), kernel), below);
    return add("", new Concatenation(false), beside, add("", fitting, x));
  }

  /** As networks that give images. */
  private void mirror() {
    int x = add("", new EdgePadding(new Margins(4, 4, 4, 4), true), 0);
    x = rectified("early", x, 9, 1, Padding.VALID, COLORS, 4);
    x = rectified("", x, 3, 2, Padding.explicit(1, 1), 4, 6);
    x = add("", new EdgePadding(new Margins(1, 1, 1, 1), true), x);
    x = rectified("middle", x, 3, 1, Padding.VALID, 6, 8);
    x = add("", Resampling.bilinear(2, 2), x);
    x = convolution("", x, 3, 1, Padding.SAME, 8, 12);
    add("late", new DepthToSpace(2, false, false), x);
  }

  /** So many channels that convolutions compute several rows together. */
  private void wide() {
    int x = rectified("early", 0, 3, 1, Padding.SAME, COLORS, 128);
    x = rectified("middle", x, 3, 1, Padding.SAME, 128, 128);
    rectified("late", x, 3, 1, Padding.SAME, 128, 128);
  }

  /**
   * The same with transposed convolutions, and with kernels of 3 x 3 for each phase of a stride.
   */
  private void transposed() {
    int x = rectified("early", 0, 3, 1, Padding.SAME, COLORS, 128);
    x = add("", new TransposedConvolution(square(3, 1, Padding.SAME), kernel(3, 3, 128, 128)), x);
    x = add("middle", new Relu(), x);
    x = rectified("", x, 5, 2, Padding.SAME, 128, 128);
    x = add("", new TransposedConvolution(square(5, 2, Padding.SAME), kernel(5, 5, 128, 128)), x);
    rectified("late", x, 3, 1, Padding.SAME, 128, 128);
  }

  private int rectified(
      String name, int input, int side, int stride, Padding padding, int from, int to) {
    return add(name, new Relu(), convolution("", input, side, stride, padding, from, to));
  }

  private int convolution(
      String name, int input, int side, int stride, Padding padding, int from, int to) {
    Window window = square(side, stride, padding);
    return add(name, new Convolution(window, kernel(side, side, from, to), kernel(to)), input);
  }

  private static Window square(int side, int stride, Padding padding) {
    return new Window(side, side, stride, stride, padding);
  }

  private int add(String name, Node node, Integer... inputs) {
    vertices.add(new Vertex(name, node, List.of(inputs)));
    return vertices.size() - 1;
  }

  private Weights kernel(long... dimensions) {
    int length = 1;
    for (long dimension : dimensions) {
      length *= (int) dimension;
    }
    float[] values = new float[length];
    double scale = 1.5 / Math.sqrt(length / (double) dimensions[dimensions.length - 1]);
    for (int i = 0; i < length; i++) {
      values[i] = (float) (scale * random.nextGaussian());
    }
    return Weights.of(values, dimensions);
  }
}
