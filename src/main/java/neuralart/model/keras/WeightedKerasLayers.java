package neuralart.model.keras;

import static neuralart.model.keras.KerasArray.ANY;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import neuralart.model.file.BatchStatistics;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.network.node.Affine;
import neuralart.network.node.BatchNormalization;
import neuralart.network.node.Convolution;
import neuralart.network.node.DepthwiseConvolution;
import neuralart.network.node.FullyConnected;
import neuralart.network.node.GroupedConvolution;
import neuralart.network.node.Node;
import neuralart.network.node.ParametricRelu;
import neuralart.network.node.TransposedConvolution;
import neuralart.step.Weights;
import neuralart.step.Window;

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
    Window window = layer.window();
    int filters = layer.integer("filters", ANY);
    KerasArray kernel = layer.array(0, window.kernelHeight(), window.kernelWidth(), ANY, filters);
    int groups = layer.integer("groups", 1);
    if (groups != 1) {
      return grouped(layer, window, kernel, groups);
    }
    return node(
        bias(layer, 1, kernel.shape()[3]),
        bias -> new Convolution(window, kernel.weights(), bias.weights()),
        () -> new Convolution(window, kernel.weights()));
  }

  private static Node grouped(KerasLayer layer, Window window, KerasArray kernel, int groups) {
    long filters = kernel.shape()[3];
    if (groups < 1 || filters % groups != 0) {
      throw new IllegalArgumentException(
          "has " + groups + " groups of " + filters + " filters, which can't be");
    }
    Weights bias =
        bias(layer, 1, filters).map(KerasArray::weights).orElseGet(() -> Weights.zeros(filters));
    return new GroupedConvolution(window, kernel.weights(), bias, groups);
  }

  private static Node depthwise(KerasLayer layer) throws UnsupportedLayerException {
    Window window = layer.window();
    KerasArray kernel = depthwiseKernel(layer, window);
    return node(
        bias(layer, 1, kernel.shape()[2] * kernel.shape()[3]),
        bias -> new DepthwiseConvolution(window, kernel.weights(), bias.weights()),
        () -> new DepthwiseConvolution(window, kernel.weights()));
  }

  private static List<Node> separable(KerasLayer layer) throws UnsupportedLayerException {
    Window window = layer.window();
    KerasArray depthwise = depthwiseKernel(layer, window);
    long between = depthwise.shape()[2] * depthwise.shape()[3];
    KerasArray pointwise = layer.array(1, 1, 1, between, layer.integer("filters", ANY));
    return List.of(
        new DepthwiseConvolution(window, depthwise.weights()),
        node(
            bias(layer, 2, pointwise.shape()[3]),
            bias -> new Convolution(Window.POINT, pointwise.weights(), bias.weights()),
            () -> new Convolution(Window.POINT, pointwise.weights())));
  }

  private static KerasArray depthwiseKernel(KerasLayer layer, Window window) {
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
    KerasArray kernel =
        layer.array(
            0, window.kernelHeight(), window.kernelWidth(), layer.integer("filters", ANY), ANY);
    return node(
        bias(layer, 1, kernel.shape()[2]),
        bias -> new TransposedConvolution(window, kernel.weights(), bias.weights()),
        () -> new TransposedConvolution(window, kernel.weights()));
  }

  /** On an image, a dense layer looks at each pixel by itself. */
  private static Node dense(KerasLayer layer) {
    KerasArray matrix = layer.array(0, ANY, layer.integer("units", ANY));
    Optional<KerasArray> optional = bias(layer, 1, matrix.shape()[1]);
    if (layer.flat()) {
      return node(
          optional,
          bias -> new FullyConnected(matrix.weights(), bias.weights()),
          () -> new FullyConnected(matrix.weights()));
    }
    KerasArray kernel = matrix.reshaped(1, 1, matrix.shape()[0], matrix.shape()[1]);
    return node(
        optional,
        bias -> new Convolution(Window.POINT, kernel.weights(), bias.weights()),
        () -> new Convolution(Window.POINT, kernel.weights()));
  }

  private static Optional<KerasArray> bias(KerasLayer layer, int index, long channels) {
    return layer.flag("use_bias", true)
        ? Optional.of(layer.array(index, channels))
        : Optional.empty();
  }

  private static Node node(
      Optional<KerasArray> bias, Function<KerasArray, Node> biased, Supplier<Node> plain) {
    return bias.map(biased).orElseGet(plain);
  }

  private static Node batchNormalization(KerasLayer layer) throws UnsupportedLayerException {
    layer.requireChannelAxis();
    boolean scaled = layer.flag("scale", true);
    boolean centered = layer.flag("center", true);
    int first = (scaled ? 1 : 0) + (centered ? 1 : 0);
    double[] mean = layer.array(first, ANY).doubles();
    int n = mean.length;
    double[] variance = layer.array(first + 1, n).doubles();
    double[] gamma = scaled ? layer.array(0, n).doubles() : filled(n, 1);
    double[] beta = centered ? layer.array(first - 1, n).doubles() : filled(n, 0);
    double epsilon = layer.number("epsilon", EPSILON);
    return new BatchStatistics(gamma, beta, mean, variance, epsilon).node((first + 2L) * n);
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
    double[] mean = given ? layer.numbers("mean", 0) : layer.array(0).doubles();
    double[] variance = given ? layer.numbers("variance", 1) : layer.array(1).doubles();
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
    return scaling(scale, shift);
  }

  private static double deviation(double variance) {
    if (variance < 0) {
      throw new IllegalArgumentException("has a negative variance: " + variance);
    }
    return Math.max(Math.sqrt(variance), SMALLEST_DEVIATION);
  }

  /** One number stands for all channels. */
  private static double ofChannel(double[] numbers, int channel, int channels) {
    if (numbers.length != 1 && numbers.length != channels) {
      throw new IllegalArgumentException(
          "has numbers for " + numbers.length + " and for " + channels + " channels");
    }
    return numbers[numbers.length == 1 ? 0 : channel];
  }

  private static double[] filled(int length, double value) {
    double[] values = new double[length];
    Arrays.fill(values, value);
    return values;
  }

  private static Node parametricRelu(KerasLayer layer) throws UnsupportedLayerException {
    if (layer.flat()) {
      throw new UnsupportedLayerException("parametric ReLU on no image");
    }
    KerasArray slope = layer.array(0, ANY, ANY, ANY);
    long[] shape = slope.shape();
    return new ParametricRelu(slope.reshaped(1, shape[0], shape[1], shape[2]).weights());
  }

  /** One value of each stands for all channels. */
  static Node scaling(double[] scale, double[] shift) {
    int channels = Math.max(scale.length, shift.length);
    if (channels == 1) {
      return new Affine(scale[0], shift[0]);
    }
    return new BatchNormalization(channelwise(scale, channels), channelwise(shift, channels), 0);
  }

  private static Weights channelwise(double[] numbers, int channels) {
    float[] all = new float[channels];
    for (int c = 0; c < channels; c++) {
      all[c] = (float) ofChannel(numbers, c, channels);
    }
    return Weights.of(all, channels);
  }
}
