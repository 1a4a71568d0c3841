package neuralart.art.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import neuralart.art.ChannelRange;
import neuralart.art.LayerWeights;
import neuralart.objective.ChannelResponse.WeightedChannel;

/**
 * What one image is to excite: a filter of a layer, or a weighted sum of several, which is a
 * direction in the space of its activations.
 *
 * @param channels the filters, counted from 0
 */
public record FilterTarget(List<WeightedChannel> channels) {
  private static final String SYNTAX =
      "filters are written as 0-15, 20 for single ones, 3+5*0.5 for a weighted sum, or all";

  public FilterTarget {
    channels = List.copyOf(channels);
  }

  /**
   * Reads a list of filters.
   *
   * @param text numbers, ranges and sums, separated by commas, or {@code all}
   * @param layer the layer's name, for messages
   * @param count how many filters the layer has
   * @throws IllegalArgumentException naming the entry that is wrong or out of range
   */
  public static List<FilterTarget> parse(String text, String layer, int count) {
    List<FilterTarget> targets = new ArrayList<>();
    for (String entry : text.split(",")) {
      if (!entry.isBlank()) {
        targets.addAll(parseEntry(entry.replaceAll("\\s", ""), count));
      }
    }
    if (targets.isEmpty()) {
      throw new IllegalArgumentException("No filter is given; " + SYNTAX);
    }
    for (FilterTarget target : targets) {
      for (WeightedChannel filter : target.channels) {
        if (filter.channel() >= count) {
          throw new IllegalArgumentException(
              String.format(
                  Locale.ROOT,
                  "Layer '%s' has the filters 0 to %d, so there is no filter %d",
                  layer,
                  count - 1,
                  filter.channel()));
        }
      }
    }
    return targets;
  }

  private static List<FilterTarget> parseEntry(String entry, int count) {
    if (entry.equals("all")) {
      return range(0, count - 1);
    }
    Optional<ChannelRange> range = ChannelRange.parse(entry);
    if (range.isPresent()) {
      int first = range.get().first();
      int last = range.get().last();
      // One beyond the last filter is enough to say that there is none.
      return first <= last ? range(first, Math.min(last, Math.max(first, count))) : refuse(entry);
    }
    List<WeightedChannel> channels = new ArrayList<>();
    for (String term : entry.split("\\+", -1)) {
      channels.add(parseTerm(term, entry));
    }
    return List.of(new FilterTarget(channels));
  }

  private static WeightedChannel parseTerm(String term, String entry) {
    if (!term.matches("\\d{1,9}(\\*-?(\\d+\\.?\\d*|\\.\\d+))?")) {
      refuse(entry);
    }
    String[] factors = term.split("\\*");
    double weight = factors.length == 1 ? 1 : Double.parseDouble(factors[1]);
    if (weight == 0 || !Double.isFinite(weight)) {
      refuse(entry);
    }
    return new WeightedChannel(Integer.parseInt(factors[0]), weight);
  }

  private static List<FilterTarget> refuse(String entry) {
    throw new IllegalArgumentException("'" + entry + "' is no filter; " + SYNTAX);
  }

  private static List<FilterTarget> range(int first, int last) {
    List<FilterTarget> targets = new ArrayList<>();
    for (int i = first; i <= last; i++) {
      targets.add(new FilterTarget(List.of(new WeightedChannel(i, 1))));
    }
    return targets;
  }

  /** How it is written in a list of filters, for instance {@code 3+5*0.5}. */
  public String title() {
    return channels.stream()
        .map(
            c ->
                c.weight() == 1
                    ? "" + c.channel()
                    : c.channel() + "*" + LayerWeights.number(c.weight()))
        .collect(Collectors.joining("+"));
  }
}
