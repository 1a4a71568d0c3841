package neuralart.plan;

import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;
import neuralart.network.Vertex;

/** What a plan needs of a network's vertices: which run, which have a gradient, what stays. */
final class Usage {
  private final boolean[] kept;
  private final boolean[] active;
  private final boolean[] differentiable;
  private final int[] readers;

  /**
   * @param vertices in order of computation
   * @param hasObjective whether an objective with a gradient looks at a vertex
   * @param isMeasured whether one without a gradient does
   * @param named names of the layers whose activations stay readable
   */
  Usage(
      List<Vertex> vertices,
      IntPredicate hasObjective,
      IntPredicate isMeasured,
      Set<String> named) {
    int n = vertices.size();
    kept = new boolean[n];
    active = new boolean[n];
    differentiable = new boolean[n];
    readers = new int[n];
    for (int i = n - 1; i >= 0; i--) {
      kept[i] = i == 0 || named.contains(vertices.get(i).name());
      active[i] |= kept[i] || hasObjective.test(i) || isMeasured.test(i);
      differentiable[i] |= hasObjective.test(i);
      if (active[i]) {
        for (int input : vertices.get(i).inputs()) {
          active[input] = true;
          differentiable[input] |= differentiable[i];
          readers[input]++;
        }
      }
    }
  }

  /** Whether a vertex must run. */
  boolean isActive(int vertex) {
    return active[vertex];
  }

  /** Whether there is a gradient of the loss with respect to a vertex' output. */
  boolean isDifferentiable(int vertex) {
    return differentiable[vertex];
  }

  /** Whether the caller may read a vertex' output. */
  boolean isKept(int vertex) {
    return kept[vertex];
  }

  /** How often vertices that run read the output of a vertex. */
  int readers(int vertex) {
    return readers[vertex];
  }
}
