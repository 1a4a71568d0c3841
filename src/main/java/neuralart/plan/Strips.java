package neuralart.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import neuralart.network.node.Node;
import neuralart.network.node.Span;
import neuralart.objective.Objective;
import neuralart.step.Shape;

/**
 * Cuts a segment into strips. A strip runs as if it were an image of its own. It begins, and ends
 * from the end of the image, at a multiple of the rows that are whole rows of each vertex: so
 * strides and paddings fall as in the whole image, and what is computed in groups of rows begins
 * with a group. It has the rows that its own rows are computed from, through all vertices.
 */
final class Strips {
  private final Segment segment;
  private final Computation computation;
  private final Rows rows;
  private final long period;
  private final long grid;
  private final int height;

  Strips(Segment segment, Rows rows) {
    this.segment = segment;
    this.rows = rows;
    computation = segment.computation();
    height = computation.shape(0).height();
    List<Integer> all = new ArrayList<>(segment.inputs());
    all.addAll(segment.vertices());
    period = rows.period(all);
    grid = rows.grid(period, segment.vertices());
  }

  /** The segment in one piece. */
  Strip whole() {
    int n = computation.size();
    Strip strip = new Strip(new Shape[n], new int[n], new int[n], new int[n]);
    segment.inputs().forEach(i -> fillIn(strip, i));
    segment.vertices().forEach(i -> fillIn(strip, i));
    return strip;
  }

  private void fillIn(Strip strip, int vertex) {
    strip.shapes()[vertex] = computation.shape(vertex);
    strip.counts()[vertex] = computation.shape(vertex).height();
  }

  /** The first vertex that can only be computed of the whole image, if there is one. */
  Optional<Integer> obstacle() {
    return segment.vertices().stream().filter(this::needsWhole).findFirst();
  }

  private boolean needsWhole(int vertex) {
    Node node = computation.vertex(vertex).node();
    List<Integer> inputs = computation.inputs(vertex);
    List<Shape> shapes = inputs.stream().map(computation::shape).toList();
    return node.dependsOnPlace(shapes)
        || node.reach(placing(vertex)).rows().isEverything()
        || computation.objectives(vertex).stream().anyMatch(Objective::needsWhole);
  }

  private List<Shape> placing(int vertex) {
    return computation.vertex(vertex).node().placing(computation.inputs(vertex)).stream()
        .map(computation::shape)
        .toList();
  }

  /**
   * So many strips, or fewer where there aren't as many rows.
   *
   * @return nothing if the segment can only be computed of the whole image
   */
  Optional<List<Strip>> cut(int count) {
    if (count == 1) {
      return Optional.of(List.of(whole()));
    }
    if (obstacle().isPresent()) {
      return Optional.empty();
    }
    long units = height / period;
    long own = Math.max(1, (units + count - 1) / count) * period;
    Deque<Long> starts = new ArrayDeque<>();
    List<Strip> strips = new ArrayList<>();
    long from = 0;
    long to = end(own);
    while (from < height) {
      Optional<Strip> strip = strip(from, to);
      if (strip.isPresent()) {
        starts.push(from);
        strips.add(strip.get());
        from = to;
      } else if (to == height && !strips.isEmpty()) {
        from = starts.pop(); // too few rows are left for a strip
        strips.remove(strips.size() - 1);
      } else if (to == height) {
        return Optional.of(List.of(whole()));
      }
      to = end(to + own);
    }
    return Optional.of(strips);
  }

  /** A row where a strip may end: not so near to the last that less than a period would be left. */
  private long end(long row) {
    return row > height - period ? height : row;
  }

  /** The strip whose own rows are those of some rows of the image. */
  private Optional<Strip> strip(long from, long to) {
    int n = computation.size();
    Strip strip = new Strip(new Shape[n], new int[n], new int[n], new int[n]);
    segment.vertices().forEach(i -> own(strip, i, from, to));
    int[][] needed = needed(strip);
    long above = Long.MAX_VALUE;
    long below = Long.MAX_VALUE;
    for (int i = 0; i < n; i++) {
      if (needed[i] != null) {
        int last = computation.shape(i).height() - 1 - needed[i][1];
        above = Math.min(above, rows.inImage(i, needed[i][0]));
        below = Math.min(below, rows.inImage(i, last));
      }
    }
    boolean fits =
        above < Long.MAX_VALUE && place(strip, above / grid * grid, below / period * period);
    return fits ? Optional.of(strip) : Optional.empty();
  }

