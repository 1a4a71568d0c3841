package neuralart.model.keras;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.Set;

/** Puts layers behind those that they read, in time that grows with their number alone. */
final class LayerOrder {
  private final List<LayerConfig> layers;
  private final Map<String, List<Integer>> readers = new HashMap<>();

  /** How many layers each still waits for. */
  private final int[] missing;

  /** Those that wait for none, the first of the file first. */
  private final Queue<Integer> ready = new PriorityQueue<>();

  private LayerOrder(List<LayerConfig> layers, List<String> inputs) {
    this.layers = layers;
    this.missing = new int[layers.size()];
    Set<String> names = new HashSet<>(inputs);
    for (int i = 0; i < missing.length; i++) {
      LayerConfig layer = layers.get(i);
      if (!names.add(layer.name())) {
        throw new IllegalArgumentException("has two layers '" + layer.name() + "'");
      }
      Set<String> read = new HashSet<>(layer.inputs());
      inputs.forEach(read::remove);
      missing[i] = read.size();
      for (String name : read) {
        readers.computeIfAbsent(name, unused -> new ArrayList<>()).add(i);
      }
      if (read.isEmpty()) {
        ready.add(i);
      }
    }
  }

  /**
   * Sorts layers.
   *
   * @param layers in the order of the file, which is kept where that is possible
   * @param inputs names of what is there before all of them
   * @throws IllegalArgumentException if there is no such order, or two layers have one name
   */
  static List<LayerConfig> of(List<LayerConfig> layers, List<String> inputs) {
    return new LayerOrder(layers, inputs).sort();
  }

  private List<LayerConfig> sort() {
    List<LayerConfig> sorted = new ArrayList<>();
    while (!ready.isEmpty()) {
      LayerConfig layer = layers.get(ready.remove());
      sorted.add(layer);
      for (int reader : readers.getOrDefault(layer.name(), List.of())) {
        missing[reader]--;
        if (missing[reader] == 0) {
          ready.add(reader);
        }
      }
    }
    for (int i = 0; i < missing.length; i++) {
      if (missing[i] > 0) {
        throw new IllegalArgumentException(
            "has the layer '" + layers.get(i).name() + "', to which nothing leads");
      }
    }
    return sorted;
  }
}
