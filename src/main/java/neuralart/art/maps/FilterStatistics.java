package neuralart.art.maps;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** How strongly each filter of a layer responds, over all values that were read. */
public final class FilterStatistics implements FeatureMaps.Reader {
  private final double[] sums;
  private final double[] squares;
  private final float[] maxima;
  private final long[] active;
  private long count;

  /**
   * The responses of one filter.
   *
   * @param filter index of the filter in its layer
   * @param mean over all positions
   * @param maximum over all positions
   * @param deviation standard deviation over all positions
   * @param active fraction of the positions where the filter responds, with more than 0
   */
  public record Response(
      int filter, double mean, double maximum, double deviation, double active) {}

  /**
   * @param channels of the layer
   */
  public FilterStatistics(int channels) {
    sums = new double[channels];
    squares = new double[channels];
    maxima = new float[channels];
    active = new long[channels];
    Arrays.fill(maxima, Float.NEGATIVE_INFINITY);
  }

  @Override
  public void row(int y, int x, float[] values) {
    int channels = sums.length;
    for (int i = 0; i < values.length; i++) {
      int channel = i % channels;
      float value = values[i];
      sums[channel] += value;
      squares[channel] += (double) value * value;
      maxima[channel] = Math.max(maxima[channel], value);
      active[channel] += value > 0 ? 1 : 0;
    }
    count += values.length / channels;
  }

  /** The responses of a filter. */
  public Response of(int filter) {
    double mean = sums[filter] / count;
    double variance = Math.max(squares[filter] / count - mean * mean, 0);
    return new Response(
        filter, mean, maxima[filter], Math.sqrt(variance), (double) active[filter] / count);
  }

  /** The responses of all filters, in their order. */
  public List<Response> all() {
    return IntStream.range(0, sums.length).mapToObj(this::of).toList();
  }

  /** The filters by their mean response, the strongest first. */
  public int[] strongest() {
    return all().stream()
        .sorted(Comparator.comparingDouble(Response::mean).reversed())
        .mapToInt(Response::filter)
        .toArray();
  }
}
