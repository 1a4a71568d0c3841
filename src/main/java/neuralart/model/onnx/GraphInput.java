package neuralart.model.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import neuralart.network.Preprocessing;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.ValueInfoProto;

/**
 * The image that a graph takes.
 *
 * @param name what the graph calls it
 * @param axes what its dimensions are, "NCHW" or "NHWC"
 * @param height rows, or 0 where there may be any number
 * @param width columns, or 0 where there may be any number
 * @param channels channels
 * @param bytes whether it takes levels of 0 to 255, which it scales itself
 */
record GraphInput(String name, String axes, int height, int width, int channels, boolean bytes) {
  private static final int RANK = 4;
  private static final int COLORS = 3;
  private static final int LARGEST_SIDE = 1 << 16;
  private static final int MOST_CHANNELS = 1 << 16;

  /** What a network that scales levels of 0 to 255 divides by at least. */
  private static final double DIVISOR = 50;

  private static final Set<String> ASIDE = Set.of("Cast", "Transpose", "Identity");

  /**
   * Finds the image.
   *
   * @throws IllegalArgumentException if the graph doesn't take one image with a number of channels
   */
  static GraphInput of(GraphProto graph, Map<String, TensorProto> weights) {
    List<ValueInfoProto> inputs =
        graph.getInputList().stream()
            .filter(value -> !weights.containsKey(value.getName()))
            .toList();
    if (inputs.size() != 1) {
      throw new IllegalArgumentException("has " + inputs.size() + " inputs, not one image");
    }
    ValueInfoProto input = inputs.get(0);
    TensorShapeProto shape = input.getType().getTensorType().getShape();
    boolean known = shape.getDimCount() > 0;
    long[] sizes =
        shape.getDimList().stream().mapToLong(d -> Math.max(0, d.getDimValue())).toArray();
    sizes = known ? sizes : new long[RANK];
    long convolved = convolved(graph, input.getName(), weights);
    boolean last = convolved == 0 && sizes.length == RANK && isLast(sizes);
    String axes = last ? "NHWC" : "NCHW";
    if (sizes.length == RANK && sizes[last ? 3 : 1] == 0) {
      sizes[last ? 3 : 1] = convolved;
    }
    require(sizes, axes);
    int rows = axes.indexOf('H');
    return new GraphInput(
        input.getName(),
        axes,
        (int) sizes[rows],
        (int) sizes[rows + 1],
        (int) sizes[axes.indexOf('C')],
        scales(graph, input.getName(), weights));
  }

  private static void require(long[] sizes, String axes) {
    boolean image = sizes.length == RANK && sizes[axes.indexOf('C')] > 0;
    for (int i = 0; image && i < RANK; i++) {
      image = sizes[i] <= (axes.charAt(i) == 'C' ? MOST_CHANNELS : LARGEST_SIDE);
    }
    if (!image) {
      throw new IllegalArgumentException(
          "takes an array of "
              + Arrays.toString(Arrays.copyOf(sizes, Math.min(sizes.length, 2 * RANK)))
              + " (0 for any number), not one image with a number of channels, of up to "
              + LARGEST_SIDE
              + " pixels a side");
    }
  }

  /** Whether the channels come last: grey or colours, and more rows than channels. */
  private static boolean isLast(long[] sizes) {
    boolean colors = sizes[RANK - 1] == 1 || sizes[RANK - 1] == COLORS;
    return colors && (sizes[1] == 0 || sizes[1] > RANK);
  }

  /** The channels that a convolution of the image takes, or 0 if there is none. */
  private static long convolved(GraphProto graph, String image, Map<String, TensorProto> weights) {
    for (NodeProto node : graph.getNodeList()) {
      boolean reads =
          node.getOpType().equals("Conv")
              && node.getInputCount() > 1
              && node.getInput(0).equals(image);
      TensorProto kernel = reads ? weights.get(node.getInput(1)) : null;
      if (kernel != null && kernel.getDimsCount() == RANK) {
        long groups = new Attributes(node.getAttributeList()).integer("group", 1);
        return Math.max(0, Math.min(MOST_CHANNELS + 1L, kernel.getDims(1)))
            * Math.max(0, Math.min(MOST_CHANNELS, groups));
      }
    }
    return 0;
  }

  /** Whether the first that is done to the image is to scale it down from levels of 0 to 255. */
  private static boolean scales(GraphProto graph, String image, Map<String, TensorProto> weights) {
    String value = image;
    for (NodeProto node : graph.getNodeList()) {
      if (node.getInputCount() == 0 || !node.getInput(0).equals(value)) {
        continue;
      }
      if (!ASIDE.contains(node.getOpType()) || node.getOutputCount() == 0) {
        return scalesDown(node, graph, weights);
      }
      value = node.getOutput(0);
    }
    return false;
  }

  private static boolean scalesDown(
      NodeProto node, GraphProto graph, Map<String, TensorProto> weights) {
    if (node.getInputCount() != 2 || !List.of("Sub", "Div", "Mul").contains(node.getOpType())) {
      return false;
    }
    boolean factor = node.getOpType().equals("Mul");
    return number(node.getInput(1), graph, weights)
        .filter(numbers -> numbers.length() > 0)
        .map(numbers -> Math.abs(numbers.get(0)))
        .filter(first -> factor ? first > 0 && first <= 1 / DIVISOR : first >= DIVISOR)
        .isPresent();
  }

  private static Optional<Numbers> number(
      String name, GraphProto graph, Map<String, TensorProto> weights) {
    if (weights.containsKey(name)) {
      return Optional.of(Tensors.read(weights.get(name)));
    }
    return graph.getNodeList().stream()
        .filter(node -> node.getOpType().equals("Constant") && node.getOutputList().contains(name))
        .map(node -> Constants.constant(new Attributes(node.getAttributeList())))
        .findFirst();
  }

  /** How the network conventionally wants its pixels: from 0 to 1, unless it scales them itself. */
  Preprocessing preprocessing() {
    return Preprocessing.range(channels, 0, bytes ? Preprocessing.WHITE : 1);
  }
}
