package neuralart.plan;

import java.util.Arrays;
import neuralart.objective.Objective.Part;
import neuralart.step.Shape;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * The rows in which a segment runs at a time. Each vertex' output has some rows of its own there,
 * which no other strip has, among others that are computed because these see them. The rows nearest
 * to where the image was cut are wrong, but nothing that sees them is an own row.
 *
 * @param shapes extent of each vertex' output in this strip, null for those of other segments
 * @param tops for each vertex, the row of its whole output that the strip begins with
 * @param firsts for each vertex, the first of its own rows
 * @param counts for each vertex, how many own rows it has
 */
record Strip(Shape[] shapes, int[] tops, int[] firsts, int[] counts) {
  Shape shape(int vertex) {
    return shapes[vertex];
  }

  /** A vertex' output in this strip as a part of the whole. */
  Part part(int vertex, Tensor output) {
    return new Part(output, tops[vertex], firsts[vertex], counts[vertex]);
  }

  boolean hasOwnRows(int vertex) {
    return counts[vertex] > 0;
  }

  /** The rows of a whole output that this strip has. */
  View rowsOf(int vertex, Tensor whole) {
    return View.of(whole).part(1, tops[vertex], shapes[vertex].height(), 1);
  }

  /** The own rows in a whole output. */
  View ownRowsOf(int vertex, Tensor whole) {
    return View.of(whole).part(1, firsts[vertex], counts[vertex], 1);
  }

  /** The own rows in the strip. */
  View ownRowsIn(int vertex, Tensor output) {
    return View.of(output).part(1, firsts[vertex] - tops[vertex], counts[vertex], 1);
  }

  /** Whether the same steps run another strip too. */
  boolean isLike(Strip other) {
    return Arrays.equals(shapes, other.shapes);
  }
}
