package neuralart.model.keras;

import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import neuralart.model.file.ForeignFormat;

/**
 * A file in Keras' HDF5 format, of which nothing outside of it is read: the attribute {@code
 * layer_names} lists the layers, each layer's attribute {@code weight_names} its arrays in order.
 * Where the file holds a whole network, they are in the group {@code model_weights}, and the
 * attribute {@code model_config} has the architecture.
 */
public final class KerasFile {
  private static final String WEIGHTS = "model_weights";
  private static final String ARCHITECTURE = "model_config";
  private static final String LAYERS = "layer_names";
  private static final String ARRAYS = "weight_names";

  private final Hdf5File file;
  private final Group weights;
  private final Set<String> layers;

  private KerasFile(Hdf5File file) {
    this.file = file;
    this.weights = file.root().getChild(WEIGHTS) instanceof Group group ? group : file.root();
    if (!Hdf5File.hasNames(weights, LAYERS)) {
      throw kind(file.root()).refusal();
    }
    this.layers = new LinkedHashSet<>(Hdf5File.names(weights, LAYERS));
  }

  /** What an HDF5 file without lists of layers is. */
  private static ForeignFormat kind(Group root) {
    if (root.getChild("ilastikVersion") != null || root.getChild("PixelClassification") != null) {
      return ForeignFormat.ILASTIK;
    }
    boolean keras3 = root.getChild("layers") != null && root.getChild("vars") != null;
    return keras3 || root.getChild("_layer_checkpoint_dependencies") != null
        ? ForeignFormat.KERAS_WEIGHTS
        : ForeignFormat.HDF5;
  }

  /**
   * Opens a file, reads it, and closes it.
   *
   * @throws IllegalArgumentException if the file is damaged or isn't one of Keras', naming it
   */
  public static <T> T read(Path file, Function<KerasFile, T> reader) {
    return Hdf5File.read(file, hdf -> reader.apply(new KerasFile(hdf)));
  }

  /** The same, of a file that is in memory. */
  public static <T> T read(byte[] bytes, String name, Function<KerasFile, T> reader) {
    return Hdf5File.read(bytes, name, hdf -> reader.apply(new KerasFile(hdf)));
  }

  /**
   * The architecture in Keras' JSON.
   *
   * @throws IllegalArgumentException if the file has none
   */
  String architecture() {
    Attribute attribute = file.root().getAttribute(ARCHITECTURE);
    if (attribute == null) {
      throw ForeignFormat.KERAS_WEIGHTS.refusal();
    }
    if (!(attribute.getData() instanceof String json)) {
      throw new IllegalArgumentException("is damaged: its " + ARCHITECTURE + " isn't a text");
    }
    return json;
  }

  /** The version of Keras that wrote it; of Keras before 1.1, which didn't say, it is empty. */
  String version() {
    return text("keras_version");
  }

  /** What computed for Keras; empty where the file doesn't say. */
  String backend() {
    return text("backend");
  }

  private String text(String attribute) {
    Attribute own = file.root().getAttribute(attribute);
    Attribute beside = weights.getAttribute(attribute);
    return own != null || beside != null
        ? String.valueOf((own != null ? own : beside).getData())
        : "";
  }

  /** The names of the layers that have weights. */
  List<String> weightedLayers() {
    return layers.stream()
        .filter(layer -> !Hdf5File.names(group(layer), ARRAYS).isEmpty())
        .toList();
  }

  /**
   * The arrays of a layer, in the order of Keras; none if the file doesn't have the layer.
   *
   * @throws IllegalArgumentException if they can't be had as single-precision numbers
   */
  List<KerasArray> weights(String layer) {
    if (!layers.contains(layer)) {
      return List.of();
    }
    Group group = group(layer);
    return Hdf5File.names(group, ARRAYS).stream().map(name -> array(group, name, layer)).toList();
  }

  private Group group(String layer) {
    if (!(Hdf5File.node(weights, layer).orElse(null) instanceof Group group)) {
      throw new IllegalArgumentException("is damaged: it has no weights of layer '" + layer + "'");
    }
    return group;
  }

  private KerasArray array(Group group, String name, String layer) {
    if (!(Hdf5File.node(group, name).orElse(null) instanceof Dataset dataset)) {
      throw new IllegalArgumentException(
          "is damaged: it has no weights '" + name + "' of layer '" + layer + "'");
    }
    return file.array(dataset, name, layer);
  }
}
