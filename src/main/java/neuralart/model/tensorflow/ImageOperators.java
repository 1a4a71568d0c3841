package neuralart.model.tensorflow;

import static neuralart.model.tensorflow.OnnxBuilder.integer;
import static neuralart.model.tensorflow.OnnxBuilder.real;
import static neuralart.model.tensorflow.OnnxBuilder.setting;
import static neuralart.model.tensorflow.OnnxBuilder.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import neuralart.model.file.UnsupportedLayerException;
import onnx.Onnx.AttributeProto;

/** Writes convolutions, poolings, normalisations and resizings as operators of ONNX. */
final class ImageOperators {
  private static final float EPSILON = 1e-4f;
  private static final int KERNEL_RANK = 4;

  private ImageOperators() {}

  /** Writes a node, if it is one of these. */
  static boolean write(TensorFlowNode node) throws UnsupportedLayerException {
    switch (node.operator()) {
      case "Conv2D" -> convolution(node, List.of());
      case "DepthwiseConv2dNative" -> depthwise(node, List.of());
      case "Conv2DBackpropInput" -> transposed(node);
      case "BiasAdd" -> bias(node);
      case "FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3" -> normalization(node);
      case "MaxPool" -> pooling(node, "MaxPool");
      case "AvgPool" -> pooling(node, "AveragePool");
      case "ResizeNearestNeighbor", "ResizeBilinear" -> resizing(node);
      case "DepthToSpace", "SpaceToDepth" ->
          node.write(
              node.operator(),
              List.of(node.image(0)),
              integer("blocksize", node.integer("block_size")));
      default -> {
        return false;
      }
    }
    return true;
  }

  /** Whether a bias behind a node can be written with it. */
  static boolean takesBias(String operator) {
    return operator.equals("Conv2D") || operator.equals("DepthwiseConv2dNative");
  }

  /** Writes a convolution with the bias behind it. */
  static void writeBiased(TensorFlowNode node, String bias) throws UnsupportedLayerException {
    if (node.operator().equals("Conv2D")) {
      convolution(node, List.of(bias));
    } else {
      depthwise(node, List.of(bias));
    }
  }

  private static void convolution(TensorFlowNode node, List<String> bias)
      throws UnsupportedLayerException {
    String kernel =
        node.onnx().step("Transpose", List.of(node.input(1)), setting("perm", 3, 2, 0, 1));
    List<String> read = new ArrayList<>(List.of(node.image(0), kernel));
    read.addAll(bias);
    node.write("Conv", read, sliding(node));
  }

  private static void depthwise(TensorFlowNode node, List<String> bias)
      throws UnsupportedLayerException {
    List<Long> sizes = node.sizes(1);
    if (sizes.size() != KERNEL_RANK) {
      throw new UnsupportedLayerException("DepthwiseConv2dNative of other kernels");
    }
    OnnxBuilder onnx = node.onnx();
    String flat = onnx.step("Reshape", List.of(node.input(1), onnx.integers(0, 0, -1, 1)));
    String kernel = onnx.step("Transpose", List.of(flat), setting("perm", 2, 3, 0, 1));
    List<String> read = new ArrayList<>(List.of(node.image(0), kernel));
    read.addAll(bias);
    List<AttributeProto> settings = new ArrayList<>(List.of(sliding(node)));
    settings.add(integer("group", sizes.get(2)));
    node.write("Conv", read, settings.toArray(AttributeProto[]::new));
  }

  private static void transposed(TensorFlowNode node) throws UnsupportedLayerException {
    String kernel =
        node.onnx().step("Transpose", List.of(node.input(1)), setting("perm", 3, 2, 0, 1));
    node.write("ConvTranspose", List.of(node.image(2), kernel), sliding(node));
  }

  private static AttributeProto[] sliding(TensorFlowNode node) throws UnsupportedLayerException {
    AttributeProto padding = padding(node);
    return new AttributeProto[] {
      padding,
      setting("strides", node.ofImage(node.integers("strides"))),
      setting("dilations", node.ofImage(node.integers("dilations")))
    };
  }

  private static AttributeProto padding(TensorFlowNode node) throws UnsupportedLayerException {
    String padding = node.text("padding");
    return switch (padding) {
      case "SAME" -> text("auto_pad", "SAME_UPPER");
      case "VALID" -> text("auto_pad", "VALID");
      case "EXPLICIT" -> {
        long[] pads = node.integers("explicit_paddings");
        int row = node.channelsFirst() ? 4 : 2;
        if (pads.length != 2 * KERNEL_RANK) {
          throw new UnsupportedLayerException(node.operator() + " with other pads");
        }
        yield setting("pads", pads[row], pads[row + 2], pads[row + 1], pads[row + 3]);
      }
      default -> throw new UnsupportedLayerException(node.operator() + " with padding " + padding);
    };
  }

  private static void bias(TensorFlowNode node) {
    String bias = node.input(1);
    if (node.channelsFirst()) {
      OnnxBuilder onnx = node.onnx();
      bias = onnx.step("Reshape", List.of(bias, onnx.integers(1, -1, 1, 1)));
    }
    node.writePlain("Add", List.of(node.input(0), bias));
  }

  private static void normalization(TensorFlowNode node) throws UnsupportedLayerException {
    if (!node.has("is_training") || node.flag("is_training")) {
      throw new UnsupportedLayerException(node.operator() + " in training");
    }
    List<String> read = new ArrayList<>(List.of(node.image(0)));
    for (int i = 1; i <= 4; i++) {
      read.add(node.input(i));
    }
    node.write("BatchNormalization", read, real("epsilon", node.real("epsilon", EPSILON)));
  }

  private static void pooling(TensorFlowNode node, String operator)
      throws UnsupportedLayerException {
    node.write(
        operator,
        List.of(node.image(0)),
        padding(node),
        setting("kernel_shape", node.ofImage(withOnes(node.integers("ksize")))),
        setting("strides", node.ofImage(node.integers("strides"))));
  }

  private static long[] withOnes(long[] sizes) {
    return LongStream.of(sizes).map(size -> Math.max(size, 1)).toArray();
  }

  /** To a number of rows and columns, which may be computed. */
  private static void resizing(TensorFlowNode node) {
    OnnxBuilder onnx = node.onnx();
    String image = node.image(0);
    String before =
        onnx.step(
            "Slice",
            List.of(onnx.step("Shape", List.of(image)), onnx.integers(0), onnx.integers(2)));
    String size = onnx.step("Cast", List.of(node.input(1)), integer("to", 7));
    String sizes = onnx.step("Concat", List.of(before, size), integer("axis", 0));
    boolean nearest = node.operator().equals("ResizeNearestNeighbor");
    boolean half = node.flag("half_pixel_centers");
    boolean corners = node.flag("align_corners");
    node.write(
        "Resize",
        List.of(image, "", "", sizes),
        text("mode", nearest ? "nearest" : "linear"),
        text(
            "coordinate_transformation_mode",
            corners
                ? "align_corners"
                : !half ? "asymmetric" : nearest ? "tf_half_pixel_for_nn" : "half_pixel"),
        text("nearest_mode", corners ? "round_prefer_ceil" : "floor"));
  }
}
