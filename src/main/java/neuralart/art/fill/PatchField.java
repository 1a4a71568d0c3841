package neuralart.art.fill;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import neuralart.image.Picture;

/**
 * Tells for each patch that a hole has a part in which patch of the surroundings is most like it
 * (C. Barnes et al., <i>PatchMatch</i>, 2009), and fills the hole with these (Y. Wexler, E.
 * Shechtman and M. Irani, <i>Space-Time Completion of Video</i>, 2007). Patches are squares, known
 * by the pixel in their middle.
 */
final class PatchField {
  /** Pixels from the middle of a patch to its edge. */
  static final int RADIUS = 3;

  private static final int SIDE = 2 * RADIUS + 1;

  /** Patches that are looked at for each pixel at first, at most. */
  private static final int TRIED = 4000;

  /** How much less a patch counts the deeper it lies in the hole, by pixel. */
  private static final double TRUST = 0.5;

  /** A mean square difference below which patches are the same to the eye. */
  private static final double LEAST = 1e-3;

  /**
   * How much more a patch counts than a less similar one. The mean of many would be a blur without
   * noise: this makes nearly every pixel that of one patch.
   */
  private static final double SHARPNESS = 10;

  /** Which patch counts as a good one: of all distances, this share is smaller. */
  private static final double GOOD = 0.75;

  private final Hole hole;
  private final Random random;

  /** The patches that have a missing pixel, and those that have none. */
  private final int[] targets;

  private final int[] sources;
  private final boolean[] isSource;
  private final int[] depth;

  /** For each target, by its pixel, the most similar source and the mean square difference. */
  private final int[] nearest;

  private final float[] distances;

  PatchField(Hole hole, Random random) {
    this.hole = hole;
    this.random = random;
    int width = hole.width();
    boolean[] isTarget = new boolean[hole.height() * width];
    isSource = new boolean[isTarget.length];
    for (int y = RADIUS; y < hole.height() - RADIUS; y++) {
      for (int x = RADIUS; x < width - RADIUS; x++) {
        boolean touches = hole.touches(y - RADIUS, y + RADIUS, x - RADIUS, x + RADIUS);
        isTarget[y * width + x] = touches;
        isSource[y * width + x] = hole.spares(y - RADIUS, y + RADIUS, x - RADIUS, x + RADIUS);
      }
    }
    targets = IntStream.range(0, isTarget.length).filter(i -> isTarget[i]).toArray();
    sources = IntStream.range(0, isTarget.length).filter(i -> isSource[i]).toArray();
    depth = hole.depth();
    nearest = new int[isTarget.length];
    distances = new float[isTarget.length];
    Arrays.fill(nearest, -1);
  }

  /** How many patches there are to take from. */
  int sources() {
    return sources.length;
  }

  /** How many patches there are to be found. */
  int targets() {
    return targets.length;
  }

  /**
   * Fills the hole from its border inwards, each pixel with that whose surroundings, as far as they
   * are known, are most like its own (A. Efros and T. Leung, <i>Texture Synthesis by Non-parametric
   * Sampling</i>, 1999). Looks at some patches by chance where there are many.
   *
   * @param image changed inside of the hole
   */
  void grow(Picture image) {
    int width = hole.width();
    boolean[] known = new boolean[hole.height() * width];
    for (int i = 0; i < known.length; i++) {
      known[i] = !hole.isMissing(i);
    }
    int[] order =
        Arrays.stream(hole.pixels())
            .boxed()
            .sorted((a, b) -> Integer.compare(depth[a], depth[b]))
            .mapToInt(i -> i)
            .toArray();
    int[] tried =
        sources.length <= TRIED
            ? sources
            : random.ints(TRIED, 0, sources.length).map(i -> sources[i]).toArray();
    for (int pixel : order) {
      int middle = inside(pixel);
      nearest[middle] = mostSimilar(image, middle, known, tried);
      copy(image, nearest[middle] + pixel - middle, pixel);
      known[pixel] = true;
    }
    for (int target : targets) {
      nearest[target] = nearest[target] < 0 ? anySource() : nearest[target];
    }
  }

