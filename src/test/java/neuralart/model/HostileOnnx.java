package neuralart.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import neuralart.model.onnx.OnnxWriter;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.AttributeProto.AttributeType;
import onnx.Onnx.GraphProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.StringStringEntryProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.TensorShapeProto;
import onnx.Onnx.ValueInfoProto;
import org.nd4j.shade.protobuf.ByteString;

/** Damaged and malicious variants of an ONNX file, in its structure. */
final class HostileOnnx {
  private static final long[] EXTREMES = {
    0,
    1,
    -1,
    2,
    3,
    7,
    100,
    -100,
    4097,
    65_536,
    1_000_000_000,
    -1_000_000_000,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 33
  };

  private static final List<String> OPERATORS =
      List.of(
          "Conv",
          "ConvTranspose",
          "BatchNormalization",
          "InstanceNormalization",
          "GroupNormalization",
          "LayerNormalization",
          "Relu",
          "LeakyRelu",
          "PRelu",
          "Elu",
          "Selu",
          "Sigmoid",
          "HardSigmoid",
          "HardSwish",
          "Tanh",
          "Softplus",
          "Softmax",
          "Clip",
          "Erf",
          "Gelu",
          "Add",
          "Sub",
          "Mul",
          "Div",
          "Pow",
          "Min",
          "Max",
          "MaxPool",
          "AveragePool",
          "GlobalAveragePool",
          "ReduceMean",
          "ReduceSum",
          "Concat",
          "Split",
          "Slice",
          "Pad",
          "Resize",
          "Upsample",
          "DepthToSpace",
          "SpaceToDepth",
          "Flatten",
          "Reshape",
          "Squeeze",
          "Unsqueeze",
          "Transpose",
          "Gemm",
          "MatMul",
          "Identity",
          "Constant",
          "ConstantOfShape",
          "Expand",
          "Range",
          "Gather",
          "Shape",
          "Cast",
          "LRN",
          "Loop",
          "If",
          "NonMaxSuppression");

  private static final List<String> SETTINGS =
      List.of(
          "pads",
          "strides",
          "dilations",
          "kernel_shape",
          "group",
          "axis",
          "axes",
          "perm",
          "ceil_mode",
          "blocksize",
          "to",
          "keepdims",
          "split",
          "size",
          "num_groups",
          "starts",
          "output_padding",
          "output_shape");

  private final Random random;
  private final GraphProto.Builder graph;
  private final OnnxWriter good = OnnxWriter.small();

  HostileOnnx(Random random) {
    this.random = random;
    this.graph = good.graph();
  }

