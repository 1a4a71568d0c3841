package neuralart.art.apply;

import java.util.Locale;
import java.util.Optional;
import neuralart.network.FieldAxis;
import neuralart.network.Network;

/**
 * How the rows, or the columns, of an image of any size go through a network that takes some sizes
 * only, or cuts off the border: more are mirrored around them, and of the output those are taken
 * that belong to the image.
 *
 * @param before rows that are mirrored before the first
 * @param length rows that the network gets
 * @param first value of the output that is taken first
 * @param count values of the output that are taken
 */
record AxisFit(int before, int length, int first, int count) {
  /** More rows than any network asks for beside those of the image. */
  private static final int MOST_ADDED = 1024;

  private static final double ROUNDING = 1e-6;

  /**
   * Finds the smallest size that the network takes and whose output covers the image.
   *
   * @param layer the output
   * @param size rows of the image
   * @throws IllegalArgumentException if there is none; says why the image isn't taken as it is
   */
  static AxisFit of(Network network, String layer, int size) {
    Optional<IllegalArgumentException> refusal = Optional.empty();
    Optional<AxisFit> overhanging = Optional.empty();
    for (int length = size; length <= size + MOST_ADDED; length++) {
      try {
        FieldAxis axis = network.receptiveField(layer, length, length).rows();
        if (axis.stride() > 1 + ROUNDING) {
          return coarse(axis, size);
        }
        Optional<AxisFit> fit = fine(axis, size);
        if (fit.isPresent() && axis.size() <= factor(axis) * length) {
          return fit.get();
        }
        overhanging = overhanging.or(() -> fit);
      } catch (IllegalArgumentException e) {
        refusal = refusal.or(() -> Optional.of(e));
      }
    }
    IllegalArgumentException otherwise = refusal.orElseGet(() -> noFactor(network, layer));
    return overhanging.orElseThrow(() -> otherwise);
  }

  /** All values of an output with fewer rows than the image whose place is in the image. */
  private static AxisFit coarse(FieldAxis axis, int size) {
    int inside = (int) Math.floor(axis.valueAt(size - 1 + ROUNDING)) + 1;
    int count = axis.imageSize() == size ? axis.size() : Math.min(axis.size(), inside);
    return new AxisFit(0, axis.imageSize(), 0, Math.max(1, count));
  }

  /**
   * Takes a whole number of values for each row. The output is taken to lie on the middle of what
   * the network gets, as it does where padding and cropping are the same on both sides.
   */
  private static Optional<AxisFit> fine(FieldAxis axis, int size) {
    int factor = factor(axis);
    int spare = axis.size() - factor * axis.imageSize();
    int cut = Math.max(0, -spare / 2);
    int before = -Math.floorDiv(-cut, factor);
    int first = factor * before - cut + Math.max(0, spare / 2);
    int count = factor * size;
    boolean whole = Math.abs(factor * axis.stride() - 1) < ROUNDING;
    boolean covers = before + size <= axis.imageSize() && first + count <= axis.size();
    return whole && covers
        ? Optional.of(new AxisFit(before, axis.imageSize(), first, count))
        : Optional.empty();
  }

  private static int factor(FieldAxis axis) {
    return (int) Math.round(1 / axis.stride());
  }

  private static IllegalArgumentException noFactor(Network network, String layer) {
    return new IllegalArgumentException(
        String.format(
            Locale.ROOT,
            "Layer '%s' of network '%s' is larger than the image, but by no whole factor",
            layer,
            network.name()));
  }
}