  /** The patch that has a pixel, as near to its middle as the edge of the image allows. */
  private int inside(int pixel) {
    int y = pixel / hole.width();
    int x = pixel % hole.width();
    y = Math.min(Math.max(y, RADIUS), hole.height() - 1 - RADIUS);
    x = Math.min(Math.max(x, RADIUS), hole.width() - 1 - RADIUS);
    return y * hole.width() + x;
  }

  private int mostSimilar(Picture image, int target, boolean[] known, int[] tried) {
    float least = Float.POSITIVE_INFINITY;
    int best = tried[0];
    for (int source : tried) {
      float distance = distance(image, target, source, known, least);
      if (distance < least) {
        least = distance;
        best = source;
      }
    }
    return best;
  }

  private float distance(Picture image, int target, int source, boolean[] known, float limit) {
    int width = hole.width();
    int channels = image.channels();
    float sum = 0;
    for (int dy = -RADIUS; dy <= RADIUS && sum < limit; dy++) {
      float[] a = image.row(target / width + dy);
      float[] b = image.row(source / width + dy);
      for (int dx = -RADIUS; dx <= RADIUS; dx++) {
        if (known[target + dy * width + dx]) {
          int i = (target % width + dx) * channels;
          int j = (source % width + dx) * channels;
          for (int c = 0; c < channels; c++) {
            float difference = a[i + c] - b[j + c];
            sum += difference * difference;
          }
        }
      }
    }
    return sum;
  }

  private static void copy(Picture image, int from, int to) {
    int width = image.width();
    int channels = image.channels();
    System.arraycopy(
        image.row(from / width),
        from % width * channels,
        image.row(to / width),
        to % width * channels,
        channels);
  }

  /** Takes over what has been found at half the size. */
  void refine(PatchField coarse) {
    int width = hole.width();
    int halfWidth = coarse.hole.width();
    for (int target : targets) {
      int y = target / width;
      int x = target % width;
      int half = coarse.inside(y / 2 * halfWidth + x / 2);
      int found = coarse.nearest[half];
      int guess =
          found < 0
              ? -1
              : (2 * (found / halfWidth - half / halfWidth) + y) * width
                  + 2 * (found % halfWidth - half % halfWidth)
                  + x;
      boolean fits = guess >= 0 && guess < isSource.length && isSource[guess];
      nearest[target] = fits ? guess : anySource();
      distances[target] = coarse.distances[half];
    }
  }

  private int anySource() {
    return sources[random.nextInt(sources.length)];
  }

  /**
   * Looks for more similar patches: those beside what the neighbours of a patch have found, and
   * some by chance.
   *
   * @param image not modified
   * @param passes how often each patch is looked at
   */
  void search(Picture image, int passes) {
    for (int target : targets) {
      distances[target] = distance(image, target, nearest[target], Float.POSITIVE_INFINITY);
    }
    int width = hole.width();
    for (int pass = 0; pass < passes; pass++) {
      boolean forward = pass % 2 == 0;
      int back = forward ? -1 : 1;
      for (int i = 0; i < targets.length; i++) {
        int target = targets[forward ? i : targets.length - 1 - i];
        follow(image, target, back);
        follow(image, target, back * width);
        guess(image, target);
      }
    }
  }

  /** Tries the patch beside that of a neighbour. */
  private void follow(Picture image, int target, int step) {
    int neighbor = target + step;
    if (neighbor >= 0 && neighbor < nearest.length && nearest[neighbor] >= 0) {
      consider(image, target, nearest[neighbor] - step);
    }
  }

  /** Tries patches by chance, nearer and nearer to the best one. */
  private void guess(Picture image, int target) {
    int width = hole.width();
    for (int reach = Math.max(width, hole.height()); reach >= 1; reach /= 2) {
      int y = nearest[target] / width + random.nextInt(2 * reach + 1) - reach;
      int x = nearest[target] % width + random.nextInt(2 * reach + 1) - reach;
      if (y >= 0 && y < hole.height() && x >= 0 && x < width) {
        consider(image, target, y * width + x);
      }
    }
  }