  /** Writes a variant. */
  Path write(Path file) throws IOException {
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      switch (random.nextInt(9)) {
        case 0, 1, 2 -> setting();
        case 3 -> graph.getNodeBuilder(node()).setOpType(pick(OPERATORS));
        case 4, 5 -> wiring();
        case 6, 7 -> tensor();
        default -> whole();
      }
    }
    return good.write(file);
  }

  private int node() {
    return random.nextInt(graph.getNodeCount());
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private long extreme() {
    return EXTREMES[random.nextInt(EXTREMES.length)];
  }

  private void setting() {
    NodeProto.Builder node = graph.getNodeBuilder(node());
    boolean another = node.getAttributeCount() == 0 || random.nextInt(3) == 0;
    AttributeProto.Builder setting =
        another
            ? node.addAttributeBuilder().setName(pick(SETTINGS)).setType(AttributeType.INTS)
            : node.getAttributeBuilder(random.nextInt(node.getAttributeCount()));
    switch (random.nextInt(6)) {
      case 0 -> setting.setType(pick(List.of(AttributeType.values()).subList(0, 8)));
      case 1 -> setting.clearInts().setI(extreme());
      case 2 -> setting.setType(AttributeType.INT).setI(extreme());
      case 3 -> setting.addInts(extreme());
      default -> {
        setting.clearInts();
        for (int i = random.nextInt(5); i >= 0; i--) {
          setting.addInts(extreme());
        }
      }
    }
  }

  private void wiring() {
    NodeProto.Builder node = graph.getNodeBuilder(node());
    String name =
        random.nextBoolean()
            ? graph.getNode(node()).getName()
            : graph.getInitializer(random.nextInt(graph.getInitializerCount())).getName();
    switch (random.nextInt(6)) {
      case 0 -> node.clearInput();
      case 1 -> node.addInput(name);
      case 2 -> node.clearOutput().addOutput(name);
      case 3 -> node.clearOutput();
      case 4 ->
          node.setName(pick(List.of("", "same", "a, b = 'c'\n", "x".repeat(100_000), "image")));
      default -> {
        if (node.getInputCount() > 0) {
          node.setInput(
              random.nextInt(node.getInputCount()), random.nextInt(4) == 0 ? "nothing" : name);
        }
      }
    }
  }

  private void tensor() {
    TensorProto.Builder tensor =
        graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
    switch (random.nextInt(7)) {
      case 0 -> tensor.addDims(extreme());
      case 1 -> tensor.clearDims();
      case 2 -> tensor.clearDims().addDims(extreme()).addDims(extreme());
      case 3 -> tensor.setDataType(random.nextInt(20) - 1);
      case 4 -> {
        byte[] bytes = new byte[tensor.getRawData().size()];
        ByteBuffer.wrap(bytes).put(0, new byte[Math.min(3, bytes.length)]);
        for (int i = 0; i < bytes.length; i++) {
          bytes[i] = (byte) (random.nextBoolean() ? 0xff : 0x7f);
        }
        tensor.setRawData(ByteString.copyFrom(bytes));
      }
      case 5 ->
          tensor
              .setDataLocation(TensorProto.DataLocation.EXTERNAL)
              .addExternalData(
                  StringStringEntryProto.newBuilder()
                      .setKey("location")
                      .setValue("../../../etc/passwd"));
      default -> {
        for (int i = 0; i < tensor.getInt64DataCount(); i++) {
          tensor.setInt64Data(i, extreme());
        }
      }
    }
  }

  private ValueInfoProto.Builder input() {
    return graph.getInputCount() > 0 ? graph.getInputBuilder(0) : graph.addInputBuilder();
  }

  /** Something about the whole graph. */
  private void whole() {
    switch (random.nextInt(6)) {
      case 0 -> {
        TensorShapeProto.Builder shape =
            input().getTypeBuilder().getTensorTypeBuilder().getShapeBuilder();
        if (shape.getDimCount() > 0) {
          shape.getDimBuilder(random.nextInt(shape.getDimCount())).setDimValue(extreme());
        }
      }
      case 1 -> graph.addInput(input().clone().setName("other"));
      case 2 -> graph.clearInput();
      case 3 -> {
        NodeProto last = graph.getNode(graph.getNodeCount() - 1);
        String before = last.getOutputCount() > 0 ? last.getOutput(0) : "relu";
        for (int i = 0; i < 12_000; i++) {
          graph.addNode(
              NodeProto.newBuilder().setOpType("Relu").addInput(before).addOutput("r" + i));
          before = "r" + i;
        }
      }
      case 4 -> doubling();
      default -> nest();
    }
  }

  /** Sizes that are computed by a chain in which each number counts twice. */
  private void doubling() {
    String before = "size";
    for (int i = 0; i < 150; i++) {
      good.node("Add", "double" + i, before + " " + before);
      before = "double" + i;
    }
    good.node("Resize", "doubled", "relu   " + before);
  }

  private void nest() {
    GraphProto inner = GraphProto.getDefaultInstance();
    for (int i = 0; i < 200; i++) {
      inner =
          GraphProto.newBuilder()
              .addNode(
                  NodeProto.newBuilder()
                      .setOpType("If")
                      .addOutput("inner")
                      .addAttribute(
                          AttributeProto.newBuilder()
                              .setName("then_branch")
                              .setType(AttributeType.GRAPH)
                              .setG(inner)))
              .build();
    }
    graph.addNode(inner.getNode(0));
  }

  /** Flips bits, cuts or wipes bytes of a good file. */
  static Path bytes(Random random, Path file) throws IOException {
    byte[] bytes = OnnxWriter.small().model().toByteArray();
    int n = 1 + random.nextInt(20);
    for (int i = 0; i < n; i++) {
      bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
    }
    int length = random.nextInt(3) == 0 ? random.nextInt(bytes.length) : bytes.length;
    return Files.write(file, java.util.Arrays.copyOf(bytes, length));
  }
}