  private void own(Strip strip, int vertex, long from, long to) {
    int rowsOfAll = computation.shape(vertex).height();
    int first = (int) Math.min(rowsOfAll, rows.of(vertex, from));
    int end = to == height ? rowsOfAll : (int) Math.min(rowsOfAll, rows.of(vertex, to));
    strip.firsts()[vertex] = first;
    strip.counts()[vertex] = end - first;
  }

  /** The first and the last row that is needed of each vertex, null where none is. */
  private int[][] needed(Strip strip) {
    int[][] needed = new int[computation.size()][];
    for (int k = segment.vertices().size() - 1; k >= 0; k--) {
      int i = segment.vertices().get(k);
      int neighbours =
          computation.objectives(i).stream().mapToInt(Objective::neighbours).max().orElse(-1);
      if ((neighbours >= 0 || segment.outputs().contains(i)) && strip.hasOwnRows(i)) {
        int more = Math.max(0, neighbours);
        int first = strip.firsts()[i];
        add(needed, i, first - more, first + strip.counts()[i] - 1 + more);
      }
      if (needed[i] != null) {
        needed[i] = withTheirGroups(i, needed[i]);
        Span span = computation.vertex(i).node().reach(placing(i)).rows();
        int a = span.firstInput(needed[i][0]);
        int b = span.lastInput(needed[i][1]);
        computation.inputs(i).forEach(input -> add(needed, input, Math.min(a, b), Math.max(a, b)));
      }
    }
    return needed;
  }

  /** Some rows and all that are computed together with them. */
  private int[] withTheirGroups(int vertex, int[] needed) {
    int together = rows.together(vertex);
    int end = (needed[1] / together + 1) * together;
    int first = needed[0] / together * together;
    return new int[] {first, Math.min(end, computation.shape(vertex).height()) - 1};
  }

  /** Rows beyond the edge may mirror those inside. */
  private void add(int[][] needed, int vertex, int first, int last) {
    int end = computation.shape(vertex).height() - 1;
    int low = Math.min(first, 2 * end - last);
    int high = Math.max(last, -first);
    int[] before = needed[vertex] == null ? new int[] {end, 0} : needed[vertex];
    needed[vertex] =
        new int[] {
          Math.min(before[0], Math.max(0, Math.min(end, low))),
          Math.max(before[1], Math.min(end, Math.max(0, high)))
        };
  }

  /** Gives a strip its extents; says whether they are those of a part of the image. */
  private boolean place(Strip strip, long above, long below) {
    for (int input : segment.inputs()) {
      if (!place(strip, input, above, below)) {
        return false;
      }
    }
    for (int i : segment.vertices()) {
      if (!place(strip, i, above, below) || !isPartOfWhole(strip, i)) {
        return false;
      }
    }
    return true;
  }

  private boolean place(Strip strip, int i, long above, long below) {
    Shape whole = computation.shape(i);
    long top = rows.of(i, above);
    long size = whole.height() - top - rows.of(i, below);
    strip.tops()[i] = (int) top;
    strip.shapes()[i] = new Shape((int) size, whole.width(), whole.channels());
    return size > 0;
  }

  /** Whether a node makes of a strip what it makes of the whole there. */
  private boolean isPartOfWhole(Strip strip, int vertex) {
    Node node = computation.vertex(vertex).node();
    List<Integer> inputs = computation.inputs(vertex);
    List<Shape> extents = inputs.stream().map(strip::shape).toList();
    List<Shape> placing = node.placing(inputs).stream().map(strip::shape).toList();
    try {
      return node.output(extents).equals(strip.shape(vertex))
          && node.reach(placing).rows().equals(node.reach(placing(vertex)).rows());
    } catch (IllegalArgumentException e) {
      return false; // too few rows
    }
  }
}
