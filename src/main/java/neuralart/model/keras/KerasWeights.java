package neuralart.model.keras;

import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toMap;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import neuralart.model.keras.KerasFile.Weights;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Copies the weights of a Keras file into a known architecture. Kernels are {@code [rows, columns,
 * input channels, output channels]}, TensorFlow ordering. Layers go by their names; of those that
 * Keras itself has named, {@code conv2d_7}, only the order of the numbers counts: they begin where
 * the session that wrote the file stood, and at a name without a number in newer versions.
 */
public final class KerasWeights {
  private static final Pattern NUMBERED = Pattern.compile("(.*?)(?:_(\\d+))?");

  private final KerasFile file;
  private final Map<String, Layer> trained;

  private KerasWeights(KerasFile file, ComputationGraph graph) {
    this.file = file;
    this.trained =
        Arrays.stream(graph.getLayers())
            .filter(layer -> layer.numParams() > 0)
            .collect(toMap(layer -> layer.conf().getLayer().getLayerName(), layer -> layer));
  }

  /**
   * Copies the weights in a file into a graph of the same architecture.
   *
   * @throws IllegalArgumentException if the file is damaged, or names the first layer that differs
   */
  public static void load(Path file, ComputationGraph graph) {
    KerasFile.read(file, load(graph));
  }

  /** The same, of weights that are in memory. */
  public static void load(byte[] bytes, String name, ComputationGraph graph) {
    KerasFile.read(bytes, name, load(graph));
  }

  private static Function<KerasFile, Void> load(ComputationGraph graph) {
    return file -> {
      new KerasWeights(file, graph).load();
      return null;
    };
  }

  private void load() {
    Map<String, List<String>> expected = byKind(trained.keySet());
    Map<String, List<String>> found = byKind(file.weightedLayers());
    found.forEach((kind, sources) -> load(kind, sources, expected.getOrDefault(kind, List.of())));
    expected.keySet().removeAll(found.keySet());
    if (!expected.isEmpty()) {
      throw new IllegalArgumentException("has no weights for the layers " + expected.values());
    }
  }

  private void load(String kind, List<String> sources, List<String> targets) {
    if (targets.isEmpty()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "has weights for a layer '%s', which the network doesn't have",
              sources.get(0)));
    }
    if (sources.size() != targets.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "has weights for %d layers '%s', the network expects %d",
              sources.size(),
              kind,
              targets.size()));
    }
    for (int i = 0; i < sources.size(); i++) {
      copy(sources.get(i), trained.get(targets.get(i)));
    }
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

  private void copy(String source, Layer layer) {
    List<String> keys = keys(layer);
    List<Weights> arrays = file.weights(source);
    if (arrays.size() != keys.size()) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "layer '%s' has %d arrays of weights, the network expects %d",
              source,
              arrays.size(),
              keys.size()));
    }
    for (int i = 0; i < keys.size(); i++) {
      INDArray parameter = layer.getParam(keys.get(i));
      INDArray keras =
          parameter.rank() == 4
              ? parameter.permute(2, 3, 1, 0)
              : parameter.reshape(parameter.length());
      copy(arrays.get(i), keras, source);
    }
  }

  /** The names of a layer's parameters in DeepLearning4J, in the order of Keras. */
  private static List<String> keys(Layer layer) {
    if (layer.conf().getLayer() instanceof BatchNormalization) {
      layer.getParam(BatchNormalizationParamInitializer.GAMMA).assign(1); // Keras: scale=False
      return List.of(
          BatchNormalizationParamInitializer.BETA,
          BatchNormalizationParamInitializer.GLOBAL_MEAN,
          BatchNormalizationParamInitializer.GLOBAL_VAR);
    }
    boolean bias = layer.conf().getLayer() instanceof ConvolutionLayer conf && conf.hasBias();
    return bias ? List.of("W", "b") : List.of("W");
  }

  private void copy(Weights weights, INDArray target, String layer) {
    if (!Arrays.equals(weights.shape(), target.shape())) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "'%s' of layer '%s' has the shape %s, the network expects %s",
              weights.name(),
              layer,
              Arrays.toString(weights.shape()),
              Arrays.toString(target.shape())));
    }
    try (INDArray source = weights.toArray()) {
      target.assign(source);
    }
  }
}
