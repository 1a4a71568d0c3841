package neuralart.network.model;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import java.nio.BufferUnderflowException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A file in Keras' HDF5 format: the attribute {@code layer_names} lists the layers, each layer's
 * attribute {@code weight_names} its arrays in order. Where the file holds a whole network, they
 * are in the group {@code model_weights}, and the attribute {@code model_config} has the
 * architecture.
 */
final class KerasFile {
  private static final String WEIGHTS = "model_weights";
  private static final String ARCHITECTURE = "model_config";

  private final String name;
  private final HdfFile hdf;
  private final Group weights;
  private final List<String> layers;

  /**
   * One array of a layer.
   *
   * @param name of the dataset
   * @param values single-precision, {@code shape} in C order
   */
  record Weights(String name, long[] shape, float[] values) {
    /** A copy outside of Java's heap, for the caller to close. */
    INDArray toArray() {
      return Nd4j.createFromArray(values).reshape('c', shape);
    }
  }

  private KerasFile(String name, HdfFile hdf) {
    this.name = name;
    this.hdf = hdf;
    this.weights = hdf.getChild(WEIGHTS) instanceof Group group ? group : hdf;
    this.layers = strings(weights, "layer_names");
  }

  /**
   * Opens a file, reads it, and closes it.
   *
   * @throws IllegalArgumentException if the file is damaged or isn't one of Keras', naming it
   */
  static <T> T read(Path file, Function<KerasFile, T> reader) {
    return read(file.toString(), () -> new HdfFile(file), reader);
  }

  /** The same, of a file that is in memory. */
  static <T> T read(byte[] bytes, String name, Function<KerasFile, T> reader) {
    return read(name, () -> HdfFile.fromBytes(bytes), reader);
  }

  private static <T> T read(String name, Supplier<HdfFile> file, Function<KerasFile, T> reader) {
    try (HdfFile hdf = open(name, file)) {
      requireComplete(hdf, name);
      return reader.apply(new KerasFile(name, hdf));
    } catch (HdfException | IndexOutOfBoundsException | BufferUnderflowException e) {
      throw damaged(name, e);
    }
  }

  private static HdfFile open(String name, Supplier<HdfFile> file) {
    try {
      return file.get();
    } catch (RuntimeException e) { // of many kinds where the beginning is cut off
      throw damaged(name, e);
    }
  }

  private static IllegalArgumentException damaged(String name, RuntimeException e) {
    return new IllegalArgumentException(
        name + " is damaged or not an HDF5 file of Keras weights (" + e.getMessage() + ")", e);
  }

  private static void requireComplete(HdfFile hdf, String name) {
    long expected = hdf.getHdfBackingStorage().getSuperblock().getEndOfFileAddress();
    long actual = hdf.size();
    if (actual < expected) {
      throw new IllegalArgumentException(
          String.format(
              "%s is incomplete: it has %d of %d bytes. Download it again",
              name, actual, expected));
    }
  }

  String name() {
    return name;
  }

  /** The architecture in Keras' JSON, if the file has one. */
  Optional<String> architecture() {
    Attribute attribute = hdf.getAttribute(ARCHITECTURE);
    return Optional.ofNullable(attribute).map(value -> (String) value.getData());
  }

  /** Whether Keras 3 wrote it. */
  boolean isKeras3() {
    Attribute version = hdf.getAttribute("keras_version");
    return version != null && String.valueOf(version.getData()).startsWith("3");
  }

  /** The names of the layers that have weights. */
  List<String> weightedLayers() {
    return layers.stream()
        .filter(layer -> !strings(group(layer), "weight_names").isEmpty())
        .toList();
  }

  /**
   * The arrays of a layer, in the order of Keras; none if the file doesn't have the layer.
   *
   * @throws IllegalArgumentException if they aren't in single precision
   */
  List<Weights> weights(String layer) {
    if (!layers.contains(layer)) {
      return List.of();
    }
    Group group = group(layer);
    return strings(group, "weight_names").stream()
        .map(dataset -> weights(dataset, group.getDatasetByPath(dataset), layer))
        .toList();
  }

  private Group group(String layer) {
    return (Group) weights.getByPath(layer);
  }

  private Weights weights(String name, Dataset dataset, String layer) {
    if (!(dataset.getDataFlat() instanceof float[] values)) {
      throw new IllegalArgumentException(
          String.format(
              "%s: '%s' of layer '%s' holds %s, not single-precision numbers",
              this.name, name, layer, dataset.getJavaType()));
    }
    long[] shape = Arrays.stream(dataset.getDimensions()).asLongStream().toArray();
    return new Weights(name, shape, values);
  }

  /** A list of names; one that is too long for an attribute is split, its parts are numbered. */
  private List<String> strings(Node node, String attribute) {
    List<String> names = new ArrayList<>();
    if (node.getAttribute(attribute) != null) {
      addStrings(names, node.getAttribute(attribute));
      return names;
    }
    for (int part = 0; node.getAttribute(attribute + part) != null; part++) {
      addStrings(names, node.getAttribute(attribute + part));
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          name + " isn't a file of Keras weights: '" + node.getPath() + "' has no " + attribute);
    }
    return names;
  }

  private static void addStrings(List<String> names, Attribute attribute) {
    if (!attribute.isEmpty() && attribute.getSize() > 0) {
      names.addAll(List.of((String[]) attribute.getData()));
    }
  }
}
