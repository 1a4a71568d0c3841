package neuralart.model.dl4j;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import neuralart.model.file.Json;
import neuralart.model.file.NetworkBuilder;
import neuralart.model.file.Reading;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * A zip file of DeepLearning4J: {@code configuration.json} has the layers, {@code coefficients.bin}
 * the weights, {@code normalizer.bin} the range of the pixels. DeepLearning4J itself would also
 * deserialise an entry {@code preprocessor.bin}, which can run any code: here, no other entry is
 * looked at, and the configuration may name DeepLearning4J's own classes alone.
 */
final class Dl4jFile {
  static final String CONFIGURATION = "configuration.json";
  private static final String WEIGHTS = "coefficients.bin";
  private static final String NORMALIZER = "normalizer.bin";
  private static final String TYPE = "@class";

  private static final Pattern OWN_CLASS =
      Pattern.compile(
          "(org\\.deeplearning4j\\.nn\\.(conf|weights)|org\\.nd4j\\.linalg\\.(activations\\.impl"
              + "|lossfunctions\\.impl|learning\\.config|schedule))\\.[\\w.$]+");

  /** Lists of names that a user has chosen, which may look like those of classes. */
  private static final Set<String> NAMES =
      Set.of("vertexInputs", "networkInputs", "networkOutputs");

  private static final Map<DataType, Integer> FLOATING =
      Map.of(DataType.FLOAT, Float.BYTES, DataType.DOUBLE, Double.BYTES);

  private final ZipFile zip;
  private final long fileBytes;

  /**
   * @param zip has a configuration
   * @param fileBytes its size
   */
  Dl4jFile(ZipFile zip, long fileBytes) {
    this.zip = zip;
    this.fileBytes = fileBytes;
  }

  /**
   * The trained network.
   *
   * @param preprocessing from the range that was saved with it, the way to give it its pixels
   * @throws IllegalArgumentException if the layers or the weights can't be read, saying why
   */
  Network network(String name, UnaryOperator<Preprocessing> preprocessing) throws IOException {
    ComputationGraph graph = graph();
    try {
      Preprocessing saved = preprocessing(new GraphFormat(graph).inputChannels());
      return GraphReader.read(graph, name, preprocessing.apply(saved));
    } finally {
      graph.close();
    }
  }

  private ComputationGraph graph() throws IOException {
    JsonNode configuration = configuration();
    NetworkBuilder.requireLayers(configuration.path("vertices").size());
    NetworkBuilder.requireLayers(configuration.path("confs").size());
    requireOwnClasses(configuration);
    float[] weights = weights();
    return configuration.has("networkInputs")
        ? graph(parsed(configuration, ComputationGraphConfiguration::fromJson), weights)
        : sequence(parsed(configuration, MultiLayerConfiguration::fromJson), weights);
  }

  private static <T> T parsed(JsonNode configuration, Function<String, T> parser) {
    String json = configuration.toString(); // not the file's text, where a key may stand twice
    try {
      return parser.apply(json);
    } catch (RuntimeException e) { // of many kinds
      throw new IllegalArgumentException(
          isRecent(configuration)
              ? "is damaged: its " + CONFIGURATION + " has a setting or layer that isn't one"
              : "was saved by a DeepLearning4J before 1.0.0, in a form that can't be read any more:"
                  + " load it in version 1.0.0-beta4 and save it again",
          e);
    }
  }

  /** Whether layers are asked for by class: older versions had names of their own. */
  private static boolean isRecent(JsonNode configuration) {
    JsonNode sequence = configuration.path("confs").path(0).path("layer");
    Iterator<JsonNode> vertices = configuration.path("vertices").elements();
    return (vertices.hasNext() ? vertices.next() : sequence).has(TYPE);
  }

  private JsonNode configuration() throws IOException {
    byte[] bytes;
    try (var stream = zip.getInputStream(zip.getEntry(CONFIGURATION))) {
      bytes = stream.readNBytes(Json.LARGEST + 1);
    }
    JsonNode configuration = Json.parse(new String(bytes, StandardCharsets.UTF_8), "configuration");
    if (!configuration.has("vertices") && !configuration.has("confs")) {
      throw new IllegalArgumentException(
          "has a " + CONFIGURATION + ", but not of a network of DeepLearning4J");
    }
    return configuration;
  }

