package neuralart.model.onnx;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.OperatorSetIdProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.TensorShapeProto.Dimension;
import onnx.Onnx.TypeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** Writes small networks in ONNX. */
public final class OnnxWriter {
  private static final int VERSION = 8;
  private static final int OPSET = 13;

  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final Random random = new Random(1);

  /** A network that takes an image; 0 for any number of rows or columns. */
  public OnnxWriter(int channels, int height, int width) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (int size : new int[] {1, channels, height, width}) {
      shape.addDim(Dimension.newBuilder().setDimValue(size));
    }
    graph.addInput(
        ValueInfoProto.newBuilder()
            .setName("x")
            .setType(
                TypeProto.newBuilder()
                    .setTensorType(
                        TypeProto.Tensor.newBuilder()
                            .setElemType(TensorProto.DataType.FLOAT_VALUE)
                            .setShape(shape))));
  }

  /** Adds a node; its output is called as it is, and it reads the names that are given. */
  public OnnxWriter node(String operator, String name, String inputs, AttributeProto... settings) {
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType(operator)
            .setName(name)
            .addOutput(name)
            .addAllInput(inputs.isEmpty() ? List.of() : List.of(inputs.split(" ", -1)))
            .addAllAttribute(List.of(settings)));
    return this;
  }

  /** Adds an array of random numbers around 0.5. */
  public OnnxWriter weights(String name, long... shape) {
    return random(name, 0, 1, shape);
  }

  /** Adds a kernel whose values around 0 keep the size of activations (He et al. 2015). */
  public OnnxWriter kernel(String name, long... shape) {
    double reach = Math.sqrt(6.0 / (shape[1] * shape[2] * shape[3]));
    return random(name, -reach, reach, shape);
  }

  private OnnxWriter random(String name, double low, double high, long... shape) {
    int length = (int) LongStream.of(shape).reduce(1, (a, b) -> a * b);
    ByteBuffer bytes = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < length; i++) {
      bytes.putFloat((float) (low + (high - low) * random.nextFloat()));
    }
    graph.addInitializer(
        tensor(name, TensorProto.DataType.FLOAT, shape)
            .setRawData(ByteString.copyFrom(bytes.array())));
    return this;
  }

  /** Adds a vector of whole numbers. */
  public OnnxWriter integers(String name, long... values) {
    TensorProto.Builder tensor = tensor(name, TensorProto.DataType.INT64, values.length);
    LongStream.of(values).forEach(tensor::addInt64Data);
    graph.addInitializer(tensor);
    return this;
  }

  /** Adds a vector of numbers. */
  public OnnxWriter reals(String name, float... values) {
    TensorProto.Builder tensor = tensor(name, TensorProto.DataType.FLOAT, values.length);
    for (float value : values) {
      tensor.addFloatData(value);
    }
    graph.addInitializer(tensor);
    return this;
  }

  private static TensorProto.Builder tensor(String name, TensorProto.DataType type, long... shape) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setName(name).setDataType(type.getNumber());
    LongStream.of(shape).forEach(tensor::addDims);
    return tensor;
  }

  /** A setting of a node. */
  public static AttributeProto set(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeType.INTS);
    LongStream.of(values).forEach(attribute::addInts);
    return attribute.build();
  }

  /** A setting of one number. */
  public static AttributeProto one(String name, long value) {
    return AttributeProto.newBuilder().setName(name).setType(AttributeType.INT).setI(value).build();
  }

  /** A setting that is a text. */
  public static AttributeProto text(String name, String value) {
    return AttributeProto.newBuilder()
        .setName(name)
        .setType(AttributeType.STRING)
        .setS(ByteString.copyFromUtf8(value))
        .build();
  }

  /** The graph, to be changed. */
  public GraphProto.Builder graph() {
    return graph;
  }

  /** What is written. */
  public ModelProto model() {
    return ModelProto.newBuilder()
        .setIrVersion(VERSION)
        .setProducerName("test")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  public Path write(Path file) throws IOException {
    return Files.write(file, model().toByteArray());
  }

  /** A network with operators of many kinds, for images of 16 x 16 pixels. */
  public static OnnxWriter small() {
    return new OnnxWriter(3, 16, 16)
        .weights("w1", 4, 3, 3, 3)
        .weights("b1", 4)
        .weights("w2", 4, 1, 3, 3)
        .weights("w3", 4, 2, 2, 2)
        .weights("w4", 5, 6)
        .weights("scale", 4, 1, 1)
        .integers("two", 2)
        .integers("four", 4)
        .integers("zero", 0)
        .integers("pads", 0, 0, 1, 1, 0, 0, 1, 1)
        .integers("flat", 1, -1)
        .integers("split", 2, 4)
        .node("Conv", "conv", "x w1 b1", set("pads", 1, 1, 1, 1), set("strides", 1, 1))
        .node("BatchNormalization", "norm", "conv b1 b1 b1 b1")
        .node("Relu", "relu", "norm")
        .node(
            "MaxPool",
            "pool",
            "relu",
            set("kernel_shape", 3, 3),
            set("strides", 2, 2),
            one("ceil_mode", 1))
        .node("Conv", "depthwise", "pool w2", one("group", 4), set("dilations", 2, 2))
        .node("Pad", "padded", "depthwise pads", text("mode", "reflect"))
        .node("Mul", "scaled", "padded scale")
        .node("ConvTranspose", "up", "scaled w3", set("strides", 2, 2))
        .node("Shape", "size", "relu")
        .node("Slice", "sides", "size two four zero")
        .node("Shape", "upsize", "up")
        .node("Slice", "start", "upsize zero two zero")
        .node("Concat", "target", "start sides", one("axis", 0))
        .node("Resize", "resized", "up   target", text("mode", "linear"))
        .node("Concat", "joined", "resized relu", one("axis", 1))
        .node("InstanceNormalization", "standard", "joined ones zeros")
        .weights("ones", 6)
        .weights("zeros", 6)
        .node("Sigmoid", "gate", "standard")
        .node("Mul", "swish", "standard gate")
        .node("GlobalAveragePool", "mean", "swish")
        .node("Reshape", "vector", "mean flat")
        .node("Gemm", "dense", "vector w4", one("transB", 1))
        .node("Softmax", "classes", "dense", one("axis", 1));
  }
}
