package neuralart.art;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import neuralart.art.StyleTransferOptions.Pyramid;

/**
 * The sizes that an image goes through, from small to full.
 *
 * @param sizes rows and columns
 * @param iterations at each of them
 */
record Levels(List<int[]> sizes, List<Integer> iterations) {
  /**
   * The sizes of a pyramid.
   *
   * @param full rows and columns of the last one
   * @param iterations at each size but the first
   * @param fits whether a size is large enough for the network
   */
  static Levels of(Pyramid pyramid, int[] full, int iterations, Predicate<int[]> fits) {
    List<int[]> sizes = new ArrayList<>(List.of(full));
    int longer = Math.max(full[0], full[1]);
    for (int i = 1; pyramid.smallest() > 0; i++) {
      int side = (int) Math.round(longer / Math.pow(pyramid.ratio(), i));
      int[] size = StyleLoss.fit(full[0], full[1], side);
      if (side < pyramid.smallest() || !fits.test(size)) {
        break;
      }
      sizes.add(0, size);
    }
    List<Integer> counts = new ArrayList<>();
    for (int level = 0; level < sizes.size(); level++) {
      double factor = level == 0 && sizes.size() > 1 ? pyramid.firstIterations() : 1;
      counts.add((int) Math.max(1, Math.round(factor * iterations)));
    }
    return new Levels(sizes, counts);
  }

  int count() {
    return sizes.size();
  }

  /** Share of the work that is done; the work of a size goes with its number of pixels. */
  double fraction(int level, int done) {
    double work = 0;
    double all = 0;
    for (int i = 0; i < sizes.size(); i++) {
      double pixels = (double) sizes.get(i)[0] * sizes.get(i)[1];
      all += pixels * iterations.get(i);
      work += i < level ? pixels * iterations.get(i) : i == level ? pixels * done : 0;
    }
    return work / all;
  }
}