  /** JSON asks for a class by the key {@code @class}, or by the first of two values in a list. */
  private static void requireOwnClasses(JsonNode node) {
    if (node.isArray() && node.path(0).isTextual() && node.path(0).asText().contains(".")) {
      requireOwn(node.get(0));
    }
    node.fields()
        .forEachRemaining(
            field -> {
              if (field.getKey().equals(TYPE)) {
                requireOwn(field.getValue());
              }
              if (!NAMES.contains(field.getKey())) {
                requireOwnClasses(field.getValue());
              }
            });
    if (node.isArray()) {
      node.forEach(Dl4jFile::requireOwnClasses);
    }
  }

  private static void requireOwn(JsonNode type) {
    String name = type.asText();
    if (!type.isTextual() || name.isEmpty()) {
      throw new IllegalArgumentException("is damaged: it has a layer or setting of no kind");
    }
    if (!OWN_CLASS.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "asks for '"
              + name.substring(name.lastIndexOf('.') + 1)
              + "', which is no part of DeepLearning4J: only its own layers can be used");
    }
  }

  private static ComputationGraph graph(ComputationGraphConfiguration layers, float[] weights) {
    return fitting(
        () -> {
          ComputationGraph graph = new ComputationGraph(layers);
          graph.init(row(weights, layers.getDataType()), false);
          return graph;
        });
  }

  private static ComputationGraph sequence(MultiLayerConfiguration layers, float[] weights) {
    return fitting(
        () -> {
          MultiLayerNetwork network = new MultiLayerNetwork(layers);
          network.init(row(weights, layers.getDataType()), false);
          return network.toComputationGraph();
        });
  }

  private static ComputationGraph fitting(Supplier<ComputationGraph> maker) {
    try {
      return maker.get();
    } catch (RuntimeException e) { // of many kinds
      throw new IllegalArgumentException(
          "is damaged: its layers and weights don't fit together", e);
    }
  }

  private static INDArray row(float[] weights, DataType type) {
    return Nd4j.createFromArray(weights).castTo(type).reshape(1, weights.length);
  }

  /** Two buffers: the array's shape, of no interest for a row, and its numbers. */
  private float[] weights() throws IOException {
    ZipEntry entry = zip.getEntry(WEIGHTS);
    if (entry == null) {
      throw new IllegalArgumentException("has layers, but no weights (" + WEIGHTS + ")");
    }
    Reading.requirePlausible(entry.getSize(), fileBytes);
    try (DataInputStream in = stream(entry)) {
      Buffer shape = Buffer.read(in);
      in.skipNBytes(shape.bytes(Long.BYTES, entry.getSize()));
      Buffer numbers = Buffer.read(in);
      DataType type = FLOATING.keySet().stream().filter(numbers::isOf).findFirst().orElse(null);
      if (type == null) {
        throw new IllegalArgumentException(
            "has weights of the type " + numbers.type + "; expected one of FLOAT, DOUBLE");
      }
      numbers.bytes(FLOATING.get(type), entry.getSize());
      float[] values = new float[(int) numbers.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = type == DataType.FLOAT ? in.readFloat() : (float) in.readDouble();
      }
      return values;
    }
  }

  private DataInputStream stream(ZipEntry entry) throws IOException {
    return new DataInputStream(new BufferedInputStream(zip.getInputStream(entry), 1 << 16));
  }

  /** The beginning of a buffer as ND4J writes it. */
  private record Buffer(long length, String type) {
    static Buffer read(DataInputStream in) throws IOException {
      in.readUTF(); // how the memory was taken
      return new Buffer(in.readLong(), in.readUTF());
    }

    boolean isOf(DataType floating) {
      return floating.name().equals(type);
    }

    /** Its size, which must not be more than there is. */
    long bytes(int each, long available) {
      if (length < 0 || length > available / each) {
        throw new IllegalArgumentException(
            "is damaged: it says that it has " + length + " weights, which it hasn't");
      }
      return length * each;
    }
  }

  /**
   * The range that was saved with the network, else 0 to 1.
   *
   * @throws IllegalArgumentException if it is none
   */
  private Preprocessing preprocessing(int channels) throws IOException {
    ZipEntry entry = zip.getEntry(NORMALIZER);
    if (entry != null) {
      try (DataInputStream in = stream(entry)) {
        boolean scaler =
            in.readUTF().equals("NORMALIZER")
                && in.readInt() == 1
                && in.readUTF().equals("IMAGE_MIN_MAX");
        if (scaler) {
          return Preprocessing.range(channels, (float) in.readDouble(), (float) in.readDouble());
        }
      } catch (IOException e) {
        throw new IllegalArgumentException("is damaged: its " + NORMALIZER + " can't be read", e);
      }
    }
    return Preprocessing.range(channels, 0, 1); // other kinds tell nothing about images
  }
}
