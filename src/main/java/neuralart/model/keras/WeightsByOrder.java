package neuralart.model.keras;

import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Weights as Keras 3 keeps them: {@code layers/conv2d_1/vars/0} is the first array of the second
 * layer of the class {@code Conv2D}, whatever its name is.
 */
final class WeightsByOrder implements LayerWeights {
  private final Hdf5File file;
  private final Optional<Group> layers;

  /** The groups of the layers, by their names. */
  private final Map<String, String> groups = new HashMap<>();

  private WeightsByOrder(Hdf5File file, Optional<Group> network, KerasArchitecture architecture) {
    this.file = file;
    this.layers =
        network.flatMap(
            group ->
                child(group, "layers").or(() -> child(group, "_layer_checkpoint_dependencies")));
    Map<String, Integer> numbers = new HashMap<>();
    for (LayerConfig layer : architecture.layers()) {
      if (!layer.operation() && !groups.containsKey(layer.saved())) {
        String kind = snakeCase(layer.kind());
        int number = numbers.merge(kind, 1, Integer::sum) - 1;
        groups.put(layer.saved(), number == 0 ? kind : kind + "_" + number);
      }
    }
  }

  /** The weights of a whole network. */
  static LayerWeights of(Hdf5File file, KerasArchitecture architecture) {
    return new WeightsByOrder(file, Optional.of(file.root()), architecture);
  }

  private static Optional<Group> child(Group group, String name) {
    return Hdf5File.node(group, name).filter(Group.class::isInstance).map(Group.class::cast);
  }

  /** The name of a class as Keras makes a name of it: {@code BatchNormalization} has one bar. */
  private static String snakeCase(String kind) {
    return kind.replaceAll("\\W+", "")
        .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
        .replaceAll("([a-z])([A-Z])", "$1_$2")
        .toLowerCase(Locale.ROOT);
  }

  private Optional<Group> group(LayerConfig layer) {
    Optional<String> name = Optional.ofNullable(groups.get(layer.saved()));
    return name.flatMap(known -> layers.flatMap(all -> child(all, known)));
  }

  @Override
  public List<KerasArray> of(LayerConfig layer) {
    List<KerasArray> arrays = new ArrayList<>();
    Optional<Group> variables = group(layer).flatMap(group -> child(group, "vars"));
    if (variables.isEmpty()) {
      return arrays;
    }
    for (int i = 0; i < variables.get().getChildren().size(); i++) {
      String name = groups.get(layer.saved()) + "/vars/" + i;
      if (!(Hdf5File.node(variables.get(), String.valueOf(i)).orElse(null)
          instanceof Dataset dataset)) {
        throw new IllegalArgumentException(
            "is damaged: it has no weights '" + name + "' of layer '" + layer.name() + "'");
      }
      arrays.add(file.array(dataset, name, layer.name()));
    }
    return arrays;
  }

  @Override
  public LayerWeights inside(LayerConfig layer, KerasArchitecture inner) {
    return new WeightsByOrder(file, group(layer), inner);
  }
}
