package neuralart.model.tensorflow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.NodeDef;

/**
 * The nodes of a graph, and what leads to what. References are {@code node:output}. Nodes that hand
 * on what they read are passed over, and of branches that only training takes, the others are.
 */
final class TensorFlowGraph {
  private static final int LONGEST_WAY = 10_000;
  private static final Set<String> PASSING =
      Set.of(
          "Identity",
          "StopGradient",
          "PreventGradient",
          "Snapshot",
          "CheckNumerics",
          "PlaceholderWithDefault",
          "ReadVariableOp");

  private final Map<String, NodeDef> nodes;
  private final Map<String, Integer> readers = new HashMap<>();

  TensorFlowGraph(GraphDef graph) {
    this.nodes = Functions.inlined(graph);
  }

  /** The node that makes what is referred to. */
  NodeDef node(String reference) {
    String name = reference.substring(0, reference.lastIndexOf(':'));
    NodeDef node = nodes.get(name);
    if (node == null) {
      throw new IllegalArgumentException("reads '" + name + "', which isn't in the graph");
    }
    return node;
  }

  /** What a node reads, one reference for each input. */
  List<String> inputs(NodeDef node) {
    return node.getInputList().stream()
        .filter(input -> !input.startsWith("^"))
        .map(this::source)
        .toList();
  }

  /**
   * The names under which variables are saved, by those of the nodes that hold them: of the nodes
   * that restore them.
   */
  Map<String, String> savedNames() {
    Map<String, String> names = new HashMap<>();
    for (NodeDef node : nodes.values()) {
      if (node.getOp().equals("AssignVariableOp") && node.getInputCount() > 1) {
        String value = source(node.getInput(1));
        NodeDef restored = node(value);
        if (restored.getOp().equals("RestoreV2") && restored.getInputCount() > 1) {
          var list = node(source(restored.getInput(1))).getAttrOrThrow("value").getTensor();
          int index = output(value);
          if (index < list.getStringValCount()) {
            String name = list.getStringVal(index).toStringUtf8();
            names.put(node(source(node.getInput(0))).getName(), name);
          }
        }
      }
    }
    return names;
  }

  private static int output(String reference) {
    String number = reference.substring(reference.lastIndexOf(':') + 1);
    return number.matches("\\d{1,6}") ? Integer.parseInt(number) : 0;
  }

  /** How many of the nodes that lead to the outputs read what is referred to. */
  int readers(String reference) {
    return readers.getOrDefault(reference, 0);
  }

  /** A reference with its output, behind all nodes that hand on what they read. */
  String source(String reference) {
    String current = complete(reference);
    for (int i = 0; i < LONGEST_WAY; i++) {
      Optional<String> before = handedOn(current);
      if (before.isEmpty()) {
        return current;
      }
      current = complete(before.get());
    }
    throw loop(reference);
  }

  private static IllegalArgumentException loop(String node) {
    return new IllegalArgumentException("goes in a circle at '" + node + "'");
  }

  private static String complete(String reference) {
    return reference.lastIndexOf(':') > 0 ? reference : reference + ":0";
  }

  private Optional<String> handedOn(String reference) {
    NodeDef node = node(reference);
    List<String> data =
        node.getInputList().stream().filter(input -> !input.startsWith("^")).toList();
    if (Functions.isCall(node)) {
      return Optional.of(Functions.returned(node, output(reference)));
    } else if (data.isEmpty()) {
      return Optional.empty();
    } else if (PASSING.contains(node.getOp()) || node.getOp().equals("Switch")) {
      return Optional.of(data.get(0));
    } else if (node.getOp().equals("Merge")) {
      return data.stream().filter(this::isTaken).findFirst();
    }
    return Optional.empty();
  }

  /** Whether a branch is the one that is taken outside of training. */
  private boolean isTaken(String branch) {
    Set<String> seen = new HashSet<>();
    Deque<String> open = new ArrayDeque<>(List.of(complete(branch)));
    while (!open.isEmpty()) {
      String reference = open.remove();
      if (!seen.add(reference)) {
        continue;
      }
      NodeDef node = node(reference);
      if (node.getOp().equals("Switch") && node.getInputCount() > 1) {
        return isTrue(node.getInput(1), 0) == reference.endsWith(":1");
      }
      node.getInputList().forEach(input -> open.add(complete(input.replaceFirst("^\\^", ""))));
    }
    return true;
  }

  /** A condition, of which that of training is false. */
  private boolean isTrue(String condition, int depth) {
    NodeDef node = node(complete(condition));
    if (depth > PASSING.size()) {
      throw loop(condition);
    }
    return switch (node.getOp()) {
      case "Const" -> {
        var values = node.getAttrOrThrow("value").getTensor();
        yield values.getBoolValCount() > 0
            ? values.getBoolVal(0)
            : !values.getTensorContent().isEmpty() && values.getTensorContent().byteAt(0) != 0;
      }
      case "LogicalAnd" ->
          isTrue(node.getInput(0), depth + 1) && isTrue(node.getInput(1), depth + 1);
      case "LogicalOr" ->
          isTrue(node.getInput(0), depth + 1) || isTrue(node.getInput(1), depth + 1);
      case "LogicalNot" -> !isTrue(node.getInput(0), depth + 1);
      default -> node.getInputCount() > 0 && isTrue(node.getInput(0), depth + 1);
    };
  }

  /**
   * The nodes that lead to some outputs, each behind those that it reads.
   *
   * @throws IllegalArgumentException if they go in a circle
   */
  List<NodeDef> leadingTo(List<String> outputs) {
    List<NodeDef> sorted = new ArrayList<>();
    Set<String> begun = new HashSet<>();
    Set<String> done = new HashSet<>();
    Deque<NodeDef> open = new ArrayDeque<>();
    outputs.forEach(output -> open.push(node(source(output))));
    while (!open.isEmpty()) {
      NodeDef node = open.peek();
      boolean first = begun.add(node.getName());
      List<NodeDef> missing = new ArrayList<>();
      for (String input : inputs(node)) {
        if (first) {
          readers.merge(input, 1, Integer::sum);
        }
        if (!done.contains(node(input).getName())) {
          missing.add(node(input));
        }
      }
      if (missing.isEmpty()) {
        open.pop();
        if (done.add(node.getName())) {
          sorted.add(node);
        }
      } else if (!first) {
        throw loop(node.getName());
      } else {
        missing.forEach(open::push);
      }
    }
    return sorted;
  }
}
