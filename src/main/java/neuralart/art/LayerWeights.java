package neuralart.art;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Layers with their weights, as users write them: {@code name=weight, name=weight}. */
public final class LayerWeights {
  /** A layer and how much it counts. */
  public record LayerWeight(String layer, double weight) {}

  private LayerWeights() {}

  /**
   * Reads a list of layers.
   *
   * @param text {@code name=weight}, separated by commas; a name alone has the weight 1
   * @throws IllegalArgumentException naming the entry that is wrong
   */
  public static List<LayerWeight> parse(String text) {
    List<LayerWeight> layers = new ArrayList<>();
    for (String entry : text.split(",")) {
      if (!entry.isBlank()) {
        layers.add(parseEntry(entry.strip()));
      }
    }
    if (layers.isEmpty()) {
      throw new IllegalArgumentException(
          "No layer is given; layers are written as name=weight, name=weight");
    }
    return layers;
  }

  private static LayerWeight parseEntry(String entry) {
    int equals = entry.lastIndexOf('=');
    String name = equals < 0 ? entry : entry.substring(0, equals).strip();
    String number = equals < 0 ? "1" : entry.substring(equals + 1).strip();
    double weight;
    try {
      weight = Double.parseDouble(number);
    } catch (NumberFormatException e) {
      weight = Double.NaN;
    }
    if (name.isEmpty() || !Double.isFinite(weight)) {
      throw new IllegalArgumentException(
          "'" + entry + "' is no layer with its weight, as in name=1.5");
    }
    return new LayerWeight(name, weight);
  }

  /** Writes a list of layers so that {@link #parse} reads it. */
  public static String format(List<LayerWeight> layers) {
    return layers.stream()
        .map(layer -> layer.layer() + "=" + number(layer.weight()))
        .collect(Collectors.joining(", "));
  }

  private static String number(double value) {
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }
}
