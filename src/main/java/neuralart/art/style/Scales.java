package neuralart.art.style;

import java.util.ArrayList;
import java.util.List;
import neuralart.art.Options;
import neuralart.art.Pyramid;
import neuralart.optimize.MultilevelPreconditioner;
import neuralart.optimize.Preconditioner;

/**
 * How an image goes through several sizes, from small to full.
 *
 * @param smallest longer side of the smallest in pixels; 0 for the full size alone
 * @param ratio of neighbouring sizes, above 1
 * @param firstIterations factor of the number of iterations at the smallest size
 */
public record Scales(int smallest, double ratio, double firstIterations) {
  /** The full size alone. */
  public static final Scales NONE = new Scales(0, 2, 1);

  public Scales {
    Options.require(smallest >= 0, "pyramid", smallest, "0 or more");
    Options.require(ratio > 1, "the ratio of sizes", ratio, "above 1");
  }

  /** The same from another size on. */
  public Scales from(int smallest) {
    return new Scales(smallest, ratio, firstIterations);
  }

  /** Whether a size is large enough for the network. */
  interface Fit {
    boolean test(int height, int width);
  }

  /**
   * The sizes of an image.
   *
   * @param height rows at full size
   * @param width columns at full size
   * @param iterations at each size but the first
   * @param fit sizes below one that isn't large enough are left out
   */
  Pyramid pyramid(int height, int width, int iterations, Fit fit) {
    List<int[]> sizes = new ArrayList<>(List.of(new int[] {height, width}));
    int longer = Math.max(height, width);
    for (int i = 1; smallest > 0; i++) {
      int side = (int) Math.round(longer / Math.pow(ratio, i));
      int[] size = Pyramid.fitted(height, width, side);
      if (side < smallest || !fit.test(size[0], size[1])) {
        break;
      }
      sizes.add(0, size);
    }
    List<Pyramid.Level> levels = new ArrayList<>();
    for (int[] size : sizes) {
      double factor = levels.isEmpty() && sizes.size() > 1 ? firstIterations : 1;
      int count = (int) Math.max(1, Math.round(factor * iterations));
      levels.add(new Pyramid.Level(size[0], size[1], count));
    }
    return new Pyramid(levels);
  }

  /**
   * What lets L-BFGS change the structures of all these sizes alike, in an image of this extent;
   * for the full size alone it goes by the single pixels, as the published recipes do.
   */
  Preconditioner preconditioner(int height, int width, int channels) {
    return smallest == 0
        ? Preconditioner.NONE
        : new MultilevelPreconditioner(height, width, channels);
  }
}
