package neuralart.host.browser;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The layers that are picked in a browser. */
public final class Picks {
  /** What of the layers can be picked. */
  enum Picking {
    /** Nothing: the window is to look at, and leaves others usable. */
    NONE,
    /** One layer, with filters. */
    ONE,
    /** Several layers, each with filters and a weight. */
    SEVERAL
  }

  private final Map<String, LayerPick> picked = new LinkedHashMap<>();
  private final Picking picking;

  Picks(List<LayerPick> picked, Picking picking) {
    picked.forEach(pick -> this.picked.put(pick.name(), pick));
    this.picking = picking;
  }

  Picking picking() {
    return picking;
  }

  /** What is picked of a layer, if it is. */
  Optional<LayerPick> of(String layer) {
    return Optional.ofNullable(picked.get(layer));
  }

  /** Takes a pick; where one layer can be picked, it is the only one. */
  void put(LayerPick pick) {
    if (picking == Picking.ONE) {
      picked.keySet().removeIf(layer -> !layer.equals(pick.name()));
    }
    picked.put(pick.name(), pick);
  }

  void remove(String layer) {
    picked.remove(layer);
  }

  /** The layer that is selected at first. */
  Optional<String> first() {
    return picked.keySet().stream().findFirst();
  }

  /** All picks, those made before in their order, then the new ones in that of the layers. */
  List<LayerPick> inOrder(List<String> layers) {
    return picked.values().stream().filter(pick -> layers.contains(pick.name())).toList();
  }
}
