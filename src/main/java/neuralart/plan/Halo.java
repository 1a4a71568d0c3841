package neuralart.plan;

import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import neuralart.network.node.Span;
import neuralart.objective.Objective;

/**
 * The rows that a strip computes. By all rows that its own rows of the inputs have an effect on,
 * the loss is differentiated; these, and its own rows, need the rows that they are computed from.
 */
final class Halo {
  private final Segment segment;
  private final Computation computation;
  private final Rows rows;

  Halo(Segment segment, Rows rows) {
    this.segment = segment;
    this.rows = rows;
    computation = segment.computation();
  }

  /** For each vertex, the rows that any of the inputs' own rows has an effect on. */
  Band[] affected(Band[] own) {
    Band[] affected = new Band[own.length];
    Arrays.fill(affected, Band.NONE);
    for (int input : segment.inputs()) {
      affected[input] = computation.usage().isDifferentiable(input) ? own[input] : Band.NONE;
    }
    for (int i : segment.vertices()) {
      if (computation.usage().isDifferentiable(i)) {
        for (int input : computation.inputs(i)) {
          int height = computation.shape(input).height();
          Band group = affected[input].inGroups(rows.together(i), height);
          affected[i] = affected[i].with(seeing(i, group, height));
        }
      }
    }
    return affected;
  }

  /** The rows of a vertex that are computed from some rows of an input. */
  private Band seeing(int vertex, Band input, int heightOfInput) {
    if (input.isEmpty()) {
      return Band.NONE;
    }
    Span span = rows.span(vertex);
    int height = computation.shape(vertex).height();
    Band direct =
        new Band(
            first(height, row -> highest(span, row) >= input.first()),
            first(height, row -> lowest(span, row) >= input.end()));
    // What lies beyond the edge may mirror what lies inside.
    Band above = new Band(0, first(height, row -> lowest(span, row) > -input.first()));
    int beyond = 2 * (heightOfInput - 1) - input.end();
    Band below = new Band(first(height, row -> highest(span, row) > beyond), height);
    return direct.with(above).with(below);
  }

  /** The first row that has a property which all rows below it have, or the number of rows. */
  private static int first(int height, IntPredicate property) {
    int without = -1;
    int with = height;
    while (with - without > 1) {
      int middle = (without + with) / 2;
      if (property.test(middle)) {
        with = middle;
      } else {
        without = middle;
      }
    }
    return with;
  }

  /** For each vertex, the rows that are to be computed. */
  Band[] needed(Band[] own, Band[] differentiated) {
    Band[] needed = new Band[own.length];
    Arrays.fill(needed, Band.NONE);
    for (int k = segment.vertices().size() - 1; k >= 0; k--) {
      int i = segment.vertices().get(k);
      needed[i] = needed[i].with(wanted(i, own[i], differentiated[i]));
      if (!needed[i].isEmpty()) {
        int height = computation.shape(i).height();
        needed[i] = needed[i].inGroups(rows.together(i), height);
        Span span = rows.span(i);
        int low = lowest(span, needed[i].first());
        int high = highest(span, needed[i].end() - 1);
        for (int input : computation.inputs(i)) {
          needed[input] = needed[input].with(seen(low, high, computation.shape(input).height()));
        }
      }
    }
    // A stride may leave out rows, which have a gradient all the same.
    segment.inputs().forEach(i -> needed[i] = needed[i].with(differentiated[i]));
    return needed;
  }

  /** What is wanted of a vertex by others than the vertices that read it. */
  private Band wanted(int vertex, Band own, Band differentiated) {
    List<Objective> objectives = computation.objectives(vertex);
    Band wanted = differentiated;
    if (!objectives.isEmpty() || segment.outputs().contains(vertex)) {
      wanted = wanted.with(own);
    }
    int more = objectives.stream().mapToInt(Objective::neighbours).max().orElse(0);
    int height = computation.shape(vertex).height();
    return wanted.isEmpty()
        ? wanted
        : new Band(Math.max(0, wanted.first() - more), Math.min(height, wanted.end() + more));
  }

  /** Rows beyond the edge may mirror those inside. */
  private static Band seen(int first, int last, int height) {
    int end = height - 1;
    int low = Math.min(first, 2 * end - last);
    int high = Math.max(last, -first);
    return new Band(Math.max(0, Math.min(end, low)), Math.min(end, Math.max(0, high)) + 1);
  }

  private static int lowest(Span span, int row) {
    return Math.min(span.firstInput(row), span.lastInput(row));
  }

  private static int highest(Span span, int row) {
    return Math.max(span.firstInput(row), span.lastInput(row));
  }
}
