package neuralart.art;

import java.util.List;
import java.util.Locale;

/**
 * The sizes that an image goes through, from small to large.
 *
 * @param levels at least one
 */
public record Pyramid(List<Level> levels) {
  /**
   * A size.
   *
   * @param height rows
   * @param width columns
   * @param iterations at this size
   */
  public record Level(int height, int width, int iterations) {
    private double work() {
      return (double) height * width * iterations;
    }
  }

  public Pyramid {
    levels = List.copyOf(levels);
  }

  /** Rows and columns of an image with its longer side given; at least one pixel each. */
  public static int[] fitted(int rows, int columns, double longer) {
    double scale = longer / Math.max(rows, columns);
    return new int[] {
      (int) Math.max(1, Math.round(rows * scale)), (int) Math.max(1, Math.round(columns * scale))
    };
  }

  /** Number of sizes. */
  public int count() {
    return levels.size();
  }

  /** A size, from 0, the smallest. */
  public Level level(int index) {
    return levels.get(index);
  }

  /** Number of iterations at all sizes. */
  public long iterations() {
    return levels.stream().mapToLong(Level::iterations).sum();
  }

  /**
   * Share of the work that is done; the work at a size goes with its number of pixels.
   *
   * @param level the present size
   * @param done iterations at this size
   */
  public double fraction(int level, int done) {
    double work = 0;
    double all = 0;
    for (int i = 0; i < levels.size(); i++) {
      Level size = levels.get(i);
      all += size.work();
      work += i < level ? size.work() : i == level ? size.work() * done / size.iterations() : 0;
    }
    return work / all;
  }

  /**
   * What is being done, in words: {@code size 2 of 4, step 12 of 40}. Where there is one size
   * alone, it isn't named.
   *
   * @param level the present size
   * @param done iterations at this size
   */
  public String stage(int level, int done) {
    String step = String.format(Locale.ROOT, "step %d of %d", done, level(level).iterations());
    return count() == 1
        ? step
        : String.format(Locale.ROOT, "size %d of %d, %s", level + 1, count(), step);
  }
}
