package neuralart.plan;

import java.util.List;
import java.util.stream.Stream;
import neuralart.step.Tensor;
import neuralart.step.View;

/**
 * Neighbouring rows of a vertex' output.
 *
 * @param first the first one
 * @param end index behind the last one
 */
record Band(int first, int end) {
  static final Band NONE = new Band(0, 0);

  boolean isEmpty() {
    return first >= end;
  }

  int count() {
    return end - first;
  }

  /** These rows of a whole output. */
  View of(Tensor whole) {
    return View.of(whole).part(1, first, count(), 1);
  }

  /** The smallest band with both. */
  Band with(Band other) {
    if (isEmpty() || other.isEmpty()) {
      return isEmpty() ? other : this;
    }
    return new Band(Math.min(first, other.first), Math.max(end, other.end));
  }

  /** The parts of this band above and below the rows of another one, as far as there are any. */
  List<Band> beside(Band other) {
    if (other.isEmpty()) {
      return isEmpty() ? List.of() : List.of(this);
    }
    Band above = new Band(first, Math.min(end, other.first));
    Band below = new Band(Math.max(first, other.end), end);
    return Stream.of(above, below).filter(band -> !band.isEmpty()).toList();
  }

  /** With all rows of the groups that these rows are in, of a layer of some height. */
  Band inGroups(int together, int height) {
    int rounded = (end + together - 1) / together * together;
    return isEmpty() ? this : new Band(first / together * together, Math.min(rounded, height));
  }
}
