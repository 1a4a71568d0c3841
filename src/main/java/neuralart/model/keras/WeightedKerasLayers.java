package neuralart.model.keras;

import static neuralart.model.keras.KerasArray.ANY;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import neuralart.model.file.UnsupportedLayerException;
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
 * Turns Keras' convolutions, dense layers and parametric functions into nodes, their activation
 * functions aside.
 */
final class WeightedKerasLayers {
  private WeightedKerasLayers() {}

  /** The nodes of a layer; none if it is of another kind. */
  static List<Node> read(KerasLayer layer) throws UnsupportedLayerException {
    return switch (layer.kind()) {
      case "Conv2D" -> List.of(convolution(layer));
      case "DepthwiseConv2D" -> List.of(depthwise(layer));
      case "SeparableConv2D" -> separable(layer);
      case "Conv2DTranspose" -> List.of(transposed(layer));
      case "Dense" -> List.of(dense(layer));
      case "PReLU" -> List.of(parametricRelu(layer));
      default -> List.of();
    };
  }

  private static Node convolution(KerasLayer layer) throws UnsupportedLayerException {
    Window window = layer.window();
    int filters = layer.integer("filters", ANY);
    KerasArray kernel = layer.kernel(0, window.kernelHeight(), window.kernelWidth(), ANY, filters);
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
    KerasArray pointwise = layer.kernel(1, 1, 1, between, layer.integer("filters", ANY));
    return List.of(
        new DepthwiseConvolution(window, depthwise.weights()),
        node(
            bias(layer, 2, pointwise.shape()[3]),
            bias -> new Convolution(Window.POINT, pointwise.weights(), bias.weights()),
            () -> new Convolution(Window.POINT, pointwise.weights())));
  }

  private static KerasArray depthwiseKernel(KerasLayer layer, Window window) {
    return layer.kernel(
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
        layer.kernel(
            0, window.kernelHeight(), window.kernelWidth(), layer.integer("filters", ANY), ANY);
    return node(
        bias(layer, 1, kernel.shape()[2]),
        bias -> new TransposedConvolution(window, kernel.weights(), bias.weights()),
        () -> new TransposedConvolution(window, kernel.weights()));
  }

  /** On an image, a dense layer looks at each pixel by itself. */
  private static Node dense(KerasLayer layer) throws UnsupportedLayerException {
    if (!layer.flat() && layer.dialect().channelsFirst()) {
      throw new UnsupportedLayerException("Dense along the columns of images");
    }
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

  private static Node parametricRelu(KerasLayer layer) {
    if (layer.flat()) {
      KerasArray slope = layer.array(0, ANY);
      return new ParametricRelu(slope.reshaped(1, 1, 1, slope.shape()[0]).weights());
    }
    KerasArray given = layer.array(0, ANY, ANY, ANY);
    KerasArray slope = layer.dialect().channelsFirst() ? given.permuted(1, 2, 0) : given;
    long[] shape = slope.shape();
    return new ParametricRelu(slope.reshaped(1, shape[0], shape[1], shape[2]).weights());
  }
}
