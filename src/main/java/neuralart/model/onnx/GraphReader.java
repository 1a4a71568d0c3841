package neuralart.model.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import neuralart.model.file.Extents;
import neuralart.model.file.NetworkBuilder;
import neuralart.model.file.Reading;
import neuralart.model.file.UnsupportedLayerException;
import neuralart.model.onnx.Value.Known;
import neuralart.model.onnx.Value.Missing;
import neuralart.model.onnx.Value.Output;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import neuralart.network.node.Image;
import neuralart.network.node.Node;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/**
 * Reads the graph of an ONNX file into a {@link Network}: each node that computes something of the
 * image becomes a layer. A node that isn't known can't be used, nor can those that read it.
 */
public final class GraphReader {
  private static final int OLDEST = 7;
  private static final int MOST_NODES = 100_000;
  private static final Set<String> DOMAINS = Set.of("", "ai.onnx");

  private final NetworkBuilder builder = new NetworkBuilder();
  private final Names names = new Names();
  private final Map<String, Value> values = new HashMap<>();
  private final Map<String, TensorProto> weights = new HashMap<>();
  private final GraphInput input;
  private final Extents extents;
  private final int opset;

  private GraphReader(ModelProto model) {
    GraphProto graph = model.getGraph();
    opset =
        (int)
            model.getOpsetImportList().stream()
                .filter(set -> DOMAINS.contains(set.getDomain()))
                .mapToLong(set -> Math.min(set.getVersion(), Integer.MAX_VALUE))
                .max()
                .orElse(1);
    if (opset < OLDEST) {
      throw new IllegalArgumentException(
          "has operators of the version " + opset + "; from " + OLDEST + " is possible");
    }
    if (graph.getNodeCount() > MOST_NODES) {
      throw new IllegalArgumentException(
          "has " + graph.getNodeCount() + " nodes; up to " + MOST_NODES + " are possible");
    }
    graph.getInitializerList().forEach(tensor -> weights.put(tensor.getName(), tensor));
    input = GraphInput.of(graph, weights);
    extents = new Extents(input.height(), input.width(), input.channels());
  }

  /**
   * Reads a network.
   *
   * @param model a graph with its weights
   * @param name what the user calls it
   * @param preprocessing from the conventional way to give the network its pixels, the way to use
   * @throws IllegalArgumentException if it doesn't take one image, nodes don't fit together, or no
   *     layer can be computed, naming the first that can't
   */
  public static Network read(
      ModelProto model, String name, UnaryOperator<Preprocessing> preprocessing) {
    GraphReader reader = new GraphReader(model);
    try {
      Preprocessing given = preprocessing.apply(reader.input.preprocessing());
      reader.readGraph(model.getGraph());
      return reader.builder.build(name, given, reader.outputs(model.getGraph()));
    } catch (RuntimeException | Error e) {
      reader.builder.close();
      throw e;
    }
  }

  private void readGraph(GraphProto graph) {
    builder.addImage(Names.IMAGE, new Image(input.height(), input.width(), input.channels()));
    values.put(input.name(), new Output(0, input.axes()));
    for (NodeProto node : graph.getNodeList()) {
      Reading.requireNotCanceled();
      readNode(node);
    }
  }

  /** Indices of the layers that are outputs and can be computed. */
  private List<Integer> outputs(GraphProto graph) {
    return graph.getOutputList().stream()
        .map(output -> values.get(output.getName()))
        .filter(Output.class::isInstance)
        .map(output -> ((Output) output).vertex())
        .toList();
  }

  private void readNode(NodeProto node) {
    List<String> outputs = node.getOutputList().stream().filter(out -> !out.isEmpty()).toList();
    if (outputs.isEmpty()) {
      return;
    }
    List<Optional<Value>> inputs = new ArrayList<>();
    String label = Names.printable(node.getName().isBlank() ? outputs.get(0) : node.getName());
    try {
      for (String name : node.getInputList()) {
        inputs.add(name.isEmpty() ? Optional.empty() : Optional.of(value(name)));
      }
      compute(node, outputs, inputs);
    } catch (IllegalArgumentException e) {
      throw NetworkBuilder.ofLayer(label, e);
    } catch (ArithmeticException e) {
      throw NetworkBuilder.ofLayer(
          label, new IllegalArgumentException("has settings that are too large", e));
    }
  }

