package neuralart.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import neuralart.network.Vertex;
import neuralart.network.node.Node;
import neuralart.objective.Objective;
import neuralart.objective.Objective.Part;
import neuralart.objective.Objective.Term;
import neuralart.step.Executor;
import neuralart.step.Shape;
import neuralart.step.Step;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * The steps of a plan and the tensors that share memory. Draws up one forward pass over the
 * vertices that lead to the layers asked for, and one reverse pass that visits each of them once,
 * however many objectives there are.
 */
final class PlanLayout {
  private final List<Vertex> vertices;
  private final Shape[] shapes;
  private final List<Objective> objectives;
  private final Usage usage;
  private final Tensor[] outputs;
  private final Tensor[] gradients;
  private final Slots slots = new Slots();
  private final Emitter emitter;
  private final List<Step> forward;
  private final List<Step> backward;
  private final List<Term> terms = new ArrayList<>();

  /**
   * @param vertices the network, in order of computation; the first is the image
   * @param shapes extent of each vertex' output
   * @param objectives terms of the loss
   * @param kept names of the layers whose activations stay readable
   * @param executor of the steps
   */
  PlanLayout(
      List<Vertex> vertices,
      Shape[] shapes,
      List<Objective> objectives,
      Set<String> kept,
      Executor executor) {
    int n = vertices.size();
    Set<String> named = new HashSet<>(kept);
    objectives.forEach(objective -> named.add(objective.layer()));
    this.vertices = Fusion.apply(vertices, named);
    this.shapes = shapes.clone();
    this.objectives = objectives;
    this.outputs = new Tensor[n];
    this.gradients = new Tensor[n];
    emitter = new Emitter(executor, slots);
    for (int i = 1; i < n; i++) {
      Vertex rewritten = this.vertices.get(i);
      if (shapes[i] != null && !rewritten.equals(vertices.get(i))) {
        List<Shape> inputs = rewritten.inputs().stream().map(input -> this.shapes[input]).toList();
        this.shapes[i] = rewritten.node().output(inputs);
      }
    }
    usage =
        new Usage(
            this.vertices,
            i -> !objectives(i, true).isEmpty(),
            i -> !objectives(i, false).isEmpty(),
            kept);
    forward = emitter.beginPass();
    layForward();
    backward = emitter.beginPass();
    if (usage.isDifferentiable(0)) {
      layBackward();
    }
  }

  /** The objectives that look at a vertex, with or without a gradient. */
  private List<Objective> objectives(int vertex, boolean differentiable) {
    String name = vertices.get(vertex).name();
    return objectives.stream()
        .filter(o -> o.layer().equals(name) && o.isDifferentiable() == differentiable)
        .toList();
  }

  List<Step> forward() {
    return forward;
  }

  List<Step> backward() {
    return backward;
  }

  /** The terms of the loss, in the order of their steps. */
  List<Term> terms() {
    return terms;
  }

  /** The tensors that share each piece of memory. */
  List<List<Tensor>> slots() {
    return slots.tensors();
  }

  /** Bytes of all tensors' memory. */
  long bytes() {
    return slots.bytes();
  }

  /** The tensors whose values never change, with these. */
  Map<Tensor, float[]> constants() {
    return emitter.constants();
  }

  Tensor image() {
    return outputs[0];
  }

  /** The output of a layer that the caller may read. */
  Tensor kept(String layer) {
    return IntStream.range(0, vertices.size())
        .filter(i -> vertices.get(i).name().equals(layer) && usage.isKept(i))
        .mapToObj(i -> outputs[i])
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the plan does not keep the layer '" + layer + "'"));
  }

  /** Gradient of the loss with respect to the image, if there is an objective. */
  Optional<Tensor> imageGradient() {
    return Optional.ofNullable(gradients[0]);
  }

