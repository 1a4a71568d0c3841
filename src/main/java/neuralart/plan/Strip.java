package neuralart.plan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import neuralart.objective.Objective.Part;
import neuralart.step.Shape;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * The rows in which a segment runs at a time. Each vertex' output has some rows of its own there,
 * which no other strip has. Among others that are computed because these see them are those by
 * which the loss is differentiated so that the gradient by the inputs' own rows is complete: it is
 * then that of the whole image to the last bit, while a sum of what several strips know would be
 * rounded in another way. The rows nearest to where the image was cut are wrong, but nothing that
 * sees them is one of these rows.
 *
 * @param shapes extent of each vertex' output in this strip, null for those of other segments
 * @param tops for each vertex, the row of its whole output that the strip begins with
 * @param own for each vertex, its own rows, null for those of other segments
 * @param differentiated for each vertex of the segment, the rows whose gradient is complete
 */
record Strip(Shape[] shapes, int[] tops, Band[] own, Band[] differentiated) {
  Shape shape(int vertex) {
    return shapes[vertex];
  }

  /** The own rows of a vertex' output in this strip as a part of the whole. */
  Part part(int vertex, Tensor output) {
    return part(vertex, output, own[vertex], true);
  }

  /** The rows by which the loss is differentiated: the own ones, and those beside them. */
  List<Part> differentiatedParts(int vertex, Tensor output) {
    List<Part> parts = new ArrayList<>();
    if (hasOwnRows(vertex)) {
      parts.add(part(vertex, output));
    }
    for (Band band : differentiated[vertex].beside(own[vertex])) {
      parts.add(part(vertex, output, band, false));
    }
    return parts;
  }

  private Part part(int vertex, Tensor output, Band rows, boolean counts) {
    return new Part(output, tops[vertex], rows.first(), rows.count(), counts);
  }

  boolean hasOwnRows(int vertex) {
    return !own[vertex].isEmpty();
  }

  /** The rows of a whole output that this strip has. */
  View rowsOf(int vertex, Tensor whole) {
    return View.of(whole).part(1, tops[vertex], shapes[vertex].height(), 1);
  }

  /** Some rows of a vertex in its output of this strip. */
  View in(int vertex, Tensor output, Band rows) {
    int top = tops[vertex];
    return new Band(rows.first() - top, rows.end() - top).of(output);
  }

  /** Whether the same steps run another strip too. */
  boolean isLike(Strip other) {
    return Arrays.equals(shapes, other.shapes);
  }
}
