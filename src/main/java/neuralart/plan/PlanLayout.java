package neuralart.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import neuralart.network.Vertex;
import neuralart.network.node.Node;
import neuralart.objective.Objective;
import neuralart.step.Shape;
import neuralart.step.Steps;
import neuralart.step.Tensor;

/**
 * A plan before it takes any memory: which vertices run, in which order, and which buffers they
 * share. Draws up one forward pass over the vertices that lead to the layers asked for, and one
 * reverse pass that visits each of them once, however many objectives there are.
 */
final class PlanLayout implements Steps {
  /** A step to be built once its buffers exist. */
  record Step(String name, Supplier<Runnable> builder) {}

  private final List<Vertex> vertices;
  private final Shape[] shapes;
  private final List<List<Objective>> objectives = new ArrayList<>();
  private final Usage usage;
  private final Tensor[] outputs;
  private final Tensor[] gradients;
  private final Slots slots = new Slots();
  private final List<Tensor> scratch = new ArrayList<>();
  private final List<Step> forward = new ArrayList<>();
  private final List<Step> backward = new ArrayList<>();
  private Function<Objective.Evaluation, Runnable> evaluator;
  private List<Step> steps = forward;
  private boolean redirecting;

  /**
   * @param vertices the network, in order of computation; the first is the image
   * @param shapes extent of each vertex' output
   * @param objectives terms of the loss, with the index of the vertex that each looks at
   * @param kept names of the layers whose activations stay readable
   */
  PlanLayout(List<Vertex> vertices, Shape[] shapes, List<Objective> objectives, Set<String> kept) {
    int n = vertices.size();
    Set<String> named = new HashSet<>(kept);
    objectives.forEach(objective -> named.add(objective.layer()));
    this.vertices = Fusion.apply(vertices, named);
    this.shapes = shapes.clone();
    this.outputs = new Tensor[n];
    this.gradients = new Tensor[n];
    for (int i = 1; i < n; i++) {
      Vertex rewritten = this.vertices.get(i);
      if (shapes[i] != null && !rewritten.equals(vertices.get(i))) {
        List<Shape> inputs = rewritten.inputs().stream().map(input -> this.shapes[input]).toList();
        this.shapes[i] = rewritten.node().output(inputs);
      }
    }
    for (Vertex vertex : vertices) {
      this.objectives.add(
          objectives.stream().filter(o -> o.layer().equals(vertex.name())).toList());
    }
    usage = new Usage(this.vertices, i -> !this.objectives.get(i).isEmpty(), kept);
    layForward();
    if (usage.isDifferentiable(0)) {
      layBackward();
    }
  }

  List<Step> forward() {
    return forward;
  }

  List<Step> backward() {
    return backward;
  }

  Slots slots() {
    return slots;
  }

  Tensor output(int vertex) {
    return outputs[vertex];
  }

  /** The output of a layer that the caller may read. */
  Tensor kept(String layer) {
    return IntStream.range(0, vertices.size())
        .filter(i -> vertices.get(i).name().equals(layer) && usage.isKept(i))
        .mapToObj(this::output)
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("the plan does not keep the layer '" + layer + "'"));
  }

  /** What makes a step of an objective that has been bound to its buffers. */
  void evaluateWith(Function<Objective.Evaluation, Runnable> maker) {
    evaluator = maker;
  }

  /** Gradient of the loss with respect to the image; null where there is no objective. */
  Tensor imageGradient() {
    return gradients[0];
  }

  /** Bytes of native memory that the plan's buffers and its objectives will take. */
  long bytes() {
    long bytes = slots.bytes();
    for (int i = 0; i < vertices.size(); i++) {
      for (Objective objective : objectives.get(i)) {
        bytes += objective.bytes(shapes[i]);
      }
    }
    return bytes;
  }

  private void layForward() {
    int[] readers = usage.readers();
    outputs[0] = take(0);
    for (int i = 1; i < vertices.size(); i++) {
      if (!usage.isActive(i)) {
        continue;
      }
      Vertex vertex = vertices.get(i);
      List<Tensor> inputs = vertex.inputs().stream().map(in -> outputs[in]).toList();
      boolean inPlace = canOverwriteInput(vertex);
      outputs[i] = inPlace ? inputs.get(0) : take(i);
      vertex.node().forward(this, inputs, outputs[i]);
      releaseScratch();
      for (int input : vertex.inputs()) {
        if (--readers[input] == 0 && usage.isTransient(input) && !inPlace) {
          slots.release(outputs[input]);
        }
      }
    }
  }

  private boolean canOverwriteInput(Vertex vertex) {
    if (!vertex.node().inPlace()) {
      return false;
    }
    int input = vertex.inputs().get(0);
    return usage.readers()[input] == 1 && usage.isTransient(input);
  }

  private void layBackward() {
    steps = backward;
    for (int i = vertices.size() - 1; i > 0; i--) {
      if (!usage.isActive(i)) {
        continue;
      }
      addObjectives(i);
      if (gradients[i] != null) {
        Vertex vertex = vertices.get(i);
        List<Tensor> inputs = vertex.inputs().stream().map(in -> outputs[in]).toList();
        vertex.node().backward(this, inputs, outputs[i], gradients[i], new InputGradients(i));
        releaseScratch();
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
    if (!objectives.get(vertex).isEmpty() && gradients[vertex] == null) {
      Tensor gradient = take(vertex);
      gradients[vertex] = gradient;
      add("zero", () -> () -> gradient.array().assign(0));
    }
    for (Objective objective : objectives.get(vertex)) {
      Tensor activation = outputs[vertex];
      Tensor gradient = gradients[vertex];
      add("objective", () -> evaluator.apply(objective.bind(activation.array(), gradient.array())));
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
        write(input, target -> add("copy", () -> () -> target.array().assign(gradient.array())));
      } else {
        add("add", () -> () -> sum.array().addi(gradient.array()));
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
        add("add", () -> () -> sum.array().addi(contribution.array()));
        slots.release(contribution);
      }
    }
  }

  private Tensor take(int vertex) {
    return slots.take(shapes[vertex].dimensions());
  }

  @Override
  public void add(String name, Supplier<Runnable> step) {
    steps.add(new Step(name, step));
  }

  @Override
  public Tensor scratch(long... dimensions) {
    Tensor tensor = slots.take(dimensions);
    scratch.add(tensor);
    return tensor;
  }

  @Override
  public BooleanSupplier redirection() {
    return () -> redirecting;
  }

  void redirectGradients(boolean redirect) {
    redirecting = redirect;
  }

  private void releaseScratch() {
    scratch.forEach(slots::release);
    scratch.clear();
  }
}
