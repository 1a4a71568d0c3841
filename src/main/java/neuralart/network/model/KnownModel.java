package neuralart.network.model;

import java.nio.file.Path;
import java.util.Locale;
import java.util.function.Supplier;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** The networks that this project knows the architecture of, with their official weights. */
public enum KnownModel {
  SQUEEZENET(
      "squeezenet_weights_tf_dim_ordering_tf_kernels_notop.h5",
      "the releases of https://github.com/rcmalli/keras-squeezenet",
      Preprocessing.IMAGENET_BGR,
      SqueezeNet::create);

  private final String file;
  private final String source;
  private final Preprocessing preprocessing;
  private final Supplier<ComputationGraph> architecture;

  KnownModel(
      String file,
      String source,
      Preprocessing preprocessing,
      Supplier<ComputationGraph> architecture) {
    this.file = file;
    this.source = source;
    this.preprocessing = preprocessing;
    this.architecture = architecture;
  }

  /** What the user calls it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The official name of its file of weights. */
  public String file() {
    return file;
  }

  /** Where its file of weights can be had. */
  public String source() {
    return source;
  }

  /**
   * Reads the network.
   *
   * @param weights its file of weights
   * @throws IllegalArgumentException if the file doesn't fit the architecture
   */
  Network load(Path weights) {
    ComputationGraph graph = architecture.get();
    try {
      KerasWeights.load(weights, graph);
      return GraphReader.read(graph, title(), preprocessing);
    } finally {
      graph.close();
    }
  }
}
