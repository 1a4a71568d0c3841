package neuralart.model.tensorflow;

import static neuralart.model.tensorflow.OnnxBuilder.integer;
import static neuralart.model.tensorflow.OnnxBuilder.setting;
import static neuralart.model.tensorflow.OnnxBuilder.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import neuralart.model.file.UnsupportedLayerException;

/** Writes operators that join, cut and rearrange arrays, and those on sizes, in ONNX. */
final class ShapeOperators {
  private ShapeOperators() {}

  /**
   * Writes a node.
   *
   * @throws UnsupportedLayerException if it is another
   */
  static void write(TensorFlowNode node) throws UnsupportedLayerException {
    List<String> inputs = node.inputs();
    int last = inputs.size() - 1;
    switch (node.operator()) {
      case "ConcatV2" ->
          node.writePlain(
              "Concat", inputs.subList(0, Math.max(0, last)), integer("axis", only(node, last)));
      case "Mean" -> reduce(node, "ReduceMean");
      case "Max" -> reduce(node, "ReduceMax");
      case "Sum" ->
          node.writePlain(
              "ReduceSum",
              List.of(node.input(0), node.onnx().integers(node.constants(1))),
              integer("keepdims", node.flag("keep_dims") ? 1 : 0));
      case "Prod" -> node.writePlain("ReduceProd", List.of(node.input(0)));
      case "Pad", "PadV2", "MirrorPad" -> pad(node);
      case "MatMul" -> matrixProduct(node);
      default -> rearrange(node);
    }
  }

  private static void rearrange(TensorFlowNode node) throws UnsupportedLayerException {
    switch (node.operator()) {
      case "Shape" -> node.writePlain("Shape", List.of(node.input(0)));
      case "Reshape" -> node.writePlain("Reshape", List.of(node.input(0), node.input(1)));
      case "Transpose" ->
          node.writePlain("Transpose", List.of(node.input(0)), setting("perm", node.constants(1)));
      case "ExpandDims" -> withAxes(node, "Unsqueeze", node.constants(1));
      case "Squeeze" -> {
        long[] axes = node.integers("squeeze_dims");
        if (axes.length == 0) {
          node.writePlain("Squeeze", List.of(node.input(0)));
        } else {
          withAxes(node, "Squeeze", axes);
        }
      }
      case "GatherV2" ->
          node.writePlain(
              "Gather", List.of(node.input(0), node.input(1)), integer("axis", only(node, 2)));
      case "Pack" -> pack(node);
      case "StridedSlice" -> slice(node);
      default -> throw new UnsupportedLayerException(node.operator());
    }
  }

  private static void withAxes(TensorFlowNode node, String operator, long[] axes) {
    node.writePlain(operator, List.of(node.input(0), node.onnx().integers(axes)));
  }

  private static long only(TensorFlowNode node, int input) throws UnsupportedLayerException {
    long[] numbers = node.constants(input);
    if (numbers.length != 1) {
      throw new UnsupportedLayerException(node.operator() + " along several axes");
    }
    return numbers[0];
  }

  private static void reduce(TensorFlowNode node, String operator)
      throws UnsupportedLayerException {
    node.writePlain(
        operator,
        List.of(node.input(0)),
        setting("axes", node.constants(1)),
        integer("keepdims", node.flag("keep_dims") ? 1 : 0));
  }

  /** From what is before and behind each axis, to what is before all axes, then behind. */
  private static void pad(TensorFlowNode node) throws UnsupportedLayerException {
    long[] pads = node.constants(1);
    int axes = pads.length / 2;
    long[] ordered = new long[2 * axes];
    for (int axis = 0; axis < axes; axis++) {
      ordered[axis] = pads[2 * axis];
      ordered[axes + axis] = pads[2 * axis + 1];
    }
    List<String> read = new ArrayList<>(List.of(node.input(0), node.onnx().integers(ordered)));
    if (node.operator().equals("PadV2")) {
      read.add(node.input(2));
    }
    boolean mirrored = node.operator().equals("MirrorPad");
    if (mirrored && !node.text("mode").equals("REFLECT")) {
      throw new UnsupportedLayerException("MirrorPad of the mode " + node.text("mode"));
    }
    node.writePlain("Pad", read, text("mode", mirrored ? "reflect" : "constant"));
  }

  private static void matrixProduct(TensorFlowNode node) throws UnsupportedLayerException {
    if (node.flag("transpose_a")) {
      throw new UnsupportedLayerException("MatMul of a transposed array");
    }
    String matrix = node.input(1);
    if (node.flag("transpose_b")) {
      matrix = node.onnx().step("Transpose", List.of(matrix), setting("perm", 1, 0));
    }
    node.writePlain("MatMul", List.of(node.input(0), matrix));
  }

  private static void pack(TensorFlowNode node) {
    OnnxBuilder onnx = node.onnx();
    long axis = node.integer("axis");
    List<String> parts =
        node.inputs().stream()
            .map(input -> onnx.step("Unsqueeze", List.of(input, onnx.integers(axis))))
            .toList();
    node.writePlain("Concat", parts, integer("axis", axis));
  }

  /** Each bit of the masks stands for an axis. */
  private static void slice(TensorFlowNode node) throws UnsupportedLayerException {
    long[] begin = node.constants(1);
    long[] end = node.constants(2);
    long[] step = node.constants(3);
    boolean rare = node.integer("ellipsis_mask") != 0 || node.integer("new_axis_mask") != 0;
    if (rare || begin.length != end.length || begin.length != step.length) {
      throw new UnsupportedLayerException("StridedSlice of a rare form");
    }
    List<Long> gone = new ArrayList<>();
    for (int i = 0; i < begin.length; i++) {
      boolean one = bit(node, "shrink_axis_mask", i);
      if (one) {
        gone.add((long) i);
        end[i] = begin[i] == -1 ? Long.MAX_VALUE : begin[i] + 1;
      } else {
        begin[i] = bit(node, "begin_mask", i) ? (step[i] < 0 ? Long.MAX_VALUE : 0) : begin[i];
        end[i] =
            bit(node, "end_mask", i) ? (step[i] < 0 ? Long.MIN_VALUE : Long.MAX_VALUE) : end[i];
      }
    }
    OnnxBuilder onnx = node.onnx();
    String axes = onnx.integers(LongStream.range(0, begin.length).toArray());
    List<String> read =
        List.of(node.input(0), onnx.integers(begin), onnx.integers(end), axes, onnx.integers(step));
    if (gone.isEmpty()) {
      node.writePlain("Slice", read);
    } else {
      long[] squeezed = gone.stream().mapToLong(Long::longValue).toArray();
      node.writePlain("Squeeze", List.of(onnx.step("Slice", read), onnx.integers(squeezed)));
    }
  }

  private static boolean bit(TensorFlowNode node, String mask, int axis) {
    return (node.integer(mask) >> axis & 1) != 0;
  }
}
