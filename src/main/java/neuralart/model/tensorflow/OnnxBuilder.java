package neuralart.model.tensorflow;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorProto.DataType;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** An ONNX graph under construction. */
final class OnnxBuilder {
  private static final int OPSET = 13;

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Map<String, TensorProto> arrays = new HashMap<>();
  private String layer = "";
  private int made;

  /** Sets the image: {@code [N, C, H, W]}, 0 where a size is free. */
  void image(String name, long channels, long height, long width) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : new long[] {0, channels, height, width}) {
      shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(size));
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder()
            .setElemType(DataType.FLOAT.getNumber())
            .setShape(shape)
            .build();
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName(name)
            .setType(TypeProto.newBuilder().setTensorType(tensor)));
  }

  /** Adds an array. */
  void array(String name, TensorProto array) {
    TensorProto named = array.toBuilder().setName(name).build();
    arrays.put(name, named);
    graph.addInitializer(named);
  }

  /** An array of this name, if it is one. */
  Optional<TensorProto> array(String name) {
    return Optional.ofNullable(arrays.get(name));
  }

  /** Adds an array of whole numbers; returns its name. */
  String integers(long... numbers) {
    TensorProto.Builder array =
        TensorProto.newBuilder().setDataType(DataType.INT64.getNumber()).addDims(numbers.length);
    for (long number : numbers) {
      array.addInt64Data(number);
    }
    String name = free();
    array(name, array.build());
    return name;
  }

  /** Adds a number; returns its name. */
  String number(float number) {
    String name = free();
    array(
        name,
        TensorProto.newBuilder()
            .setDataType(DataType.FLOAT.getNumber())
            .addFloatData(number)
            .build());
    return name;
  }

  /** Begins a layer, whose name those of the steps on the way to it begin with. */
  void begin(String name) {
    layer = name;
  }

  private String free() {
    return layer + "#" + made++;
  }

  /**
   * Adds a node.
   *
   * @param name of the layer that it becomes; empty for that of its output
   * @param output what it makes
   * @param inputs what it reads; empty where an optional one is left out
   */
  void add(
      String operator,
      String name,
      String output,
      List<String> inputs,
      AttributeProto... settings) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(name)
            .addOutput(output)
            .addAllInput(inputs)
            .addAllAttribute(List.of(settings)));
  }

  /** Adds a node that is a step on the way; returns the name of what it makes. */
  String step(String operator, List<String> inputs, AttributeProto... settings) {
    String output = free();
    add(operator, "", output, inputs, settings);
    return output;
  }

  /** Adds a node that can't be read. */
  void unknown(String operator, String name, String output, List<String> inputs) {
    graph.addNode(
        NodeProto.newBuilder()
            .setDomain("TensorFlow")
            .setOpType(operator)
            .setName(name)
            .addOutput(output)
            .addAllInput(inputs));
  }

  static AttributeProto setting(String name, long... numbers) {
    AttributeProto.Builder setting = AttributeProto.newBuilder().setName(name);
    for (long number : numbers) {
      setting.addInts(number);
    }
    return setting.setType(AttributeType.INTS).build();
  }

  static AttributeProto integer(String name, long number) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.INT)
        .setI(number)
        .build();
  }

  static AttributeProto real(String name, float number) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.FLOAT)
        .setF(number)
        .build();
  }

  static AttributeProto text(String name, String text) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(text))
        .build();
  }

  ModelProto build() {
    return ModelProto.newBuilder()
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph)
        .build();
  }
}
