package neuralart.art.maps;

import java.util.Comparator;
import java.util.List;
import neuralart.network.FieldAxis;
import neuralart.network.ReceptiveField;

/** The map of a filter, out of which the patches with the highest values are taken. */
final class PatchMap {
  private final float[] map;
  private final FieldAxis rows;
  private final FieldAxis columns;

  /**
   * @param map is overwritten
   * @param field where its values lie, and what they see
   */
  PatchMap(float[] map, ReceptiveField field) {
    this.map = map;
    rows = field.rows();
    columns = field.columns();
  }

  /**
   * Takes the highest values, far enough from each other, into the best so far. To be called once.
   *
   * @param best of all images so far, the most exciting first
   * @param count how many are wanted
   * @param image index of the image that the map is of
   * @param slice index of its slice
   */
  void addTo(List<Patch> best, int count, int image, int slice) {
    clearBorder();
    for (int i = 0; i < count; i++) {
      int highest = highest();
      boolean better = best.size() < count || map[highest] > best.get(count - 1).value();
      if (!(map[highest] > 0) || !better) {
        return;
      }
      int y = highest / columns.size();
      int x = highest % columns.size();
      best.add(new Patch(image, slice, map[highest], rows.field(y), columns.field(x)));
      best.sort(Comparator.comparingDouble(Patch::value).reversed());
      if (best.size() > count) {
        best.remove(count);
      }
      clear(y, x);
    }
  }

  /** Rules out the values that see padding, unless there are no others. */
  private void clearBorder() {
    FieldAxis.Range insideY = inside(rows);
    FieldAxis.Range insideX = inside(columns);
    for (int i = 0; i < map.length; i++) {
      if (!insideY.contains(i / columns.size()) || !insideX.contains(i % columns.size())) {
        map[i] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  /** The values whose fields lie in the image, or all if none does. */
  private static FieldAxis.Range inside(FieldAxis axis) {
    int first = 0;
    int last = axis.size() - 1;
    while (first <= last && axis.field(first).first() < 0) {
      first++;
    }
    while (last >= first && axis.field(last).last() >= axis.imageSize()) {
      last--;
    }
    return first <= last
        ? new FieldAxis.Range(first, last)
        : new FieldAxis.Range(0, axis.size() - 1);
  }

  private int highest() {
    int highest = 0;
    for (int i = 1; i < map.length; i++) {
      highest = map[i] > map[highest] ? i : highest;
    }
    return highest;
  }

  /** Rules out the values whose fields share pixels with that of a value. */
  private void clear(int y, int x) {
    FieldAxis.Range height = rows.field(y);
    FieldAxis.Range width = columns.field(x);
    int reachY = (int) Math.ceil(height.length() / rows.stride());
    int reachX = (int) Math.ceil(width.length() / columns.stride());
    for (int i = Math.max(y - reachY, 0); i <= Math.min(y + reachY, rows.size() - 1); i++) {
      if (rows.field(i).overlaps(height)) {
        for (int j = Math.max(x - reachX, 0); j <= Math.min(x + reachX, columns.size() - 1); j++) {
          if (columns.field(j).overlaps(width)) {
            map[i * columns.size() + j] = Float.NEGATIVE_INFINITY;
          }
        }
      }
    }
  }
}
