package neuralart.command;

import java.awt.EventQueue;
import java.util.List;
import java.util.Optional;
import neuralart.art.LayerWeights;
import neuralart.art.LayerWeights.LayerWeight;
import neuralart.host.browser.LayerBrowser;
import neuralart.host.browser.LayerPick;
import neuralart.image.Grid;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.network.ReceptiveField;

/** What the commands that look into a layer have in common. */
final class Layers {
  private Layers() {}

  /**
   * Lets the user pick a layer of a network, and filters of it.
   *
   * @param layer the one that is picked at first
   * @return the one that is picked in the end; nothing if the user gave up
   */
  static Optional<LayerPick> pickOne(String model, String layer) {
    List<LayerPick> picked =
        layer.isBlank() ? List.of() : List.of(new LayerPick(layer.strip(), List.of(), 1));
    return LayerBrowser.pick(title(model), new NetworkLayerSource(model), picked, false).stream()
        .flatMap(List::stream)
        .findFirst();
  }

  /**
   * Lets the user pick layers of a network, with weights and filters.
   *
   * @param layers as {@link LayerWeights} writes them
   * @return what is picked in the end, written in the same way
   */
  static String pickSeveral(String model, String layers) {
    List<LayerPick> picked =
        parse(layers).stream()
            .map(l -> new LayerPick(l.layer(), l.channels(), l.weight()))
            .toList();
    return LayerBrowser.pick(title(model), new NetworkLayerSource(model), picked, true)
        .map(
            picks ->
                LayerWeights.format(
                    picks.stream()
                        .map(p -> new LayerWeight(p.name(), p.filters(), p.weight()))
                        .toList()))
        .orElse(layers);
  }

  /** Shows the layers of a network. */
  static void show(String model) {
    EventQueue.invokeLater(() -> LayerBrowser.show(title(model), new NetworkLayerSource(model)));
  }

  private static String title(String model) {
    return "Layers of " + model;
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
