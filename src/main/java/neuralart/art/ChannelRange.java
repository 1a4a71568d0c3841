package neuralart.art;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Neighbouring channels of a layer, as users write them in every list of layers or filters: {@code
 * 20}, or {@code 0-15}.
 *
 * @param first from 0
 * @param last the last one that belongs to it; less than the first where the user turned them round
 */
public record ChannelRange(int first, int last) {
  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,9})(?:\\s*-\\s*(\\d{1,9}))?");

  /** Longest run of channels that is written one by one. */
  private static final int SHORT_RUN = 2;

  /** Reads a channel or a range; nothing if the text is neither. */
  public static Optional<ChannelRange> parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int first = Integer.parseInt(matcher.group(1));
    int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
    return Optional.of(new ChannelRange(first, last));
  }

  /** The channels, one by one. */
  public IntStream channels() {
    return IntStream.rangeClosed(first, last);
  }

  /**
   * Writes channels as ranges, separated by commas.
   *
   * @param channels in ascending order
   */
  public static String format(List<Integer> channels) {
    List<String> ranges = new ArrayList<>();
    for (int first = 0, next; first < channels.size(); first = next) {
      next = first + 1;
      while (next < channels.size() && channels.get(next) == channels.get(next - 1) + 1) {
        next++;
      }
      if (next - first > SHORT_RUN) {
        ranges.add(channels.get(first) + "-" + channels.get(next - 1));
      } else {
        channels.subList(first, next).forEach(channel -> ranges.add(channel.toString()));
      }
    }
    return String.join(",", ranges);
  }
}
