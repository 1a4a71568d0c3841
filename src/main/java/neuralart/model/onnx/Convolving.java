package neuralart.model.onnx;

import java.nio.FloatBuffer;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.model.onnx.Value.Output;
import neuralart.network.node.Convolution;
import neuralart.network.node.Cropping;
import neuralart.network.node.DepthwiseConvolution;
import neuralart.network.node.FullyConnected;
import neuralart.network.node.GroupedConvolution;
import neuralart.network.node.Margins;
import neuralart.network.node.Node;
import neuralart.network.node.TransposedConvolution;
import neuralart.step.Weights;
import neuralart.step.Window;
import neuralart.step.Window.Padding;

/**
 * Convolutions and dense layers. The file's kernels are {@code [output channels, input channels,
 * rows, columns]}.
 */
final class Convolving {
  private static final int IMAGE_RANK = 4;

  /** Values of a kernel with its gaps filled. */
  private static final long MOST_WEIGHTS = 1L << 28;

  private Convolving() {}

  static Value convolution(Call call) throws UnsupportedLayerException {
    Output x = call.image(0);
    Numbers kernel = kernel(call);
    Sliding sliding = sliding(call, kernel);
    Output padded = sliding.isPlain() ? x : Pooling.zeroPadded(call, x, sliding);
    Window window = sliding.isPlain() ? sliding.window() : sliding.windowWithout();
    int groups = groups(call, kernel.shape()[0]);
    if (groups == 1) {
      return call.add(padded, convolution(call, window, kernel));
    } else if (kernel.shape()[1] == 1 && groups == call.channels(x)) {
      return call.add(padded, depthwise(call, window, kernel, groups));
    }
    return call.add(
        padded,
        new GroupedConvolution(window, turned(kernel), bias(call, kernel.shape()[0]), groups));
  }

  private static Numbers kernel(Call call) throws UnsupportedLayerException {
    Numbers kernel = call.constant(1);
    if (kernel.rank() != IMAGE_RANK) {
      throw call.unsupported("with a kernel of " + kernel.rank() + " dimensions");
    }
    return kernel.requireFinite();
  }

  private static Sliding sliding(Call call, Numbers kernel) throws UnsupportedLayerException {
    long[] shape = kernel.shape();
    Sliding sliding =
        Sliding.of(
            call,
            (int) Math.min(shape[2], Integer.MAX_VALUE),
            (int) Math.min(shape[3], Integer.MAX_VALUE));
    if (shape[0] * shape[1] * sliding.extent(0) * sliding.extent(1) > MOST_WEIGHTS) {
      throw new IllegalArgumentException(
          "has a kernel of more than the " + MOST_WEIGHTS + " values that are possible");
    }
    return sliding;
  }

  private static int groups(Call call, long channels) {
    long groups = call.attributes().integer("group", 1);
    if (groups < 1 || channels % groups != 0) {
      throw new IllegalArgumentException(
          "has " + groups + " groups of " + channels + " channels, which can't be");
    }
    return (int) groups;
  }

  private static Node convolution(Call call, Window window, Numbers kernel)
      throws UnsupportedLayerException {
    Weights weights = turned(kernel);
    return call.has(2)
        ? new Convolution(window, weights, bias(call, kernel.shape()[0]))
        : new Convolution(window, weights);
  }

  private static Weights bias(Call call, long channels) throws UnsupportedLayerException {
    if (!call.has(2)) {
      return Weights.zeros(channels);
    }
    Numbers bias = call.constant(2).requireFinite();
    if (bias.length() != channels) {
      throw new IllegalArgumentException(
          "has a bias of " + bias.length() + " numbers for " + channels + " channels");
    }
    return Weights.of(bias.floats(), channels);
  }

  /** A kernel as {@code [rows, columns, input channels, output channels]}. */
  private static Weights turned(Numbers kernel) {
    int outputs = (int) kernel.shape()[0];
    int inputs = (int) kernel.shape()[1];
    int pixels = (int) (kernel.shape()[2] * kernel.shape()[3]);
    return Weights.made(
        to -> {
          for (int from = 0; from < kernel.length(); from++) {
            int o = from / pixels / inputs;
            int i = from / pixels % inputs;
            to.put((from % pixels * inputs + i) * outputs + o, (float) kernel.get(from));
          }
        },
        kernel.shape()[2],
        kernel.shape()[3],
        inputs,
        outputs);
  }

  private static Node depthwise(Call call, Window window, Numbers kernel, int channels)
      throws UnsupportedLayerException {
    Weights all = turned(kernel);
    long multiplier = kernel.shape()[0] / channels;
    Weights weights =
        Weights.made(
            to -> to.put(0, all.values(), 0, to.limit()),
            kernel.shape()[2],
            kernel.shape()[3],
            channels,
            multiplier);
    all.close();
    return call.has(2)
        ? new DepthwiseConvolution(window, weights, bias(call, kernel.shape()[0]))
        : new DepthwiseConvolution(window, weights);
  }

