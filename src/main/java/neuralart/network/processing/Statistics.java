package neuralart.network.processing;

import java.util.Arrays;
import java.util.stream.IntStream;
import neuralart.image.Picture;

/** Statistics of the values of a picture: of each channel, or of all together as one. */
public final class Statistics {
  private final Picture picture;

  /** Channels between two values that count together. */
  private final int groups;

  /**
   * @param picture not modified
   * @param byChannel whether each channel has its own
   */
  public Statistics(Picture picture, boolean byChannel) {
    this.picture = picture;
    this.groups = byChannel ? picture.channels() : 1;
  }

  /** Something of all values of one group. */
  private double sum(int group, double shift, boolean squares) {
    double sum = 0;
    for (int y = 0; y < picture.height(); y++) {
      float[] row = picture.row(y);
      double rowSum = 0;
      for (int i = group; i < row.length; i += groups) {
        double value = row[i] - shift;
        rowSum += squares ? value * value : value;
      }
      sum += rowSum;
    }
    return sum;
  }

  private double count() {
    return (double) picture.height() * picture.width() * picture.channels() / groups;
  }

  /** Mean values. */
  public double[] means() {
    return IntStream.range(0, groups).mapToDouble(g -> sum(g, 0, false) / count()).toArray();
  }

  /** Of the population: the root of the mean square. */
  double[] deviations() {
    double[] means = means();
    return IntStream.range(0, groups)
        .mapToDouble(g -> Math.sqrt(sum(g, means[g], true) / count()))
        .toArray();
  }

  /**
   * Percentiles, linear between two values.
   *
   * @param percent 0..100
   */
  public double[] percentiles(double percent) {
    return IntStream.range(0, groups).mapToDouble(g -> percentile(g, percent)).toArray();
  }

  private double percentile(int group, double percent) {
    float[] sorted = new float[(int) count()];
    int n = 0;
    for (int y = 0; y < picture.height(); y++) {
      float[] row = picture.row(y);
      for (int i = group; i < row.length; i += groups) {
        sorted[n++] = row[i];
      }
    }
    Arrays.parallelSort(sorted);
    double place = percent / 100 * (sorted.length - 1);
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * ((double) sorted[above] - sorted[below]);
  }
}
