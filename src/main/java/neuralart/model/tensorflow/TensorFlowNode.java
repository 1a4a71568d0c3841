package neuralart.model.tensorflow;

import java.util.List;
import java.util.stream.LongStream;
import neuralart.model.file.UnsupportedLayerException;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.TensorProto;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.NodeDef;

/** A node of a graph of TensorFlow, and the ONNX graph that it is written into. */
final class TensorFlowNode {
  private static final int LONGEST = 16;
  private static final AttributeProto FIRST = OnnxBuilder.setting("perm", 0, 3, 1, 2);
  private static final AttributeProto LAST = OnnxBuilder.setting("perm", 0, 2, 3, 1);

  private final NodeDef node;
  private final String name;
  private final List<String> inputs;
  private final OnnxBuilder onnx;

  /**
   * @param name of the layer that it becomes, and of its first output without {@code :0}
   * @param inputs what it reads
   */
  TensorFlowNode(NodeDef node, String name, List<String> inputs, OnnxBuilder onnx) {
    this.node = node;
    this.name = name;
    this.inputs = inputs;
    this.onnx = onnx;
  }

  /** The same under another name. */
  TensorFlowNode as(String other) {
    return new TensorFlowNode(node, other, inputs, onnx);
  }

  String name() {
    return name;
  }

  String operator() {
    return node.getOp();
  }

  OnnxBuilder onnx() {
    return onnx;
  }

  List<String> inputs() {
    return inputs;
  }

  String input(int index) {
    if (index >= inputs.size()) {
      throw new IllegalArgumentException("reads " + inputs.size() + " arrays, but needs more");
    }
    return inputs.get(index);
  }

  private AttrValue setting(String key) {
    return node.getAttrOrDefault(key, AttrValue.getDefaultInstance());
  }

  boolean flag(String key) {
    return setting(key).getB();
  }

  boolean has(String key) {
    return node.containsAttr(key);
  }

  long integer(String key) {
    return setting(key).getI();
  }

  float real(String key, float otherwise) {
    return has(key) ? setting(key).getF() : otherwise;
  }

  String text(String key) {
    return setting(key).getS().toStringUtf8();
  }

  int type(String key) {
    return TensorArrays.type(setting(key).getType());
  }

  long[] integers(String key) {
    return setting(key).getList().getIList().stream().mapToLong(Long::longValue).toArray();
  }

  /**
   * The whole numbers of an input that is constant.
   *
   * @throws UnsupportedLayerException if it isn't, or has very many
   */
  long[] constants(int input) throws UnsupportedLayerException {
    TensorProto array =
        onnx.array(input(input))
            .orElseThrow(
                () -> new UnsupportedLayerException(operator() + " with settings that vary"));
    long[] numbers = TensorArrays.integers(array);
    if (numbers.length > LONGEST) {
      throw new UnsupportedLayerException(operator() + " with " + numbers.length + " settings");
    }
    return numbers;
  }

  /** The sizes of an input that is constant. */
  List<Long> sizes(int input) throws UnsupportedLayerException {
    return onnx.array(input(input))
        .orElseThrow(() -> new UnsupportedLayerException(operator() + " with weights that vary"))
        .getDimsList();
  }

  /** Whether the channels of images are first. */
  boolean channelsFirst() {
    return text("data_format").equals("NCHW");
  }

  /** Numbers for rows and columns, of those for all axes. */
  long[] ofImage(long[] all) throws UnsupportedLayerException {
    int row = channelsFirst() ? 2 : 1;
    if (all.length == 0) {
      return new long[] {1, 1};
    }
    if (all.length != 4 || LongStream.of(all).sum() - all[row] - all[row + 1] != 2) {
      throw new UnsupportedLayerException(operator() + " along other axes than rows and columns");
    }
    return new long[] {all[row], all[row + 1]};
  }

  /** An input that is an image, with its channels first. */
  String image(int input) {
    return channelsFirst() ? input(input) : onnx.step("Transpose", List.of(input(input)), FIRST);
  }

  /** Writes it as a node that takes images with channels first. */
  void write(String operator, List<String> read, AttributeProto... settings) {
    if (channelsFirst()) {
      writePlain(operator, read, settings);
      return;
    }
    String made = name + ":0#";
    onnx.add(operator, name, made, read, settings);
    onnx.add("Transpose", "", name + ":0", List.of(made), LAST);
  }

  /** Writes it as a node whose axes are as they are. */
  void writePlain(String operator, List<String> read, AttributeProto... settings) {
    onnx.add(operator, name, name + ":0", read, settings);
  }

  /** Writes it as one that can't be read. */
  void writeUnknown(String what) {
    onnx.unknown(what, name, name + ":0", inputs);
  }
}
