package neuralart.command;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import neuralart.art.LayerWeights;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.host.TablePicker;
import neuralart.image.Grid;
import neuralart.model.Models;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.network.ReceptiveField;

/** What the commands that look into a layer have in common. */
final class Layers {
  private static final List<String> COLUMNS =
      List.of("Layer", "Kind", "Channels", "Stride", "Receptive field");

  private Layers() {}

  /**
   * Lets the user pick a layer of a network.
   *
   * @param layer the one that is picked at first
   * @return the one that is picked in the end
   */
  static String pickOne(String model, String layer) {
    return pick(model, Set.of(layer.strip()), false).stream()
        .flatMap(List::stream)
        .findFirst()
        .orElse(layer);
  }

  /**
   * Lets the user pick layers of a network. What was picked before keeps its weight and its
   * channels; what wasn't gets the weight 1.
   *
   * @param layers as {@link LayerWeights} writes them
   */
  static String pickSeveral(String model, String layers) {
    List<LayerWeight> before = parse(layers);
    Set<String> names =
        before.stream()
            .map(LayerWeight::layer)
            .collect(Collectors.toCollection(LinkedHashSet::new));
    return pick(model, names, true)
        .map(
            picked -> {
              List<LayerWeight> after = new ArrayList<>(before);
              after.removeIf(layer -> !picked.contains(layer.layer()));
              picked.stream()
                  .filter(name -> !names.contains(name))
                  .forEach(name -> after.add(new LayerWeight(name, 1)));
              return LayerWeights.format(after);
            })
        .orElse(layers);
  }

  private static Optional<List<String>> pick(String model, Set<String> picked, boolean several) {
    return TablePicker.pick("Layers of " + model, COLUMNS, () -> rows(model), picked, several);
  }

  private static List<List<Object>> rows(String model) {
    try (Network network = Models.load(model)) {
      return network.layers().stream().map(Layers::row).toList();
    }
  }

  private static List<Object> row(Layer layer) {
    return List.of(
        layer.name(), layer.kind(), layer.channels(), layer.stride(), layer.receptiveField());
  }

  /** What is wrong with layers as {@link LayerWeights} writes them. */
  static Optional<String> problem(String layers) {
    try {
      LayerWeights.parse(layers);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static List<LayerWeight> parse(String layers) {
    try {
      return LayerWeights.parse(layers);
    } catch (IllegalArgumentException e) {
      return List.of(); // the user picks them all anew
    }
  }

  /** A layer as the user named it; one of middle depth that has an extent, if left empty. */
  static String orMiddle(Network network, String layer) {
    List<Layer> spatial = network.layers().stream().filter(l -> l.stride() > 0).toList();
    boolean named = !layer.isBlank() || spatial.isEmpty();
    return named ? layer.strip() : spatial.get((spatial.size() - 1) / 2).name();
  }

  /** Where the values of a layer lie in the image. */
  static Grid grid(ReceptiveField field) {
    return new Grid(
        field.columns().size(),
        field.rows().size(),
        field.columns().origin(),
        field.rows().origin(),
        field.columns().stride(),
        field.rows().stride());
  }
}
