package neuralart.model.keras;

import io.jhdf.HdfFile;
import io.jhdf.api.Attribute;
import io.jhdf.api.Dataset;
import io.jhdf.api.Group;
import io.jhdf.api.Link;
import io.jhdf.api.Node;
import io.jhdf.exceptions.HdfException;
import io.jhdf.exceptions.UnsupportedHdfException;
import java.lang.reflect.Array;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import neuralart.model.file.ForeignFormat;
import neuralart.model.file.Reading;

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

  private final HdfFile hdf;
  private final Group weights;
  private final Set<String> layers;
  private long bytesRead;

  private KerasFile(HdfFile hdf) {
    this.hdf = hdf;
    this.weights = hdf.getChild(WEIGHTS) instanceof Group group ? group : hdf;
    if (!has(weights, LAYERS)) {
      throw kind().refusal();
    }
    this.layers = new LinkedHashSet<>(strings(weights, LAYERS));
  }

  /** What an HDF5 file without lists of layers is. */
  private ForeignFormat kind() {
    if (hdf.getChild("ilastikVersion") != null || hdf.getChild("PixelClassification") != null) {
      return ForeignFormat.ILASTIK;
    }
    boolean keras3 = hdf.getChild("layers") != null && hdf.getChild("vars") != null;
    return keras3 || hdf.getChild("_layer_checkpoint_dependencies") != null
        ? ForeignFormat.KERAS_WEIGHTS
        : ForeignFormat.HDF5;
  }

  /**
   * Opens a file, reads it, and closes it.
   *
   * @throws IllegalArgumentException if the file is damaged or isn't one of Keras', naming it
   */
  public static <T> T read(Path file, Function<KerasFile, T> reader) {
    return read(file.toString(), () -> new HdfFile(file), reader);
  }

  /** The same, of a file that is in memory. */
  public static <T> T read(byte[] bytes, String name, Function<KerasFile, T> reader) {
    return read(name, () -> HdfFile.fromBytes(bytes), reader);
  }

  private static <T> T read(String name, Supplier<HdfFile> file, Function<KerasFile, T> reader) {
    return Reading.of(
        name,
        () -> {
          try (HdfFile hdf = file.get()) {
            requireComplete(hdf);
            return reader.apply(new KerasFile(hdf));
          } catch (HdfException e) {
            throw new IllegalArgumentException(reason(e), e);
          }
        });
  }

  private static String reason(HdfException e) {
    Throwable first = e;
    while (first.getCause() != null) {
      first = first.getCause();
    }
    boolean foreign = first instanceof UnsupportedHdfException;
    String what = foreign ? "has weights in another file, or HDF5 of a rare form" : "is damaged";
    return what + Reading.plain(foreign ? first : e).map(why -> " (" + why + ")").orElse("");
  }

  private static void requireComplete(HdfFile hdf) {
    long expected = hdf.getHdfBackingStorage().getSuperblock().getEndOfFileAddress();
    long actual = hdf.size();
    if (actual < expected) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "is incomplete: it has %d of %d bytes. Download it again",
              actual,
              expected));
    }
  }

  /**
   * The architecture in Keras' JSON.
   *
   * @throws IllegalArgumentException if the file has none, or one of Keras 1
   */
  String architecture() {
    Attribute attribute = hdf.getAttribute(ARCHITECTURE);
    if (attribute == null) {
      throw ForeignFormat.KERAS_WEIGHTS.refusal();
    }
    if (version().startsWith("1")) {
      throw ForeignFormat.KERAS_1.refusal();
    }
    if (!(attribute.getData() instanceof String json)) {
      throw new IllegalArgumentException("is damaged: its " + ARCHITECTURE + " isn't a text");
    }
    return json;
  }

  /** Whether Keras 3 wrote it. */
  boolean isKeras3() {
    return version().startsWith("3");
  }

  private String version() {
    Attribute version = hdf.getAttribute("keras_version");
    Attribute beside = weights.getAttribute("keras_version");
    return version != null || beside != null
        ? String.valueOf((version != null ? version : beside).getData())
        : "";
  }

  /** The names of the layers that have weights. */
  List<String> weightedLayers() {
    return layers.stream().filter(layer -> !strings(group(layer), ARRAYS).isEmpty()).toList();
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
    return strings(group, ARRAYS).stream().map(array -> weights(group, array, layer)).toList();
  }

  private Group group(String layer) {
    if (!(node(weights, layer) instanceof Group group)) {
      throw new IllegalArgumentException("is damaged: it has no weights of layer '" + layer + "'");
    }
    return group;
  }

  /** What is at a path below a group. Links are not followed: they may lead to other files. */
  private static Node node(Group group, String path) {
    Node node = group;
    for (String part : path.split("/")) {
      Node child = node instanceof Group parent ? parent.getChild(part) : null;
      if (child instanceof Link) {
        throw new IllegalArgumentException(
            "has a link at '" + path + "'; only weights that are in the file itself are read");
      }
      node = child;
    }
    return node;
  }

  private KerasArray weights(Group group, String array, String layer) {
    if (!(node(group, array) instanceof Dataset dataset)) {
      throw new IllegalArgumentException(
          "is damaged: it has no weights '" + array + "' of layer '" + layer + "'");
    }
    int[] shape = dataset.getDimensions();
    long length = 1;
    for (int size : shape) {
      length = Math.multiplyExact(length, size);
    }
    bytesRead = Math.addExact(bytesRead, Math.multiplyExact(length, Float.BYTES));
    Reading.requirePlausible(bytesRead, hdf.size());
    float[] values;
    try {
      values = values(dataset);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("is damaged: its '" + array + "' can't be read", e);
    }
    if (values.length != length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "has weights '%s' of layer '%s' that are no numbers", array, layer));
    }
    long[] dimensions = Arrays.stream(shape).asLongStream().toArray();
    return new KerasArray(array, dimensions, values);
  }

  /** All numbers, in C order; none if they are no numbers. */
  private static float[] values(Dataset dataset) {
    Object data = dataset.isScalar() ? dataset.getData() : dataset.getDataFlat();
    if (data instanceof float[] single) {
      return single;
    } else if (data instanceof Number number) {
      return new float[] {number.floatValue()};
    }
    Class<?> type = data.getClass().getComponentType();
    if (type == null || !type.isPrimitive() || type == boolean.class) {
      return new float[0];
    }
    float[] values = new float[Array.getLength(data)];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) Array.getDouble(data, i);
    }
    return values;
  }

  private static boolean has(Node node, String attribute) {
    return node.getAttribute(attribute) != null || node.getAttribute(attribute + 0) != null;
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
          "is damaged: '" + node.getPath() + "' has no " + attribute);
    }
    return names;
  }

  private static void addStrings(List<String> names, Attribute attribute) {
    if (attribute.isEmpty() || attribute.getSize() == 0) {
      return;
    }
    if (!(attribute.getData() instanceof String[] strings)) {
      throw new IllegalArgumentException(
          "is damaged: its " + attribute.getName() + " is no list of names");
    }
    names.addAll(List.of(strings));
  }
}
