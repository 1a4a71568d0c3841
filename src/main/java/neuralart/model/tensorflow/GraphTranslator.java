package neuralart.model.tensorflow;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import neuralart.model.file.NetworkBuilder;
import neuralart.model.file.Reading;
import neuralart.model.file.UnsupportedLayerException;
import onnx.Onnx.ModelProto;
import onnx.Onnx.TensorProto;
import org.tensorflow.framework.MetaGraphDef;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.SavedModel;
import org.tensorflow.framework.SignatureDef;
import org.tensorflow.framework.TensorInfo;
import org.tensorflow.framework.TensorShapeProto;

/** Writes the graph of a SavedModel, with its variables, as one of ONNX. */
final class GraphTranslator {
  private static final String SERVING = "serving_default";
  private static final int RANK = 4;

  private final TensorFlowGraph graph;
  private final Variables variables;
  private final OnnxBuilder onnx = new OnnxBuilder();
  private final String image;
  private final List<String> outputs;
  private final Map<String, String> savedNames;

  /** Convolutions that are written with the bias behind them. */
  private final Map<String, TensorFlowNode> unbiased = new HashMap<>();

  private GraphTranslator(MetaGraphDef meta, Variables variables) {
    SignatureDef signature = signature(meta);
    this.graph = new TensorFlowGraph(meta.getGraphDef());
    this.variables = variables;
    this.savedNames = graph.savedNames();
    if (signature.getInputsCount() != 1) {
      throw new IllegalArgumentException(
          "has " + signature.getInputsCount() + " inputs, not one image");
    }
    this.image = graph.source(signature.getInputsMap().values().iterator().next().getName());
    this.outputs =
        signature.getOutputsMap().values().stream().map(TensorInfo::getName).sorted().toList();
  }

  /**
   * The graph that is meant for use.
   *
   * @throws IllegalArgumentException if it isn't one of an image, or is damaged
   */
  static ModelProto translate(SavedModel saved, Variables variables) throws IOException {
    MetaGraphDef meta =
        saved.getMetaGraphsList().stream()
            .filter(graph -> graph.getMetaInfoDef().getTagsList().contains("serve"))
            .findFirst()
            .orElseThrow(() -> new IllegalArgumentException("has no graph that is meant for use"));
    return new GraphTranslator(meta, variables).translate();
  }

  private static SignatureDef signature(MetaGraphDef meta) {
    Map<String, SignatureDef> all = meta.getSignatureDefMap();
    return Optional.ofNullable(all.get(SERVING))
        .or(
            () ->
                all.values().stream()
                    .filter(one -> one.getInputsCount() > 0 && one.getOutputsCount() > 0)
                    .findFirst())
        .orElseThrow(() -> new IllegalArgumentException("doesn't say what it takes and gives"));
  }

  private ModelProto translate() throws IOException {
    List<NodeDef> nodes = graph.leadingTo(outputs);
    NodeDef taken = graph.node(image);
    if (!nodes.contains(taken)) {
      throw new IllegalArgumentException("has an output that doesn't depend on its image");
    }
    addImage(taken);
    for (NodeDef node : nodes) {
      Reading.requireNotCanceled();
      if (node != taken) {
        add(node);
      }
    }
    unbiased.values().forEach(last -> write(last, () -> Translation.write(last)));
    return onnx.build();
  }

  private void addImage(NodeDef placeholder) {
    TensorShapeProto shape = placeholder.getAttrOrThrow("shape").getShape();
    if (shape.getDimCount() != RANK) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "takes an array of %d dimensions, not one image%s",
              shape.getDimCount(),
              shape.getDimCount() == RANK + 1 ? ": networks of volumes can't be used" : ""));
    }
    long[] sizes = new long[RANK];
    for (int i = 0; i < RANK; i++) {
      sizes[i] = Math.max(0, shape.getDim(i).getSize());
    }
    onnx.image("image", sizes[3], sizes[1], sizes[2]);
    onnx.add("Transpose", "", image, List.of("image"), OnnxBuilder.setting("perm", 0, 2, 3, 1));
  }

  private void add(NodeDef node) throws IOException {
    String output = node.getName() + ":0";
    Optional<TensorProto> array = array(node);
    if (array.isPresent()) {
      onnx.array(output, array.get());
      return;
    }
    TensorFlowNode named = new TensorFlowNode(node, node.getName(), graph.inputs(node), onnx);
    if (ImageOperators.takesBias(node.getOp()) && graph.readers(output) == 1) {
      unbiased.put(output, named);
    } else if (node.getOp().equals("BiasAdd") && unbiased.containsKey(named.input(0))) {
      TensorFlowNode biased = unbiased.remove(named.input(0)).as(node.getName());
      write(biased, () -> ImageOperators.writeBiased(biased, named.input(1)));
    } else {
      named.inputs().stream()
          .filter(unbiased::containsKey)
          .map(unbiased::remove)
          .forEach(before -> write(before, () -> Translation.write(before)));
      write(named, () -> Translation.write(named));
    }
  }

  private interface Writer {
    void write() throws UnsupportedLayerException;
  }

  private void write(TensorFlowNode node, Writer writer) {
    onnx.begin(node.name());
    try {
      writer.write();
    } catch (UnsupportedLayerException e) {
      node.writeUnknown(e.getMessage());
    } catch (IllegalArgumentException e) {
      throw NetworkBuilder.ofLayer(node.name(), e);
    }
  }

  /** The array that a node is: a constant or a variable. */
  private Optional<TensorProto> array(NodeDef node) throws IOException {
    return switch (node.getOp()) {
      case "Const" -> {
        var constant = node.getAttrOrThrow("value").getTensor();
        yield constant.getDtype() == org.tensorflow.framework.DataType.DT_STRING
            ? Optional.empty()
            : Optional.of(TensorArrays.of(constant));
      }
      case "Variable", "VariableV2", "VarHandleOp" -> Optional.of(variable(node));
      default -> Optional.empty();
    };
  }

  private TensorProto variable(NodeDef node) throws IOException {
    String shared =
        node.containsAttr("shared_name")
            ? node.getAttrOrThrow("shared_name").getS().toStringUtf8()
            : "";
    String restored = savedNames.getOrDefault(node.getName(), "");
    for (String name : List.of(node.getName(), shared, restored)) {
      Optional<TensorProto> found = variables.array(name);
      if (found.isPresent()) {
        return found.get();
      }
    }
    throw new IllegalArgumentException("has no weights for the variable '" + node.getName() + "'");
  }
}
