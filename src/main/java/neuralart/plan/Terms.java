package neuralart.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import neuralart.objective.Objective;
import neuralart.objective.Objective.Part;
import neuralart.objective.Objective.Term;
import neuralart.step.Tensor;

/** The objectives of a computation, as terms in a plan. */
final class Terms {
  private final Computation computation;
  private final Emitter emitter;
  private final List<Term> loss = new ArrayList<>();

  Terms(Computation computation, Emitter emitter) {
    this.computation = computation;
    this.emitter = emitter;
  }

  /** Those of the loss. */
  List<Term> loss() {
    return loss;
  }

  /** Writes the steps of the objectives without a gradient that look at a vertex. */
  void measure(int vertex, Tensor output) {
    computation
        .objectives(vertex, false)
        .forEach(objective -> measure(objective, vertex, Part.whole(output)));
  }

  private Term measure(Objective objective, int vertex, Part whole) {
    Term term = objective.bind(computation.shape(vertex), emitter);
    term.begin();
    term.accumulate(whole);
    term.finish();
    emitter.releaseScratch();
    return term;
  }

  /** Writes the steps of the objectives with a gradient, which they add to that of the vertex. */
  void evaluate(int vertex, Tensor output, Tensor gradient) {
    for (Objective objective : computation.objectives(vertex, true)) {
      Part whole = Part.whole(output);
      Term term = objective.bind(computation.shape(vertex), emitter);
      term.begin();
      term.accumulate(whole);
      term.finish();
      term.differentiate(whole, gradient);
      emitter.releaseScratch();
      loss.add(term);
    }
  }

  /** The terms of objectives that look at a segment's vertices, which come in parts. */
  Map<Integer, List<Term>> inParts(Segment segment) {
    Map<Integer, List<Term>> terms = new HashMap<>();
    for (int vertex : segment.vertices()) {
      for (Objective objective : computation.objectives(vertex)) {
        Term term =
            emitter.withOwnScratch(() -> objective.bind(computation.shape(vertex), emitter));
        terms.computeIfAbsent(vertex, key -> new ArrayList<>()).add(term);
        if (objective.isDifferentiable()) {
          loss.add(term);
        }
      }
    }
    return terms;
  }
}
