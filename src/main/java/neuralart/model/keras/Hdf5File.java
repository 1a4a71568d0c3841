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
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import neuralart.model.file.Reading;

/** A file in HDF5 format, of which nothing outside of it is read. */
final class Hdf5File {
  private final HdfFile hdf;
  private long bytesRead;

  private Hdf5File(HdfFile hdf) {
    this.hdf = hdf;
  }

  /**
   * Opens a file, reads it, and closes it.
   *
   * @throws IllegalArgumentException if the file is damaged, naming it
   */
  static <T> T read(Path file, Function<Hdf5File, T> reader) {
    return read(file.toString(), () -> new HdfFile(file), reader);
  }

  /** The same, of a file that is in memory. */
  static <T> T read(byte[] bytes, String name, Function<Hdf5File, T> reader) {
    return read(name, () -> HdfFile.fromBytes(bytes), reader);
  }

  private static <T> T read(String name, Supplier<HdfFile> file, Function<Hdf5File, T> reader) {
    return Reading.of(
        name,
        () -> {
          try (HdfFile hdf = file.get()) {
            requireComplete(hdf);
            return reader.apply(new Hdf5File(hdf));
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

  /** What all is in. */
  Group root() {
    return hdf;
  }

  /** What is at a path below a group, if anything. Links lead to other files: they are refused. */
  static Optional<Node> node(Group group, String path) {
    Node node = group;
    for (String part : path.split("/")) {
      Node child = node instanceof Group parent ? parent.getChild(part) : null;
      if (child instanceof Link) {
        throw new IllegalArgumentException(
            "has a link at '" + path + "'; only weights that are in the file itself are read");
      }
      node = child;
    }
    return Optional.ofNullable(node);
  }

  /**
   * An array of weights.
   *
   * @param name of the array, and {@code layer} that of its layer, for messages
   * @throws IllegalArgumentException if they can't be had as single-precision numbers
   */
  KerasArray array(Dataset dataset, String name, String layer) {
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
      throw new IllegalArgumentException("is damaged: its '" + name + "' can't be read", e);
    }
    if (values.length != length) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT, "has weights '%s' of layer '%s' that are no numbers", name, layer));
    }
    return new KerasArray(name, Arrays.stream(shape).asLongStream().toArray(), values);
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

  /** Whether a list of names is there, in one part or several. */
  static boolean hasNames(Node node, String attribute) {
    return node.getAttribute(attribute) != null || node.getAttribute(attribute + 0) != null;
  }

  /** A list of names; one that is too long for an attribute is split, its parts are numbered. */
  static List<String> names(Node node, String attribute) {
    List<String> names = new ArrayList<>();
    if (node.getAttribute(attribute) != null) {
      addNames(names, node.getAttribute(attribute));
      return names;
    }
    for (int part = 0; node.getAttribute(attribute + part) != null; part++) {
      addNames(names, node.getAttribute(attribute + part));
    }
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "is damaged: '" + node.getPath() + "' has no " + attribute);
    }
    return names;
  }

  private static void addNames(List<String> names, Attribute attribute) {
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
