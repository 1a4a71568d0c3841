package neuralart.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How a network of the user's own wants its pixels, in the words of the {@linkplain ModelProperties
 * file beside it}; what is empty isn't said.
 *
 * @param range what black and white become
 * @param mean what is subtracted then
 * @param deviation what is divided by then
 * @param order of the channels
 * @param standardize whether each image gets zero mean and unit variance instead
 */
public record PixelSettings(
    String range, String mean, String deviation, String order, String standardize) {
  /** Nothing is said. */
  public static final PixelSettings NONE = new PixelSettings("", "", "", "", "");

  /** The settings by their keys. */
  Map<String, String> byKey() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put("range", range.strip());
    settings.put("mean", mean.strip());
    settings.put("deviation", deviation.strip());
    settings.put("order", order.strip());
    settings.put("standardize", standardize.strip());
    return settings;
  }

  /** The settings in a few words. */
  String line() {
    return byKey().entrySet().stream()
        .filter(setting -> !setting.getValue().isEmpty())
        .map(setting -> setting.getKey() + " " + setting.getValue())
        .collect(Collectors.joining(", "));
  }

  /** Whether nothing is said. */
  public boolean isEmpty() {
    return byKey().values().stream().allMatch(String::isEmpty);
  }
}
