package neuralart.benchmark;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import neuralart.model.Models;
import neuralart.network.Network;
import neuralart.objective.ActivationEnergy;
import neuralart.objective.GramDistance;
import neuralart.objective.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The networks and losses that benchmarks run: those of {@code src/test/python/benchmark.py}. */
final class BenchmarkNetworks {
  private static final Map<String, List<String>> LAYERS =
      Map.of(
          "squeezenet",
          List.of(
              "relu_conv1",
              "fire2/concat",
              "fire3/concat",
              "fire4/concat",
              "fire5/concat",
              "fire6/concat",
              "fire7/concat",
              "fire8/concat",
              "fire9/concat"),
          "builtin",
          List.of("block1_conv1", "block2_conv1", "block3_conv1", "block4_conv1", "block5_conv1"),
          "vgg16",
          List.of("block1_conv1", "block2_conv1", "block3_conv1", "block4_conv1", "block5_conv1"),
          "vgg19",
          List.of("block1_conv1", "block2_conv1", "block3_conv1", "block4_conv1", "block5_conv1"),
          "inceptionv3",
          List.of("activation_3", "activation_5", "mixed0", "mixed2", "mixed3", "mixed7"));

  private BenchmarkNetworks() {}

  /** Loads a model from a file of weights with its official name. */
  static Network load(String model, String weights) {
    System.setProperty(
        "neuralart.models", Path.of(weights).toAbsolutePath().getParent().toString());
    return Models.load(model);
  }

  /** Gram matrices of the layers of a model's loss, and the energy of the last of them. */
  static List<Objective> objectives(Network network) {
    List<String> layers = LAYERS.get(network.name());
    List<Objective> objectives = new ArrayList<>();
    for (String layer : layers) {
      int channels = network.layer(layer).channels();
      objectives.add(new GramDistance(layer, 1, new float[channels * channels]));
    }
    String last = layers.get(layers.size() - 1);
    objectives.add(new ActivationEnergy(last, 0.1, 0, ActivationEnergy.Mean.LAYER));
    return objectives;
  }

  /** Noise over the range of a network's input. */
  static INDArray noise(Network network, int size) {
    double range = network.preprocessing().range();
    return Nd4j.rand(DataType.FLOAT, 1, size, size, 3).subi(0.5).muli(range);
  }
}
