package neuralart.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import neuralart.network.node.Node;
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
  private final Halo halo;
  private final long period;
  private final long grid;
  private final int height;

  Strips(Segment segment, Rows rows) {
    this.segment = segment;
    this.rows = rows;
    computation = segment.computation();
    height = computation.shape(0).height();
    halo = new Halo(segment, rows);
    period = rows.period(all());
    grid = rows.grid(period, segment.vertices());
  }

  private List<Integer> all() {
    List<Integer> all = new ArrayList<>(segment.inputs());
    all.addAll(segment.vertices());
    return all;
  }

  /** The segment in one piece. */
  Strip whole() {
    int n = computation.size();
    Strip strip = new Strip(new Shape[n], new int[n], new Band[n], new Band[n]);
    for (int i : all()) {
      strip.shapes()[i] = computation.shape(i);
      strip.own()[i] = new Band(0, computation.shape(i).height());
      strip.differentiated()[i] = strip.own()[i];
    }
    return strip;
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
        || rows.span(vertex).isEverything()
        || computation.objectives(vertex).stream().anyMatch(Objective::needsWhole);
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
    Band[] own = new Band[n];
    segment.inputs().forEach(i -> own[i] = own(i, from, to, 1));
    segment.vertices().forEach(i -> own[i] = own(i, from, to, together(i)));
    Band[] differentiated = halo.affected(own);
    Band[] needed = halo.needed(own, differentiated);
    long above = Long.MAX_VALUE;
    long below = Long.MAX_VALUE;
    for (int i = 0; i < n; i++) {
      if (!needed[i].isEmpty()) {
        int rest = computation.shape(i).height() - needed[i].end();
        above = Math.min(above, rows.inImage(i, needed[i].first()));
        below = Math.min(below, rows.inImage(i, rest));
      }
    }
    Strip strip = new Strip(new Shape[n], new int[n], own, differentiated);
    boolean fits =
        above < Long.MAX_VALUE && place(strip, above / grid * grid, below / period * period);
    return fits ? Optional.of(strip) : Optional.empty();
  }

  /** A vertex' own rows for some of the image, in whole groups. */
  private Band own(int vertex, long from, long to, int together) {
    int all = computation.shape(vertex).height();
    int end = to == height ? all : beginning(vertex, to, together);
    return new Band(beginning(vertex, from, together), end);
  }

  private int beginning(int vertex, long imageRow, int together) {
    long groups = (rows.of(vertex, imageRow) + together - 1) / together;
    return (int) Math.min(computation.shape(vertex).height(), groups * together);
  }

  /** Rows of a vertex that objectives add up together. */
  private int together(int vertex) {
    Shape shape = computation.shape(vertex);
    return computation.objectives(vertex).stream()
        .mapToInt(objective -> objective.rowsTogether(shape))
        .max()
        .orElse(1);
  }

  /** Gives a strip its extents; says whether they are those of a part of the image. */
  private boolean place(Strip strip, long above, long below) {
    return all().stream().allMatch(i -> place(strip, i, above, below))
        && segment.vertices().stream().allMatch(i -> isPartOfWhole(strip, i));
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
          && node.reach(placing).rows().equals(rows.span(vertex));
    } catch (IllegalArgumentException e) {
      return false; // too few rows
    }
  }
}
