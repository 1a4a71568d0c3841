package neuralart.command;

import java.util.List;
import neuralart.image.Grid;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.network.ReceptiveField;
import neuralart.network.model.Models;

/** What the commands that look into a layer have in common. */
final class Layers {
  private Layers() {}

  /** A layer as the user named it; one of middle depth that has an extent, if left empty. */
  static String orMiddle(Network network, String layer) {
    List<Layer> spatial = network.layers().stream().filter(l -> l.stride() > 0).toList();
    boolean named = !layer.isBlank() || spatial.isEmpty();
    return named ? layer.strip() : spatial.get((spatial.size() - 1) / 2).name();
  }

  /** A model with the licence of its weights. */
  static String license(String model) {
    return model + ", licence " + Models.of(model).license();
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
