package neuralart.network.model;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.exceptions.HdfException;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.params.BatchNormalizationParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The weights of a network in Keras' HDF5 format, TensorFlow ordering: the root attribute {@code
 * layer_names} lists the layers, each layer's attribute {@code weight_names} its datasets in order,
 * kernels are {@code [rows, columns, input channels, output channels]}.
 */
final class KerasWeights {
  private final String file;

  private KerasWeights(String file) {
    this.file = file;
  }

  /**
   * Copies the weights in a file into a graph of the same architecture.
   *
   * @throws IllegalArgumentException if the file is damaged, or names the first layer that differs
   */
  static void load(Path file, ComputationGraph graph) {
    KerasWeights weights = new KerasWeights(file.toString());
    weights.load(() -> new HdfFile(file), graph);
  }

  /** The same, of weights that are in memory. */
  static void load(byte[] bytes, String name, ComputationGraph graph) {
    new KerasWeights(name).load(() -> HdfFile.fromBytes(bytes), graph);
  }

  private void load(Supplier<HdfFile> file, ComputationGraph graph) {
    try (HdfFile hdf = file.get()) {
      checkComplete(hdf);
      load(hdf, graph);
    } catch (HdfException | IndexOutOfBoundsException | BufferUnderflowException e) {
      throw new IllegalArgumentException(
          this.file + " is damaged or not an HDF5 file of Keras weights (" + e.getMessage() + ")",
          e);
    }
  }

  private void load(HdfFile hdf, ComputationGraph graph) {
    Set<String> missing = trainedLayers(graph);
    for (String layer : strings(hdf, "layer_names")) {
      Group group = (Group) hdf.getByPath(layer);
      String[] datasets = strings(group, "weight_names");
      if (datasets.length > 0) {
        copy(group, datasets, layer, graph);
        missing.remove(layer);
      }
    }
    if (!missing.isEmpty()) {
      throw new IllegalArgumentException(file + " has no weights for the layers " + missing);
    }
  }

  private void checkComplete(HdfFile hdf) {
    long expected = hdf.getHdfBackingStorage().getSuperblock().getEndOfFileAddress();
    long actual = hdf.size();
    if (actual < expected) {
      throw new IllegalArgumentException(
          file
              + " is incomplete: it has "
              + actual
              + " of "
              + expected
              + " bytes. Download it again");
    }
  }

  private static Set<String> trainedLayers(ComputationGraph graph) {
    Set<String> names = new TreeSet<>();
    for (Layer layer : graph.getLayers()) {
      if (layer.numParams() > 0) {
        names.add(layer.conf().getLayer().getLayerName());
      }
    }
    return names;
  }

  private void copy(Group group, String[] datasets, String name, ComputationGraph graph) {
    Layer layer = graph.getLayer(name);
    if (layer == null || layer.numParams() == 0) {
      throw new IllegalArgumentException(
          file + " has weights for a layer '" + name + "', which the network doesn't have");
    }
    List<String> keys = keys(layer);
    if (datasets.length != keys.size()) {
      throw new IllegalArgumentException(
          String.format(
              "%s: layer '%s' has %d arrays of weights, the network expects %d",
              file, name, datasets.length, keys.size()));
    }
    for (int i = 0; i < datasets.length; i++) {
      INDArray target = layer.getParam(keys.get(i));
      INDArray keras =
          target.rank() == 4 ? target.permute(2, 3, 1, 0) : target.reshape(target.length());
      copy(group.getDatasetByPath(datasets[i]), keras, name);
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

  private void copy(Dataset dataset, INDArray target, String layer) {
    long[] shape = Arrays.stream(dataset.getDimensions()).asLongStream().toArray();
    if (!Arrays.equals(shape, target.shape())) {
      throw new IllegalArgumentException(
          String.format(
              "%s: '%s' of layer '%s' has the shape %s, the network expects %s",
              file,
              dataset.getName(),
              layer,
              Arrays.toString(shape),
              Arrays.toString(target.shape())));
    }
    if (!(dataset.getDataFlat() instanceof float[] values)) {
      throw new IllegalArgumentException(
          String.format(
              "%s: '%s' of layer '%s' holds %s, not single-precision numbers",
              file, dataset.getName(), layer, dataset.getJavaType()));
    }
    try (INDArray source = Nd4j.createFromArray(values)) {
      target.assign(source.reshape('c', shape));
    }
  }

  private String[] strings(io.jhdf.api.Node node, String name) {
    Attribute attribute = node.getAttribute(name);
    if (attribute == null) {
      throw new IllegalArgumentException(
          file + " isn't a file of Keras weights: '" + node.getPath() + "' has no " + name);
    }
    return attribute.isEmpty() || attribute.getSize() == 0
        ? new String[0]
        : (String[]) attribute.getData();
  }
}
