package neuralart.model.tensorflow;

import java.util.List;
import java.util.Map;
import java.util.Set;
import neuralart.model.file.UnsupportedLayerException;

/** Writes nodes as operators of ONNX: those that go value by value, and what the others do. */
final class Translation {
  private static final Map<String, String> VALUE_BY_VALUE =
      Map.ofEntries(
          Map.entry("AddV2", "Add"),
          Map.entry("AddN", "Sum"),
          Map.entry("RealDiv", "Div"),
          Map.entry("FloorDiv", "Div"),
          Map.entry("Maximum", "Max"),
          Map.entry("Minimum", "Min"));

  /** Those that have the same name and the same meaning. */
  private static final Set<String> SAME =
      Set.of(
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Pow",
          "Relu",
          "Elu",
          "Selu",
          "Sigmoid",
          "Tanh",
          "Softplus",
          "Softsign",
          "Softmax",
          "Sqrt",
          "Exp",
          "Log",
          "Abs",
          "Neg",
          "Erf",
          "Floor",
          "Ceil",
          "Reciprocal",
          "Range");

  private Translation() {}

  /**
   * Writes a node.
   *
   * @throws UnsupportedLayerException if ONNX has nothing for it
   */
  static void write(TensorFlowNode node) throws UnsupportedLayerException {
    String operator = node.operator();
    if (SAME.contains(operator) || VALUE_BY_VALUE.containsKey(operator)) {
      node.writePlain(VALUE_BY_VALUE.getOrDefault(operator, operator), node.inputs());
    } else if (!writeFunction(node) && !ImageOperators.write(node)) {
      ShapeOperators.write(node);
    }
  }

  private static boolean writeFunction(TensorFlowNode node) {
    OnnxBuilder onnx = node.onnx();
    switch (node.operator()) {
      case "Relu6" ->
          node.writePlain("Clip", List.of(node.input(0), onnx.number(0), onnx.number(6)));
      case "LeakyRelu" ->
          node.writePlain(
              "LeakyRelu", node.inputs(), OnnxBuilder.real("alpha", node.real("alpha", 0.2f)));
      case "Square" -> node.writePlain("Pow", List.of(node.input(0), onnx.number(2)));
      case "SquaredDifference" -> {
        String difference = onnx.step("Sub", node.inputs());
        node.writePlain("Pow", List.of(difference, onnx.number(2)));
      }
      case "Rsqrt" -> node.writePlain("Reciprocal", List.of(onnx.step("Sqrt", node.inputs())));
      case "Cast" ->
          node.writePlain("Cast", node.inputs(), OnnxBuilder.integer("to", node.type("DstT")));
      default -> {
        return false;
      }
    }
    return true;
  }
}