  private Value value(String name) {
    if (!values.containsKey(name)) {
      TensorProto tensor = weights.get(name);
      if (tensor == null) {
        throw new IllegalArgumentException(
            "reads '" + Names.printable(name) + "', which no node before it makes");
      }
      values.put(name, Known.of(Tensors.read(tensor)));
    }
    return values.get(name);
  }

  private void compute(NodeProto node, List<String> outputs, List<Optional<Value>> inputs) {
    String operator = Names.printable(node.getOpType());
    if (!DOMAINS.contains(node.getDomain())) {
      operator = Names.printable(node.getDomain() + "." + operator);
    }
    List<Value> given = inputs.stream().flatMap(Optional::stream).toList();
    try {
      if (given.stream().anyMatch(Missing.class::isInstance)) {
        throw new UnsupportedLayerException(operator);
      }
      Attributes attributes = new Attributes(node.getAttributeList());
      boolean known = given.stream().allMatch(Known.class::isInstance);
      if (known && !operator.equals("Split")) {
        List<Known> numbers = given.stream().map(Known.class::cast).toList();
        define(outputs, fold(operator, attributes, numbers));
      } else if (operator.equals("Split")) {
        split(node, operator, attributes, inputs, outputs);
      } else {
        define(
            outputs,
            Operators.read(call(operator, node.getName(), outputs.get(0), attributes, inputs)));
      }
    } catch (UnsupportedLayerException e) {
      leaveOut(node.getName(), outputs, given, e);
    }
  }

  private Call call(
      String operator,
      String node,
      String output,
      Attributes attributes,
      List<Optional<Value>> inputs) {
    return new Call(
        operator, () -> names.of(node, output), opset, attributes, inputs, builder, extents);
  }

  /** Only the first output of an operator is known, but for those that split. */
  private void define(List<String> outputs, Value first) {
    for (int i = 0; i < outputs.size(); i++) {
      Value value = i == 0 ? first : new Missing(-1, "a second output");
      if (values.put(outputs.get(i), value) != null) {
        throw new IllegalArgumentException(
            "makes '" + Names.printable(outputs.get(i)) + "', which is there already");
      }
    }
  }

  private Value fold(String operator, Attributes attributes, List<Known> inputs)
      throws UnsupportedLayerException {
    if (operator.equals("Constant")) {
      return Known.of(Constants.constant(attributes));
    }
    if (inputs.isEmpty() || !Constants.isKnown(operator)) {
      throw new UnsupportedLayerException(operator + " of numbers");
    }
    return Known.of(inputs, numbers -> Constants.fold(operator, attributes, numbers));
  }

  private void split(
      NodeProto node,
      String operator,
      Attributes attributes,
      List<Optional<Value>> inputs,
      List<String> outputs)
      throws UnsupportedLayerException {
    Call whole = call(operator, "", outputs.get(0), attributes, inputs);
    List<Node> parts = Cutting.split(whole, node.getOutputCount());
    int part = 0;
    for (String output : node.getOutputList()) {
      Call one = call(operator, "", output, attributes, inputs);
      if (!output.isEmpty()) {
        define(List.of(output), one.add(one.activation(0), parts.get(part)));
      }
      part++;
    }
  }

  /** Keeps the node as a layer that can't be computed, where it reads the image. */
  private void leaveOut(
      String node, List<String> outputs, List<Value> inputs, UnsupportedLayerException e) {
    List<Integer> sources =
        inputs.stream().flatMap(GraphReader::source).filter(i -> i >= 0).distinct().toList();
    Optional<Missing> cause =
        inputs.stream().filter(Missing.class::isInstance).map(Missing.class::cast).findFirst();
    UnsupportedLayerException why =
        cause.map(missing -> new UnsupportedLayerException(missing.what())).orElse(e);
    int vertex =
        sources.isEmpty()
            ? -1
            : builder.addUnsupported(names.of(node, outputs.get(0)), why, sources);
    for (String output : outputs) {
      values.put(output, new Missing(vertex, why.getMessage()));
    }
  }

  private static Stream<Integer> source(Value value) {
    if (value instanceof Output output) {
      return Stream.of(output.vertex());
    }
    return value instanceof Missing missing ? Stream.of(missing.vertex()) : Stream.of();
  }
}
