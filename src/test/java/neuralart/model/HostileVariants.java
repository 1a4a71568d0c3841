package neuralart.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import neuralart.model.dl4j.DeepLearning4jFiles;
import neuralart.model.keras.KerasWriter;
import neuralart.model.tensorflow.SavedModelTest;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ContainerNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/** Damaged and malicious variants of good files, by a seed. */
final class HostileVariants {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** In place of any value of JSON. */
  private static final List<String> EXTREMES =
      List.of(
          "0",
          "-1",
          "1000000000",
          "-1000000000",
          "2147483647",
          "-2147483648",
          "9223372036854775807",
          "1e39",
          "1e308",
          "-1e-300",
          "0.5",
          "null",
          "true",
          "\"\"",
          "\"same\"",
          "\"NaN\"",
          "\"../../../etc/passwd\"",
          "[]",
          "[0, 0]",
          "[1000000000, 1000000000]",
          "[[[]]]",
          "{}",
          "{\"@class\": \"java.lang.Object\"}",
          "{\"class_name\": \"Sequential\", \"config\": {\"layers\": []}}",
          "[\"java.lang.Object\", {}]");

  private static final int MOST_BYTES = 20;
  private static final int DEEP = 5000;

  private final Random random;
  private final Path folder;

  HostileVariants(long seed, Path folder) {
    this.random = new Random(seed);
    this.folder = folder;
  }

  /** A variant of a Keras file; what was done to it is in its name. */
  Path keras(int number) throws IOException {
    KerasWriter good = random.nextBoolean() ? functional() : sequential();
    good.version(List.of("1.2.2", "2.11.0", "3.3.3").get(random.nextInt(3)));
    String name = "keras-" + number + "-";
    return switch (random.nextInt(8)) {
      case 0 -> bytes(good.write(folder.resolve(name + "bytes.h5")));
      case 1 -> bytes(Files.write(folder.resolve(name + "h5py.h5"), written()));
      case 2 -> good.write(folder.resolve(name + "deep.h5"), deep(good.architecture().toString()));
      case 3 -> {
        damageWeights(good);
        yield good.write(folder.resolve(name + "weights.h5"));
      }
      case 4 -> archive(good, folder.resolve(name + "zip.keras"));
      default -> good.write(folder.resolve(name + "json.h5"), json(good.architecture()));
    };
  }

  private Path archive(KerasWriter good, Path file) throws IOException {
    if (random.nextInt(3) == 0) {
      damageWeights(good);
    }
    Path temporary = folder.resolve("temporary.h5");
    Map<String, byte[]> entries = good.archive(temporary);
    Files.delete(temporary);
    switch (random.nextInt(4)) {
      case 0 -> DeepLearning4jFiles.write(file, entries);
      case 1 -> damageEntry(file, entries);
      case 2 -> rewrite(file, entries, "config.json", json(good.architecture()));
      default -> {
        DeepLearning4jFiles.write(file, entries);
        bytes(file);
      }
    }
    return file;
  }

  /** A variant of a zip with a SavedModel. */
  Path savedModel(int number) throws IOException {
    String name = List.of("unet", "denoiser", "functions", "operators").get(random.nextInt(4));
    Path file = folder.resolve("tensorflow-" + number + "-" + name + ".zip");
    try (InputStream stream = SavedModelTest.class.getResourceAsStream(name + ".zip")) {
      Files.copy(stream, file);
    }
    Map<String, byte[]> entries = DeepLearning4jFiles.entries(file);
    switch (random.nextInt(6)) {
      case 0 -> bytes(file);
      case 1 -> damageEntry(file, entries);
      default -> {
        new HostileSavedModels(random).change(entries);
        DeepLearning4jFiles.write(file, entries);
      }
    }
    return file;
  }

  /** A variant of an ONNX file. */
  Path onnx(int number) throws IOException {
    Path file = folder.resolve("onnx-" + number + ".onnx");
    return random.nextInt(4) == 0
        ? HostileOnnx.bytes(random, file)
        : new HostileOnnx(random).write(file);
  }

  /** A variant of a package of bioimage.io. */
  Path bioimage(int number) throws IOException {
    return new HostilePackage(random).write(folder, number);
  }

