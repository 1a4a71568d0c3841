package neuralart.model;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.nd4j.shade.protobuf.ByteString;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.FunctionDef;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.MetaGraphDef;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.SavedModel;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/** SavedModels whose nodes say what can't be. */
final class HostileSavedModels {
  private static final List<Long> NUMBERS =
      List.of(0L, -1L, 7L, 1L << 20, (long) Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE);
  private static final List<String> OPERATORS =
      List.of("Conv2D", "Identity", "Merge", "Switch", "ConcatV2", "Pack", "StridedSlice", "Pad");

  private final Random random;

  HostileSavedModels(Random random) {
    this.random = random;
  }

  /** The bytes of a SavedModel with some of its nodes changed. */
  byte[] changed(byte[] good) throws IOException {
    SavedModel model = SavedModel.parseFrom(good);
    MetaGraphDef meta = model.getMetaGraphs(0);
    GraphDef.Builder graph = meta.getGraphDef().toBuilder();
    List<FunctionDef> functions = graph.getLibrary().getFunctionList();
    for (int i = 0; i <= random.nextInt(3); i++) {
      if (!functions.isEmpty() && random.nextInt(3) > 0) {
        int which = random.nextInt(functions.size());
        FunctionDef.Builder function = graph.getLibraryBuilder().getFunctionBuilder(which);
        int node = random.nextInt(function.getNodeDefCount());
        function.setNodeDef(node, changed(function.getNodeDef(node), function.getNodeDefList()));
      } else {
        int node = random.nextInt(graph.getNodeCount());
        graph.setNode(node, changed(graph.getNode(node), graph.getNodeList()));
      }
    }
    return model.toBuilder()
        .setMetaGraphs(0, meta.toBuilder().setGraphDef(graph))
        .build()
        .toByteArray();
  }

  private <T> T any(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  private NodeDef changed(NodeDef node, List<NodeDef> all) {
    NodeDef.Builder changed = node.toBuilder();
    switch (random.nextInt(7)) {
      case 0 -> changed.setOp(random.nextBoolean() ? any(OPERATORS) : any(all).getOp());
      case 1 -> changed.clearInput();
      case 2 -> changed.setName(any(all).getName());
      case 3 -> {
        if (changed.getInputCount() > 0) {
          List<String> sources =
              List.of(
                  node.getName(),
                  any(all).getName(),
                  "nothing",
                  any(all).getName() + ":99",
                  "a:b:c");
          changed.setInput(random.nextInt(changed.getInputCount()), any(sources));
        }
      }
      default -> {
        List<String> settings = new ArrayList<>(node.getAttrMap().keySet());
        if (settings.isEmpty()) {
          changed.addInput(any(all).getName());
        } else if (random.nextInt(4) == 0) {
          changed.removeAttr(any(settings));
        } else {
          String setting = any(settings);
          changed.putAttr(setting, changed(node.getAttrOrThrow(setting)));
        }
      }
    }
    return changed.build();
  }

  private AttrValue changed(AttrValue value) {
    AttrValue.Builder changed = value.toBuilder();
    if (value.hasList() && value.getList().getICount() > 0) {
      int at = random.nextInt(value.getList().getICount());
      return changed.setList(value.getList().toBuilder().setI(at, any(NUMBERS))).build();
    } else if (value.hasTensor()) {
      TensorProto.Builder tensor = value.getTensor().toBuilder();
      switch (random.nextInt(3)) {
        case 0 -> tensor.setTensorContent(ByteString.copyFrom(new byte[random.nextInt(40)]));
        case 1 ->
            tensor.setDtype(any(List.of(DataType.DT_HALF, DataType.DT_STRING, DataType.DT_INT64)));
        default ->
            tensor.setTensorShape(
                TensorShapeProto.newBuilder()
                    .addDim(TensorShapeProto.Dim.newBuilder().setSize(any(NUMBERS))));
      }
      return changed.setTensor(tensor).build();
    } else if (random.nextBoolean()) {
      return changed.setI(any(NUMBERS)).build();
    }
    return changed.setS(ByteString.copyFromUtf8(any(List.of("SAME", "NCHW", "x", "")))).build();
  }

  /** Changes the graph among the entries of a zip. */
  void change(Map<String, byte[]> entries) throws IOException {
    entries.put("saved_model.pb", changed(entries.get("saved_model.pb")));
  }
}
