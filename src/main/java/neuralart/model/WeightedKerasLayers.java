package neuralart.model;

import static neuralart.model.KerasLayer.ANY;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import neuralart.network.node.BatchNormalization;
import neuralart.network.node.Convolution;
import neuralart.network.node.DepthwiseConvolution;
import neuralart.network.node.FullyConnected;
import neuralart.network.node.Node;
import neuralart.network.node.ParametricRelu;
import neuralart.network.node.TransposedConvolution;
import neuralart.step.Weights;
import neuralart.step.Window;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Turns Keras' layers with weights into nodes, their activation functions aside. Kernels have the
 * same order of dimensions in both.
 */
final class WeightedKerasLayers {
  private static final double EPSILON = 1e-3;
  private static final double SMALLEST_DEVIATION = 1e-7;

  private WeightedKerasLayers() {}

  /** The nodes of a layer; none if it is of another kind. */
  static List<Node> read(KerasLayer layer) throws UnsupportedLayerException {
    return switch (layer.kind()) {
      case "Conv2D" -> List.of(convolution(layer));
      case "DepthwiseConv2D" -> List.of(depthwise(layer));
      case "SeparableConv2D" -> separable(layer);
      case "Conv2DTranspose" -> List.of(transposed(layer));
      case "Dense" -> List.of(dense(layer));
      case "BatchNormalization" -> List.of(batchNormalization(layer));
      case "Normalization" -> List.of(normalization(layer));
      case "PReLU" -> List.of(parametricRelu(layer));
      default -> List.of();
    };
  }

  private static Node convolution(KerasLayer layer) throws UnsupportedLayerException {
    if (layer.integer("groups", 1) != 1) {
      throw new UnsupportedLayerException("convolution in groups");
    }
    Window window = layer.window();
    int filters = layer.integer("filters", ANY);
    INDArray kernel = layer.array(0, window.kernelHeight(), window.kernelWidth(), ANY, filters);
    return node(
        bias(layer, 1, kernel.size(3)),
        bias -> new Convolution(window, Weights.of(kernel), Weights.of(bias)),
        () -> new Convolution(window, Weights.of(kernel)));
  }

  private static Node depthwise(KerasLayer layer) throws UnsupportedLayerException {
    Window window = layer.window();
    INDArray kernel = depthwiseKernel(layer, window);
    return node(
        bias(layer, 1, kernel.size(2) * kernel.size(3)),
        bias -> new DepthwiseConvolution(window, Weights.of(kernel), Weights.of(bias)),
        () -> new DepthwiseConvolution(window, Weights.of(kernel)));
  }

  private static List<Node> separable(KerasLayer layer) throws UnsupportedLayerException {
    Window window = layer.window();
    INDArray depthwise = depthwiseKernel(layer, window);
    long between = depthwise.size(2) * depthwise.size(3);
    INDArray pointwise = layer.array(1, 1, 1, between, layer.integer("filters", ANY));
    return List.of(
        new DepthwiseConvolution(window, Weights.of(depthwise)),
        node(
            bias(layer, 2, pointwise.size(3)),
            bias -> new Convolution(Window.POINT, Weights.of(pointwise), Weights.of(bias)),
            () -> new Convolution(Window.POINT, Weights.of(pointwise))));
  }

  private static INDArray depthwiseKernel(KerasLayer layer, Window window) {
    return layer.array(
        0,
        window.kernelHeight(),
        window.kernelWidth(),
        ANY,
        layer.integer("depth_multiplier", ANY));
  }

  private static Node transposed(KerasLayer layer) throws UnsupportedLayerException {
    Window window = layer.window();
    boolean gaps =
        window.extentHeight() < window.strideHeight()
            || window.extentWidth() < window.strideWidth();
    if (layer.has("output_padding") || gaps) {
      throw new UnsupportedLayerException("transposed convolution with output padding");
    }
    INDArray kernel =
        layer.array(
            0, window.kernelHeight(), window.kernelWidth(), layer.integer("filters", ANY), ANY);
    return node(
        bias(layer, 1, kernel.size(2)),
        bias -> new TransposedConvolution(window, Weights.of(kernel), Weights.of(bias)),
        () -> new TransposedConvolution(window, Weights.of(kernel)));
  }

  /** On an image, a dense layer looks at each pixel by itself. */
  private static Node dense(KerasLayer layer) {
    INDArray matrix = layer.array(0, ANY, layer.integer("units", ANY));
    Optional<INDArray> optional = bias(layer, 1, matrix.size(1));
    if (layer.flat()) {
      return node(
          optional,
          bias -> new FullyConnected(Weights.of(matrix), Weights.of(bias)),
          () -> new FullyConnected(Weights.of(matrix)));
    }
    INDArray kernel = matrix.reshape('c', new long[] {1, 1, matrix.size(0), matrix.size(1)});
    return node(
        optional,
        bias -> new Convolution(Window.POINT, Weights.of(kernel), Weights.of(bias)),
        () -> new Convolution(Window.POINT, Weights.of(kernel)));
  }