  /** A variant of a file of DeepLearning4J. */
  Path deepLearning4j(int number) throws IOException {
    Path file = folder.resolve("dl4j-" + number + ".zip");
    if (random.nextBoolean()) {
      ModelSerializer.writeModel(DeepLearning4jFiles.graph(), file.toFile(), false);
    } else {
      ModelSerializer.writeModel(DeepLearning4jFiles.sequence(), file.toFile(), false);
    }
    if (random.nextBoolean()) {
      ModelSerializer.addNormalizerToModel(file.toFile(), new ImagePreProcessingScaler(-1, 1));
    }
    Map<String, byte[]> entries = DeepLearning4jFiles.entries(file);
    String configuration = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    switch (random.nextInt(6)) {
      case 0 -> bytes(file);
      case 1 -> rewrite(file, entries, "configuration.json", deep(configuration));
      case 2 -> damageEntry(file, entries);
      case 3 -> damageSize(file, entries);
      default -> rewrite(file, entries, "configuration.json", json(MAPPER.readTree(configuration)));
    }
    return file;
  }

  /** A file that h5py wrote by make_hdf5.py, which has other structures than those of jHDF. */
  private static byte[] written() throws IOException {
    try (InputStream stream = HostileVariants.class.getResourceAsStream("gzip.h5")) {
      return stream.readAllBytes();
    }
  }

  private static KerasWriter functional() {
    KerasWriter inner = KerasWriter.sequential().image(8, 4).convolution("inner", 4, 4, "");
    return KerasWriter.functional()
        .image(8, 3)
        .layer("Rescaling", "scaled", "{'scale': 0.01, 'offset': -1}", "image")
        .convolution("a", 3, 4, "'strides': [1, 1], 'activation': 'relu'", "scaled")
        .layer("BatchNormalization", "norm", "{'epsilon': 0.001, 'axis': [3], 'scale': false}", "a")
        .weight("norm", "beta:0", new float[] {0, 1, 2, 3})
        .weight("norm", "moving_mean:0", new float[] {0, 1, 2, 3})
        .weight("norm", "moving_variance:0", new float[] {1, 1, 2, 3})
        .layer("MaxPooling2D", "pool", "{'pool_size': [2, 2], 'strides': [2, 2]}", "norm")
        .layer("UpSampling2D", "up", "{'size': [2, 2], 'interpolation': 'nearest'}", "pool")
        .network("net_in", inner, "up")
        .layer("Concatenate", "both", "{'axis': -1}", "net_in", "norm")
        .layer("ZeroPadding2D", "padded", "{'padding': [[1, 0], [2, 1]]}", "both")
        .layer("LeakyReLU", "leaky", "{'alpha': 0.1}", "padded")
        .layer("Normalization", "last", "{'mean': 1.0, 'variance': 4.0}", "leaky")
        .output("last");
  }

  private static KerasWriter sequential() {
    return KerasWriter.sequential()
        .image(8, 1)
        .convolution("a", 1, 4, "'dilation_rate': [2, 2], 'activation': 'tanh'")
        .layer("AveragePooling2D", "pool", "{'pool_size': 2, 'strides': null}")
        .layer("Flatten", "flat", "{}")
        .layer("Dense", "classes", "{'units': 2, 'activation': 'softmax', 'use_bias': false}")
        .weight("classes", "kernel:0", new float[64][2]);
  }

  /** Flips, cuts, doubles, wipes or moves bytes. */
  private Path bytes(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    int at = random.nextInt(bytes.length);
    int n = 1 + random.nextInt(MOST_BYTES);
    int end = Math.min(bytes.length, at + n * n);
    switch (random.nextInt(5)) {
      case 0 -> bytes = Arrays.copyOf(bytes, at);
      case 1 -> Arrays.fill(bytes, at, end, (byte) (random.nextBoolean() ? 0 : 0xff));
      case 2 -> System.arraycopy(bytes.clone(), 0, bytes, at, bytes.length - at);
      case 3 ->
          ByteBuffer.wrap(bytes).put(at, Arrays.copyOfRange(bytes, at / 2, at / 2 + end - at));
      default -> {
        for (int i = 0; i < n; i++) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
    }
    return Files.write(file, bytes);
  }

  /** Replaces, removes or doubles some values anywhere in a tree. */
  private String json(JsonNode root) throws IOException {
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      List<ContainerNode<?>> containers = new ArrayList<>();
      collect(root, containers);
      ContainerNode<?> node = containers.get(random.nextInt(containers.size()));
      JsonNode value = MAPPER.readTree(EXTREMES.get(random.nextInt(EXTREMES.size())));
      if (node instanceof ObjectNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        String key = keys.isEmpty() ? "name" : keys.get(random.nextInt(keys.size()));
        if (random.nextInt(5) == 0) {
          object.remove(key);
        } else {
          object.set(key, value);
        }
      } else if (node instanceof ArrayNode array) {
        int at = random.nextInt(array.size() + 1);
        if (at < array.size() && random.nextBoolean()) {
          array.remove(at);
        } else {
          array.insert(at, random.nextBoolean() ? value : array.path(0).deepCopy());
        }
      }
    }
    return root.toString();
  }

