package neuralart.model.keras;

import static java.util.stream.Collectors.toList;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the weights of a known architecture in a Keras file. Kernels are {@code [rows, columns,
 * input channels, output channels]}, TensorFlow ordering. Layers go by their names; of those that
 * Keras itself has named, {@code conv2d_7}, only the order of the numbers counts: they begin where
 * the session that wrote the file stood, and at a name without a number in newer versions. Where
 * one single layer is left on both sides, it is the same one by another name: the classifier of
 * ResNet50 has had three.
 */
public final class KerasWeights {
  private static final Pattern NUMBERED = Pattern.compile("(.*?)(?:_(\\d+))?");

  private final KerasFile file;
  private final Map<String, String> sources = new HashMap<>();

  /**
   * @param layers the layers of the architecture that have weights
   * @throws IllegalArgumentException if the file has those of others, naming the first that differs
   */
  public KerasWeights(KerasFile file, Collection<String> layers) {
    this.file = file;
    Map<String, List<String>> expected = byKind(layers);
    Map<String, List<String>> found = byKind(file.weightedLayers());
    pairTheLast(found, expected);
    found.forEach((kind, names) -> match(kind, names, expected.getOrDefault(kind, List.of())));
    expected.keySet().removeAll(found.keySet());
    if (!expected.isEmpty()) {
      throw new IllegalArgumentException("has no weights for the layers " + expected.values());
    }
  }

  private void pairTheLast(Map<String, List<String>> found, Map<String, List<String>> expected) {
    List<String> unplaced = without(found, expected);
    List<String> missing = without(expected, found);
    if (unplaced.size() == 1 && missing.size() == 1) {
      sources.put(missing.get(0), unplaced.get(0));
      found.values().remove(unplaced);
      expected.values().remove(missing);
    }
  }

  /** The layers of kinds that others don't have. */
  private static List<String> without(
      Map<String, List<String>> kinds, Map<String, List<String>> others) {
    return kinds.entrySet().stream()
        .filter(kind -> !others.containsKey(kind.getKey()))
        .flatMap(kind -> kind.getValue().stream())
        .toList();
  }

  private void match(String kind, List<String> found, List<String> expected) {
    if (expected.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "has weights for a layer '%s', which the network doesn't have",
              found.get(0)));
    }
    if (found.size() != expected.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "has weights for %d layers '%s', the network expects %d",
              found.size(),
              kind,
              expected.size()));
    }
    for (int i = 0; i < found.size(); i++) {
      sources.put(expected.get(i), found.get(i));
    }
  }

  /**
   * The arrays of a layer of the architecture, in the order of Keras.
   *
   * @param n how many it has
   * @throws IllegalArgumentException if they are more or fewer
   */
  public List<KerasArray> of(String layer, int n) {
    List<KerasArray> arrays = file.weights(sources.get(layer));
    if (arrays.size() != n) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "has %d arrays of weights, the network expects %d", arrays.size(), n));
    }
    return arrays;
  }

  /** Names without their numbers, each with the names that have it in the order of the numbers. */
  private static Map<String, List<String>> byKind(Collection<String> names) {
    return names.stream()
        .sorted(Comparator.comparingLong(name -> number(name)))
        .collect(Collectors.groupingBy(name -> split(name).group(1), TreeMap::new, toList()));
  }

  private static long number(String name) {
    String number = split(name).group(2);
    return number == null ? 0 : Long.parseLong(number);
  }

  private static Matcher split(String name) {
    Matcher matcher = NUMBERED.matcher(name);
    matcher.matches();
    return matcher;
  }
}
