package neuralart.plan;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import neuralart.network.Vertex;
import neuralart.objective.Objective;
import neuralart.step.Shape;

/** What a plan computes, before it is said how: vertices, their extents, and who looks at them. */
final class Computation {
  private final List<Vertex> vertices;
  private final Shape[] shapes;
  private final List<Objective> objectives;
  private final Usage usage;

  /**
   * @param vertices the network, in order of computation; the first is the image
   * @param shapes extent of each vertex' output, null where it isn't needed
   * @param objectives terms of the loss
   * @param kept names of the layers whose activations stay readable
   */
  Computation(List<Vertex> vertices, Shape[] shapes, List<Objective> objectives, Set<String> kept) {
    Set<String> named = new HashSet<>(kept);
    objectives.forEach(objective -> named.add(objective.layer()));
    this.vertices = Fusion.apply(vertices, named);
    this.shapes = shapes.clone();
    this.objectives = objectives;
    for (int i = 1; i < vertices.size(); i++) {
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
  }

  int size() {
    return vertices.size();
  }

  Vertex vertex(int i) {
    return vertices.get(i);
  }

  List<Integer> inputs(int vertex) {
    return vertices.get(vertex).inputs();
  }

  /** The extent of a vertex' output for the whole image. */
  Shape shape(int vertex) {
    return shapes[vertex];
  }

  Usage usage() {
    return usage;
  }

  /** The objectives that look at a vertex. */
  List<Objective> objectives(int vertex) {
    String name = vertices.get(vertex).name();
    return objectives.stream().filter(o -> o.layer().equals(name)).toList();
  }

  /** Those of them with or without a gradient. */
  List<Objective> objectives(int vertex, boolean differentiable) {
    return objectives(vertex).stream().filter(o -> o.isDifferentiable() == differentiable).toList();
  }

  /** Whether there is a gradient of a loss with respect to the image. */
  boolean hasGradient() {
    return usage.isDifferentiable(0);
  }
}