  private static void collect(JsonNode node, List<ContainerNode<?>> containers) {
    if (node instanceof ContainerNode<?> container) {
      containers.add(container);
      node.forEach(child -> collect(child, containers));
    }
  }

  /** Puts a deep nest or a long text, number or list in place of one value. */
  private String deep(String json) {
    List<Integer> colons = new ArrayList<>();
    for (int i = json.indexOf(':'); i >= 0; i = json.indexOf(':', i + 1)) {
      colons.add(i + 1);
    }
    int at = colons.get(random.nextInt(colons.size()));
    String put =
        switch (random.nextInt(4)) {
          case 0 -> "[".repeat(DEEP) + "]".repeat(DEEP);
          case 1 -> "{\"config\":".repeat(DEEP) + "1" + "}".repeat(DEEP);
          case 2 -> "9".repeat(DEEP);
          default -> "\"" + "x".repeat(2 * DEEP) + "\"";
        };
    return json.substring(0, at) + put + ", \"more\": " + json.substring(at);
  }

  private void damageWeights(KerasWriter good) {
    List<String> layers =
        good.weights().entrySet().stream()
            .filter(entry -> !entry.getValue().isEmpty())
            .map(Map.Entry::getKey)
            .toList();
    Map<String, Object> arrays = good.weights().get(layers.get(random.nextInt(layers.size())));
    String array = List.copyOf(arrays.keySet()).get(random.nextInt(arrays.size()));
    List<Object> others =
        List.of(
            new float[] {Float.NaN, 1, 2, Float.POSITIVE_INFINITY},
            new float[] {-1, -1, -1, -1},
            new float[1],
            new float[1][1][1][1],
            new int[] {1, 2, 3, 4},
            new double[] {1e300, 1, 2, 3},
            new String[] {"a", "b"},
            1f);
    if (random.nextInt(4) == 0) {
      arrays.remove(array);
    } else {
      arrays.put(array, others.get(random.nextInt(others.size())));
    }
  }

  private void rewrite(Path file, Map<String, byte[]> entries, String entry, String text)
      throws IOException {
    entries.put(entry, text.getBytes(StandardCharsets.UTF_8));
    DeepLearning4jFiles.write(file, entries);
  }

  /** Removes, empties, cuts, swaps or changes an entry. */
  private void damageEntry(Path file, Map<String, byte[]> entries) throws IOException {
    List<String> names = List.copyOf(new TreeMap<>(entries).keySet());
    String name = names.get(random.nextInt(names.size()));
    byte[] bytes = entries.get(name);
    switch (random.nextInt(5)) {
      case 0 -> entries.remove(name);
      case 1 -> entries.put(name, new byte[0]);
      case 2 -> entries.put(name, Arrays.copyOf(bytes, random.nextInt(bytes.length)));
      case 3 -> entries.put(names.get(0), bytes);
      default -> {
        for (int i = 0; i < MOST_BYTES; i++) {
          bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
      }
    }
    DeepLearning4jFiles.write(file, entries);
  }

  /** Declares sizes that aren't there, or fills memory with zeros. */
  private void damageSize(Path file, Map<String, byte[]> entries) throws IOException {
    byte[] weights = entries.get("coefficients.bin");
    if (random.nextInt(4) == 0) {
      ByteArrayOutputStream large = new ByteArrayOutputStream();
      large.write(weights);
      large.write(new byte[1 + random.nextInt(100_000_000)]);
      entries.put("coefficients.bin", large.toByteArray());
    } else {
      String text = new String(weights, StandardCharsets.ISO_8859_1);
      int type = text.lastIndexOf(random.nextBoolean() ? "\0\5FLOAT" : "\0\4LONG");
      ByteBuffer.wrap(weights).putLong(type - Long.BYTES, random.nextLong() >> random.nextInt(63));
    }
    DeepLearning4jFiles.write(file, entries);
  }
}
