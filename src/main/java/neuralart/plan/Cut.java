package neuralart.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import neuralart.step.Executor;

/**
 * Where a segment ends, and in how many strips it runs.
 *
 * @param end index behind its last vertex
 * @param strips at least 1
 */
record Cut(int end, int strips) {
  /** Everything in one piece. */
  static List<Cut> none(Computation computation) {
    return List.of(new Cut(computation.size(), 1));
  }

  /**
   * The stages of a computation that is cut.
   *
   * @param cuts in order; the last one at the end of the network
   * @return nothing if a segment can't run in so many strips
   */
  static Optional<List<Stage>> apply(Computation computation, Executor executor, List<Cut> cuts) {
    Rows rows = new Rows(computation, executor);
    List<Stage> stages = new ArrayList<>();
    int first = 1;
    for (Cut cut : cuts) {
      Optional<Stage> stage = cut.stage(computation, rows, first);
      if (stage.isEmpty()) {
        return Optional.empty();
      }
      stages.add(stage.get());
      first = cut.end;
    }
    return Optional.of(stages);
  }

  /**
   * The stage from a vertex on.
   *
   * @return nothing if it can't run in so many strips
   */
  Optional<Stage> stage(Computation computation, Rows rows, int first) {
    Segment segment = new Segment(computation, first, end);
    return new Strips(segment, rows).cut(strips).map(all -> new Stage(segment, all));
  }
}
