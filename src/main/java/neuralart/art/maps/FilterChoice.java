package neuralart.art.maps;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import neuralart.art.ChannelRange;
import neuralart.network.Layer;

/**
 * Some filters of a layer, as users write them: {@code all}, {@code 0-15,20}, or {@code top 16},
 * those that respond most to the image.
 */
public final class FilterChoice {
  private static final Pattern TOP = Pattern.compile("top\\s+(\\d{1,9})");
  private static final String ALL = "all";

  private final Optional<Integer> top;
  private final int[] filters;

  private FilterChoice(Optional<Integer> top, int[] filters) {
    this.top = top;
    this.filters = filters;
  }

  /**
   * Reads a choice.
   *
   * @param text as the user wrote it
   * @param layer whose filters they are
   * @throws IllegalArgumentException naming the entry that is wrong, and the filters there are
   */
  public static FilterChoice parse(String text, Layer layer) {
    Matcher matcher = TOP.matcher(text.strip());
    if (matcher.matches() && Integer.parseInt(matcher.group(1)) > 0) {
      int count = Math.min(Integer.parseInt(matcher.group(1)), layer.channels());
      return new FilterChoice(Optional.of(count), new int[0]);
    }
    if (text.strip().equals(ALL)) {
      return new FilterChoice(Optional.empty(), IntStream.range(0, layer.channels()).toArray());
    }
    Set<Integer> filters = new LinkedHashSet<>();
    for (String entry : text.split(",", -1)) {
      range(entry.strip(), layer).forEach(filters::add);
    }
    return new FilterChoice(
        Optional.empty(), filters.stream().mapToInt(Integer::intValue).toArray());
  }

  private static IntStream range(String entry, Layer layer) {
    ChannelRange range =
        ChannelRange.parse(entry)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "'"
                            + entry
                            + "' is no choice of filters; they are written as all, 0-15,20 or top"
                            + " 16"));
    if (range.first() > range.last() || range.last() >= layer.channels()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "Layer '%s' has no filters '%s'; its %d filters are 0-%d",
              layer.name(),
              entry,
              layer.channels(),
              layer.channels() - 1));
    }
    return range.channels();
  }

  /** Whether the choice goes by how strongly the filters respond. */
  public boolean needsStatistics() {
    return top.isPresent();
  }

  /**
   * The filters of this choice, in its order.
   *
   * @param statistics of the layer; asked for only if {@link #needsStatistics}
   */
  public int[] filters(Supplier<FilterStatistics> statistics) {
    return top.map(count -> Arrays.copyOf(statistics.get().strongest(), count)).orElse(filters);
  }
}