  private void layForward() {
    int[] readers = usage.readers();
    outputs[0] = take(0);
    measure(0);
    for (int i = 1; i < vertices.size(); i++) {
      if (!usage.isActive(i)) {
        continue;
      }
      Vertex vertex = vertices.get(i);
      boolean inPlace = canOverwriteInput(vertex);
      outputs[i] = inPlace ? outputs[vertex.inputs().get(0)] : take(i);
      vertex.node().forward(emitter, inputs(vertex), outputs[i]);
      emitter.releaseScratch();
      measure(i);
      for (int input : vertex.inputs()) {
        if (--readers[input] == 0 && usage.isTransient(input) && !inPlace) {
          slots.release(outputs[input]);
        }
      }
    }
  }

  private List<Tensor> inputs(Vertex vertex) {
    return vertex.inputs().stream().map(input -> outputs[input]).toList();
  }

  private boolean canOverwriteInput(Vertex vertex) {
    if (!vertex.node().inPlace()) {
      return false;
    }
    int input = vertex.inputs().get(0);
    return usage.readers()[input] == 1 && usage.isTransient(input);
  }

  private void measure(int vertex) {
    for (Objective objective : objectives(vertex, false)) {
      Term term = objective.bind(shapes[vertex], emitter);
      term.begin();
      term.accumulate(Part.whole(outputs[vertex]));
      term.finish();
      emitter.releaseScratch();
    }
  }

  private void layBackward() {
    for (int i = vertices.size() - 1; i > 0; i--) {
      if (!usage.isActive(i)) {
        continue;
      }
      addObjectives(i);
      if (gradients[i] != null) {
        Vertex vertex = vertices.get(i);
        vertex
            .node()
            .backward(emitter, inputs(vertex), outputs[i], gradients[i], new InputGradients(i));
        emitter.releaseScratch();
        if (gradients[i] != null) {
          slots.release(gradients[i]);
        }
        if (usage.isNeededLater(i) && !usage.isKept(i)) {
          slots.release(outputs[i]);
        }
      }
    }
    addObjectives(0);
  }

  private void addObjectives(int vertex) {
    List<Objective> here = objectives(vertex, true);
    if (!here.isEmpty() && gradients[vertex] == null) {
      gradients[vertex] = take(vertex);
      emitter.add(new Step.Fill(View.of(gradients[vertex]), 0));
    }
    for (Objective objective : here) {
      Part whole = Part.whole(outputs[vertex]);
      Term term = objective.bind(shapes[vertex], emitter);
      term.begin();
      term.accumulate(whole);
      term.finish();
      term.differentiate(whole, gradients[vertex]);
      emitter.releaseScratch();
      terms.add(term);
    }
  }

  /** Leaves the gradients that a vertex computes with the vertices that it reads. */
  private final class InputGradients implements Node.Gradients {
    private final int vertex;

    InputGradients(int vertex) {
      this.vertex = vertex;
    }

    @Override
    public void write(int input, Consumer<Tensor> writer) {
      int source = vertices.get(vertex).inputs().get(input);
      Tensor target = take(source);
      writer.accept(target);
      leave(source, target);
    }

    @Override
    public void share(int input) {
      Tensor gradient = gradients[vertex];
      Tensor sum = gradients[vertices.get(vertex).inputs().get(input)];
      if (sum == null) {
        write(input, target -> emitter.add(new Step.Copy(View.of(gradient), View.of(target))));
      } else {
        add(gradient, sum);
      }
    }

    @Override
    public void passOn() {
      leave(vertices.get(vertex).inputs().get(0), gradients[vertex]);
      gradients[vertex] = null;
    }

    private void leave(int source, Tensor contribution) {
      Tensor sum = gradients[source];
      if (sum == null) {
        gradients[source] = contribution;
      } else {
        add(contribution, sum);
        slots.release(contribution);
      }
    }

    private void add(Tensor contribution, Tensor sum) {
      emitter.add(new Step.Combine(Step.Operation.ADD, View.of(contribution), View.of(sum)));
    }
  }

  private Tensor take(int vertex) {
    return slots.take(shapes[vertex].dimensions());
  }
}