  /**
   * A transposed convolution: computed whole, then cut. Where rows or columns come behind the
   * whole, the kernel gets as many of zeros.
   */
  static Value transposed(Call call) throws UnsupportedLayerException {
    Output x = call.image(0);
    Numbers kernel = kernel(call);
    Sliding sliding = sliding(call, kernel);
    if (call.attributes().has("output_shape")) {
      throw call.unsupported("with an output_shape");
    }
    int groups = groups(call, kernel.shape()[0]);
    int[] stride = sliding.strides();
    int[] more = call.attributes().integers("output_padding", 2, 0);
    int[] extent = new int[2];
    int[] before = new int[2];
    int[] behind = new int[2];
    for (int axis = 0; axis < 2; axis++) {
      int[] cut = cut(sliding, axis, more[axis]);
      extent[axis] = Math.max(sliding.extent(axis) + Math.max(0, -cut[1]), stride[axis]);
      before[axis] = cut[0];
      behind[axis] = cut[1] + extent[axis] - sliding.extent(axis);
      if (cut[0] < 0 || behind[axis] < 0 || more[axis] < 0) {
        throw call.unsupported("with negative pads");
      }
    }
    boolean even =
        before[0] == behind[0]
            && before[1] == behind[1]
            && before[0] < extent[0]
            && before[1] < extent[1];
    Padding padding = even ? Padding.explicit(before[0], before[1]) : Padding.VALID;
    Window window = new Window(extent[0], extent[1], stride[0], stride[1], padding);
    Weights weights = transposed(kernel, groups, extent, sliding.dilations());
    Node node =
        call.has(2)
            ? new TransposedConvolution(window, weights, bias(call, kernel.shape()[1] * groups))
            : new TransposedConvolution(window, weights);
    return even
        ? call.add(x, node)
        : call.add(x, node, new Cropping(new Margins(before[0], behind[0], before[1], behind[1])));
  }

  /** What is cut off the whole before and behind; negative where something is added. */
  private static int[] cut(Sliding sliding, int axis, int more) {
    return switch (sliding.auto()) {
      case "SAME_UPPER", "SAME_LOWER" -> {
        int total = sliding.extent(axis) - sliding.strides()[axis];
        boolean upper = sliding.auto().equals("SAME_UPPER");
        int half = Math.floorDiv(total, 2);
        yield upper ? new int[] {half, total - half} : new int[] {total - half, half};
      }
      case "VALID" -> new int[] {0, -more};
      default -> new int[] {sliding.pads()[axis], sliding.pads()[axis + 2] - more};
    };
  }

  /**
   * A kernel {@code [input channels, output channels of a group, rows, columns]} as {@code [rows,
   * columns, output channels, input channels]}, with zeros between groups and in gaps.
   */
  private static Weights transposed(Numbers kernel, int groups, int[] extent, int[] dilations) {
    long[] shape = kernel.shape();
    int inputs = (int) shape[0];
    int outputs = (int) shape[1];
    int width = (int) shape[3];
    int pixels = (int) shape[2] * width;
    long all = (long) outputs * groups;
    if (all * inputs * extent[0] * extent[1] > MOST_WEIGHTS) {
      throw new IllegalArgumentException(
          "has a kernel of more than the " + MOST_WEIGHTS + " values that are possible");
    }
    return Weights.made(
        to -> {
          for (int from = 0; from < kernel.length(); from++) {
            int i = from / pixels / outputs;
            int o = from / pixels % outputs + i / (inputs / groups) * outputs;
            int y = from % pixels / width * dilations[0];
            int x = from % width * dilations[1];
            int target = ((y * extent[1] + x) * outputs * groups + o) * inputs + i;
            to.put(target, (float) kernel.get(from));
          }
        },
        extent[0],
        extent[1],
        all,
        inputs);
  }

  /** {@code alpha x B + beta C}. */
  static Value gemm(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    Attributes set = call.attributes();
    Numbers matrix = call.constant(1);
    if (!x.axes().equals("NC") || set.flag("transA") || matrix.rank() != 2) {
      throw call.unsupported("of " + Call.described(x));
    }
    boolean turned = set.flag("transB");
    int outputs = (int) matrix.shape()[turned ? 0 : 1];
    Weights weights = matrix(matrix.requireFinite(), turned, set.real("alpha", 1));
    if (!call.has(2)) {
      return call.add(x, new FullyConnected(weights));
    }
    Numbers bias = call.constant(2).requireFinite();
    if (bias.length() != 1 && bias.length() != outputs) {
      throw new IllegalArgumentException(
          "has a bias of " + bias.length() + " numbers for " + outputs + " outputs");
    }
    double beta = set.real("beta", 1);
    float[] all = new float[outputs];
    for (int i = 0; i < outputs; i++) {
      all[i] = (float) (beta * bias.get(bias.length() == 1 ? 0 : i));
    }
    return call.add(x, new FullyConnected(weights, Weights.of(all, outputs)));
  }

  private static Weights matrix(Numbers matrix, boolean turned, double factor) {
    int rows = (int) matrix.shape()[0];
    int columns = (int) matrix.shape()[1];
    return Weights.made(
        (FloatBuffer to) -> {
          for (int i = 0; i < to.limit(); i++) {
            int target = turned ? i % columns * rows + i / columns : i;
            to.put(target, (float) (factor * matrix.get(i)));
          }
        },
        turned ? columns : rows,
        turned ? rows : columns);
  }

  /** The channels, which come last, by a matrix: of a vector, or of each pixel. */
  static Value matrixProduct(Call call) throws UnsupportedLayerException {
    Output x = call.activation(0);
    Numbers matrix = call.constant(1);
    if (!x.axes().endsWith("C") || matrix.rank() != 2) {
      throw call.unsupported("of " + Call.described(x));
    }
    Weights weights = matrix(matrix.requireFinite(), false, 1);
    if (x.axes().equals("NC")) {
      return call.add(x, new FullyConnected(weights));
    }
    Weights kernel =
        Weights.made(
            to -> to.put(0, weights.values(), 0, to.limit()),
            1,
            1,
            weights.size(0),
            weights.size(1));
    weights.close();
    return call.add(x, new Convolution(Window.POINT, kernel));
  }
}
