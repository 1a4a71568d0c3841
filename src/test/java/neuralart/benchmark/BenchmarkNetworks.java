package neuralart.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import neuralart.network.Layer;
import neuralart.network.Network;
import neuralart.network.Objective;
import neuralart.network.model.Models;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.GramDistance;

/** The networks and losses that benchmarks run: those of {@code src/test/python/benchmark.py}. */
final class BenchmarkNetworks {
  private BenchmarkNetworks() {}

  /** Loads a model from a file of weights with its official name. */
  static Network load(String model, String weights) {
    System.setProperty(
        "neuralart.models", Path.of(weights).toAbsolutePath().getParent().toString());
    return Models.load(model);
  }

  /** Gram matrices of the first ReLU and of all concatenations, and the energy of the last. */
  static List<Objective> objectives(Network network) {
    List<Layer> layers =
        network.layers().stream()
            .filter(l -> l.name().equals("relu_conv1") || l.name().endsWith("/concat"))
            .toList();
    List<Objective> objectives =
        layers.stream()
            .map(l -> new GramDistance(l.name(), 1, new float[l.channels() * l.channels()]))
            .collect(Collectors.toCollection(ArrayList::new));
    String last = layers.get(layers.size() - 1).name();
    objectives.add(new ActivationEnergy(last, 0.1, 0, ActivationEnergy.Mean.LAYER));
    return objectives;
  }
}
