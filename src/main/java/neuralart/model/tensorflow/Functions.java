package neuralart.model.tensorflow;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.tensorflow.framework.FunctionDef;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.OpDef.ArgDef;

/**
 * Puts the nodes of functions, of which TensorFlow 2 makes graphs, in the place of their calls. The
 * call stays, and what it gives are the nodes {@code CALL/return_0} and so on.
 */
final class Functions {
  private static final int MOST_NODES = 100_000;
  private static final int DEEPEST = 50;
  private static final Set<String> CALLS = Set.of("PartitionedCall", "StatefulPartitionedCall");

  private final Map<String, FunctionDef> library = new HashMap<>();
  private final Map<String, NodeDef> nodes = new LinkedHashMap<>();

  private Functions(GraphDef graph) {
    graph
        .getLibrary()
        .getFunctionList()
        .forEach(function -> library.put(function.getSignature().getName(), function));
    for (NodeDef node : graph.getNodeList()) {
      add(node);
    }
    for (NodeDef node : graph.getNodeList()) {
      expand(node, 0);
    }
  }

  /**
   * The nodes of a graph by their names, those of the functions that it calls included.
   *
   * @throws IllegalArgumentException if they are too many, or call each other too deeply
   */
  static Map<String, NodeDef> inlined(GraphDef graph) {
    return new Functions(graph).nodes;
  }

  /** Whether a node calls a function. */
  static boolean isCall(NodeDef node) {
    return CALLS.contains(node.getOp());
  }

  /** What an output of a call refers to. */
  static String returned(NodeDef call, int output) {
    return call.getName() + "/return_" + output + ":0";
  }

  private void add(NodeDef node) {
    nodes.put(node.getName(), node);
    if (nodes.size() > MOST_NODES) {
      throw new IllegalArgumentException(
          "has more than the " + MOST_NODES + " nodes that are possible");
    }
  }

  private void expand(NodeDef call, int depth) {
    FunctionDef function =
        isCall(call) ? library.get(call.getAttrOrThrow("f").getFunc().getName()) : null;
    if (function == null) {
      return;
    }
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("has functions that call each other too deeply");
    }
    Map<String, String> names = names(call, function);
    for (NodeDef node : function.getNodeDefList()) {
      NodeDef.Builder inside = node.toBuilder().setName(names.get(node.getName())).clearInput();
      node.getInputList().forEach(input -> inside.addInput(reference(input, names)));
      add(inside.build());
      expand(inside.build(), depth + 1);
    }
    List<ArgDef> outputs = function.getSignature().getOutputArgList();
    for (int i = 0; i < outputs.size(); i++) {
      String returned = function.getRetOrDefault(outputs.get(i).getName(), "");
      add(
          NodeDef.newBuilder()
              .setName(call.getName() + "/return_" + i)
              .setOp("Identity")
              .addInput(reference(returned, names))
              .build());
    }
  }

  /** What the names inside a function are outside: of its arguments, and of its nodes. */
  private Map<String, String> names(NodeDef call, FunctionDef function) {
    Map<String, String> names = new HashMap<>();
    Set<String> taken = new HashSet<>();
    for (NodeDef node : function.getNodeDefList()) {
      boolean free = !nodes.containsKey(node.getName()) && taken.add(node.getName());
      names.put(node.getName(), free ? node.getName() : call.getName() + "/" + node.getName());
    }
    List<ArgDef> arguments = function.getSignature().getInputArgList();
    for (int i = 0; i < arguments.size(); i++) {
      if (i < call.getInputCount()) {
        names.put(arguments.get(i).getName(), call.getInput(i));
      }
    }
    return names;
  }

  /** From {@code node:name of the output:its number}, or an argument, to {@code node:number}. */
  private static String reference(String inside, Map<String, String> names) {
    String sign = inside.startsWith("^") ? "^" : "";
    String[] parts = inside.substring(sign.length()).split(":");
    String name = names.getOrDefault(parts[0], parts[0]);
    boolean output = parts.length > 2 && !name.contains(":");
    return sign + name + (output ? ":" + parts[parts.length - 1] : "");
  }
}
