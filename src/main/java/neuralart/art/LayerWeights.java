package neuralart.art;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Layers with their weights, as users write them: {@code name=weight, name=weight}.
 *
 * <pre>
 * layers   = entry {"," entry}
 * entry    = name [":" channels] ["=" weight]
 * name     = any text, or "'" any text "'", in which "''" stands for "'"
 * channels = range {"," range}
 * range    = number ["-" number]
 * </pre>
 *
 * A comma parts channels where an entry with channels, but without a weight yet, comes before it
 * and a range after it; everywhere else it parts entries: {@code mixed4:12,40-42=1, mixed5}. A name
 * alone has the weight 1. Names that look like something else, with commas for instance, stand in
 * quotes.
 */
public final class LayerWeights {
  /** Six digits, so that no range is endless. */
  private static final String RANGE = "\\d{1,6}(?:\\s*-\\s*\\d{1,6})?";

  private static final String CHANNELS = ":\\s*(" + RANGE + "(?:\\s*,\\s*" + RANGE + ")*)";
  private static final Pattern PLACE = Pattern.compile("(.+?)(?:\\s*" + CHANNELS + ")?");
  private static final Pattern QUOTED =
      Pattern.compile("('(?:[^']|'')+')(?:\\s*" + CHANNELS + ")?(?:\\s*=(.*))?");
  private static final Pattern COMMA = Pattern.compile(",(?=(?:[^']*'[^']*')*[^']*$)");
  private static final Pattern UNWEIGHTED = Pattern.compile(".+" + CHANNELS);
  private static final Pattern MORE_CHANNELS = Pattern.compile(RANGE + "\\s*(=.*)?");

  /**
   * A layer and how much it counts.
   *
   * @param channels those that count, from 0; all if the list is empty
   */
  public record LayerWeight(String layer, List<Integer> channels, double weight) {
    public LayerWeight {
      channels = List.copyOf(channels);
    }

    /** A layer with all its channels. */
    public LayerWeight(String layer, double weight) {
      this(layer, List.of(), weight);
    }
  }

  private LayerWeights() {}

  /**
   * Reads a list of layers.
   *
   * @throws IllegalArgumentException naming the entry that is wrong
   */
  public static List<LayerWeight> parse(String text) {
    List<LayerWeight> layers = new ArrayList<>();
    String entry = "";
    for (String item : COMMA.split(text)) {
      boolean continued =
          UNWEIGHTED.matcher(entry).matches() && MORE_CHANNELS.matcher(item.strip()).matches();
      if (continued) {
        entry += "," + item.strip();
      } else {
        addEntry(layers, entry);
        entry = item.strip();
      }
    }
    addEntry(layers, entry);
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          "No layer is given; layers are written as name=weight, name=weight");
    }
    return layers;
  }

  private static void addEntry(List<LayerWeight> layers, String entry) {
    if (!entry.isBlank()) {
      layers.add(parseEntry(entry));
    }
  }

  private static LayerWeight parseEntry(String entry) {
    Matcher quoted = QUOTED.matcher(entry);
    if (quoted.matches()) {
      double weight = quoted.group(3) == null ? 1 : weight(quoted.group(3).strip());
      String name = quoted.group(1).substring(1, quoted.group(1).length() - 1);
      return new LayerWeight(
          name.replace("''", "'"), channels(quoted.group(2), entry), finite(weight, entry));
    }
    int equals = entry.lastIndexOf('=');
    String place = equals < 0 ? entry : entry.substring(0, equals).strip();
    String number = equals < 0 ? "1" : entry.substring(equals + 1).strip();
    Matcher matcher = PLACE.matcher(place);
    double weight = finite(matcher.matches() ? weight(number) : Double.NaN, entry);
    return new LayerWeight(matcher.group(1), channels(matcher.group(2), entry), weight);
  }

  private static double finite(double weight, String entry) {
    if (!Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "'" + entry + "' is no layer with its weight, as in name=1.5 or name:3,7-9=1.5");
    }
    return weight;
  }

  private static double weight(String number) {
    try {
      return Double.parseDouble(number);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static List<Integer> channels(String ranges, String entry) {
    if (ranges == null) {
      return List.of();
    }
    return Arrays.stream(ranges.split(","))
        .map(range -> range(range.strip(), entry))
        .flatMapToInt(ChannelRange::channels)
        .sorted()
        .distinct()
        .boxed()
        .toList();
  }

  private static ChannelRange range(String text, String entry) {
    ChannelRange range = ChannelRange.parse(text).orElseThrow();
    if (range.last() < range.first()) {
      throw new IllegalArgumentException(
          "'" + entry + "' has the range " + text + ", which ends before it begins");
    }
    return range;
  }

  /** Writes a list of layers so that {@link #parse} reads it. */
  public static String format(List<LayerWeight> layers) {
    return layers.stream()
        .map(layer -> name(layer) + ranges(layer.channels()) + "=" + number(layer.weight()))
        .collect(Collectors.joining(", "));
  }

  private static String name(LayerWeight layer) {
    String name = layer.layer();
    boolean isPlain =
        name.equals(name.strip())
            && !name.contains(",")
            && !name.contains("'")
            && !UNWEIGHTED.matcher(name).matches();
    return isPlain ? name : "'" + name.replace("'", "''") + "'";
  }

  private static String ranges(List<Integer> channels) {
    return channels.isEmpty() ? "" : ":" + ChannelRange.format(channels);
  }

  /** A weight as {@link #parse} reads it, whole numbers without a point. */
  public static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }
}