  private static Optional<INDArray> bias(KerasLayer layer, int index, long channels) {
    return layer.flag("use_bias", true)
        ? Optional.of(layer.array(index, channels))
        : Optional.empty();
  }

  private static Node node(
      Optional<INDArray> bias, Function<INDArray, Node> biased, Supplier<Node> plain) {
    return bias.map(biased).orElseGet(plain);
  }

  /** {@code scale = gamma / sqrt(variance + epsilon), shift = beta - mean scale}, in double. */
  private static Node batchNormalization(KerasLayer layer) throws UnsupportedLayerException {
    layer.requireChannelAxis();
    boolean scaled = layer.flag("scale", true);
    boolean centered = layer.flag("center", true);
    int first = (scaled ? 1 : 0) + (centered ? 1 : 0);
    float[] mean = layer.vector(first, ANY);
    int n = mean.length;
    float[] variance = layer.vector(first + 1, n);
    float[] gamma = scaled ? layer.vector(0, n) : filled(n, 1);
    float[] beta = centered ? layer.vector(first - 1, n) : filled(n, 0);
    double epsilon = layer.number("epsilon", EPSILON);
    float[] scale = new float[n];
    float[] shift = new float[n];
    for (int c = 0; c < n; c++) {
      double factor = gamma[c] / deviation(variance[c], epsilon);
      scale[c] = (float) factor;
      shift[c] = (float) (beta[c] - mean[c] * factor);
    }
    return new BatchNormalization(
        Weights.of(scale, scale.length), Weights.of(shift, shift.length), (first + 2L) * n);
  }

  /**
   * {@code sqrt(variance + epsilon)}.
   *
   * @throws IllegalArgumentException if that isn't positive
   */
  static double deviation(double variance, double epsilon) {
    double squared = variance + epsilon;
    if (variance < 0 || !(squared > 0) || Double.isInfinite(squared)) {
      throw new IllegalArgumentException(
          "has a variance of "
              + variance
              + " with an epsilon of "
              + epsilon
              + "; expected is more than 0");
    }
    return Math.sqrt(squared);
  }

  /** {@code (x - mean) / max(sqrt(variance), 1e-7)}, or the inverse of it. */
  private static Node normalization(KerasLayer layer) throws UnsupportedLayerException {
    boolean byChannel =
        layer.has("axis") && !layer.config().path("axis").isEmpty()
            || layer.config().path("axis").isNumber();
    if (byChannel) {
      layer.requireChannelAxis();
    }
    boolean given = layer.has("mean");
    double[] mean = given ? layer.numbers("mean", 0) : adapted(layer, 0);
    double[] variance = given ? layer.numbers("variance", 1) : adapted(layer, 1);
    int n = Math.max(mean.length, variance.length);
    double[] scale = new double[n];
    double[] shift = new double[n];
    for (int c = 0; c < n; c++) {
      double deviation = deviation(ofChannel(variance, c, n));
      double subtracted = ofChannel(mean, c, n);
      boolean inverse = layer.flag("invert", false);
      scale[c] = inverse ? deviation : 1 / deviation;
      shift[c] = inverse ? subtracted : -subtracted / deviation;
    }
    return KerasLayers.scaling(scale, shift);
  }

  private static double deviation(double variance) {
    if (variance < 0) {
      throw new IllegalArgumentException("has a negative variance: " + variance);
    }
    return Math.max(Math.sqrt(variance), SMALLEST_DEVIATION);
  }

  /** One number stands for all channels. */
  static double ofChannel(double[] numbers, int channel, int channels) {
    if (numbers.length != 1 && numbers.length != channels) {
      throw new IllegalArgumentException(
          "has numbers for " + numbers.length + " and for " + channels + " channels");
    }
    return numbers[numbers.length == 1 ? 0 : channel];
  }

  private static double[] adapted(KerasLayer layer, int index) {
    float[] values = layer.values(index);
    return IntStream.range(0, values.length).mapToDouble(i -> values[i]).toArray();
  }

  private static float[] filled(int length, float value) {
    float[] values = new float[length];
    Arrays.fill(values, value);
    return values;
  }

  private static Node parametricRelu(KerasLayer layer) throws UnsupportedLayerException {
    if (layer.flat()) {
      throw new UnsupportedLayerException("parametric ReLU on no image");
    }
    INDArray slope = layer.array(0, ANY, ANY, ANY);
    return new ParametricRelu(
        Weights.of(
            slope.reshape('c', new long[] {1, slope.size(0), slope.size(1), slope.size(2)})));
  }
}