  private void consider(Picture image, int target, int source) {
    if (source >= 0 && source < isSource.length && isSource[source] && source != nearest[target]) {
      float distance = distance(image, target, source, distances[target]);
      if (distance < distances[target]) {
        distances[target] = distance;
        nearest[target] = source;
      }
    }
  }

  /** The mean square difference of two patches, or more than a limit. */
  private float distance(Picture image, int target, int source, float limit) {
    int width = hole.width();
    int channels = image.channels();
    float scale = 1f / (SIDE * SIDE * channels);
    float sum = 0;
    for (int dy = -RADIUS; dy <= RADIUS && sum * scale <= limit; dy++) {
      float[] a = image.row(target / width + dy);
      float[] b = image.row(source / width + dy);
      int i = (target % width - RADIUS) * channels;
      int j = (source % width - RADIUS) * channels;
      for (int k = 0; k < SIDE * channels; k++) {
        float difference = a[i + k] - b[j + k];
        sum += difference * difference;
      }
    }
    return sum * scale;
  }

  /** The mean square difference of all patches from those that were found. */
  double meanDistance() {
    return Arrays.stream(targets).mapToDouble(t -> distances[t]).average().orElse(0);
  }

  /**
   * Fills the hole: each pixel is a mean of those at its place in the patches that were found for
   * it. Where neighbouring patches were found beside one another, these are one and the same pixel.
   *
   * @param image of this size, with any channels; not modified
   * @return a new picture, the same outside of the hole
   */
  Picture fill(Picture image) {
    double[] weights = weights();
    Picture filled = image.copy();
    int width = hole.width();
    IntStream.range(0, hole.height())
        .parallel()
        .forEach(
            y -> {
              for (int x = 0; x < width; x++) {
                if (hole.isMissing(y * width + x)) {
                  fill(image, filled, y, x, weights);
                }
              }
            });
    return filled;
  }

  private void fill(Picture image, Picture filled, int y, int x, double[] weights) {
    int width = hole.width();
    int channels = image.channels();
    double[] sums = new double[channels];
    double all = 0;
    double most = Double.NEGATIVE_INFINITY;
    for (int target : around(y, x)) {
      most = Math.max(most, weights[target]);
    }
    for (int target : around(y, x)) {
      double weight = Math.exp(weights[target] - most);
      int from = nearest[target] + y * width + x - target;
      float[] row = image.row(from / width);
      for (int c = 0; c < channels; c++) {
        sums[c] += weight * row[from % width * channels + c];
      }
      all += weight;
    }
    for (int c = 0; c < channels; c++) {
      filled.row(y)[x * channels + c] = (float) (sums[c] / all);
    }
  }

  /** The patches that a pixel is in, and that something was found for. */
  private int[] around(int y, int x) {
    int[] patches = new int[SIDE * SIDE];
    int count = 0;
    for (int v = Math.max(y - RADIUS, 0); v <= Math.min(y + RADIUS, hole.height() - 1); v++) {
      for (int u = Math.max(x - RADIUS, 0); u <= Math.min(x + RADIUS, hole.width() - 1); u++) {
        int target = v * hole.width() + u;
        if (nearest[target] >= 0) {
          patches[count++] = target;
        }
      }
    }
    return Arrays.copyOf(patches, count);
  }

  /** The logarithms of how much each patch counts. */
  private double[] weights() {
    double[] sorted = Arrays.stream(targets).mapToDouble(t -> distances[t]).sorted().toArray();
    double good = Math.max(sorted[(int) (GOOD * (sorted.length - 1))], LEAST);
    double[] weights = new double[nearest.length];
    for (int target : targets) {
      weights[target] = Math.log(TRUST) * depth[target] - SHARPNESS * distances[target] / good;
    }
    return weights;
  }
}
