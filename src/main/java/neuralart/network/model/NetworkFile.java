package neuralart.network.model;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.ZipFile;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/** Reads a network from a file, of a kind that the first bytes tell. */
final class NetworkFile {
  private static final byte[] HDF5 = {(byte) 0x89, 'H', 'D', 'F'};
  private static final byte[] ZIP = {'P', 'K', 3, 4};
  private static final String DL4J = "configuration.json";
  private static final String KERAS_3 = "model.weights.h5";
  private static final Set<Integer> CHANNELS = Set.of(1, 3);

  private NetworkFile() {}

  /**
   * Reads a network.
   *
   * @param file a network that DeepLearning4J saved (zip), or Keras in its HDF5 format
   * @param preprocessing from the conventional way to give it its pixels, the way to use
   * @throws IllegalArgumentException if it is no such file, is damaged, or has no network that
   *     takes a grey or a colour image
   */
  static Network read(Path file, UnaryOperator<Preprocessing> preprocessing) {
    byte[] start = start(file);
    if (Arrays.equals(start, HDF5)) {
      return KerasFile.read(file, keras -> read(keras, file, preprocessing));
    } else if (Arrays.equals(start, ZIP)) {
      return readZip(file, preprocessing);
    }
    throw unknown(file);
  }

  private static byte[] start(Path file) {
    try (InputStream stream = Files.newInputStream(file)) {
      return stream.readNBytes(HDF5.length);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " can't be read: " + e.getMessage(), e);
    }
  }

  private static IllegalArgumentException unknown(Path file) {
    return new IllegalArgumentException(
        file
            + " is no network that can be read: expected one saved by Keras in its HDF5 format"
            + " (.h5), or by DeepLearning4J (.zip)");
  }

  private static Network read(
      KerasFile keras, Path file, UnaryOperator<Preprocessing> preprocessing) {
    if (keras.architecture().isEmpty()) {
      throw new IllegalArgumentException(
          file
              + " has weights, but no architecture: save the whole network by model.save(\"x.h5\")");
    }
    return KerasReader.read(keras, name(file), usual -> checked(usual, preprocessing));
  }

  private static Network readZip(Path file, UnaryOperator<Preprocessing> preprocessing) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.getEntry(KERAS_3) != null) {
        throw new IllegalArgumentException(
            file + " is in the format of Keras 3: save it by model.save(\"x.h5\") instead");
      }
      if (zip.getEntry(DL4J) == null) {
        throw unknown(file);
      }
      JsonNode configuration = new ObjectMapper().readTree(zip.getInputStream(zip.getEntry(DL4J)));
      boolean isGraph = configuration.has("networkInputs");
      return read(graph(file.toFile(), isGraph), file, preprocessing);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  private static ComputationGraph graph(File file, boolean isGraph) throws IOException {
    try {
      return isGraph
          ? ModelSerializer.restoreComputationGraph(file)
          : ModelSerializer.restoreMultiLayerNetwork(file).toComputationGraph();
    } catch (RuntimeException e) {
      throw new IllegalArgumentException(
          file + " is damaged or not a network of DeepLearning4J (" + e.getMessage() + ")", e);
    }
  }

  private static Network read(
      ComputationGraph graph, Path file, UnaryOperator<Preprocessing> preprocessing) {
    try {
      int channels = new GraphFormat(graph).inputChannels();
      Preprocessing usual = scaler(file, channels);
      return GraphReader.read(graph, name(file), checked(usual, preprocessing));
    } finally {
      graph.close();
    }
  }

  /** The range that was saved with the network, else 0 to 1. */
  private static Preprocessing scaler(Path file, int channels) {
    Object normalizer;
    try {
      normalizer = ModelSerializer.restoreNormalizerFromFile(file.toFile());
    } catch (Exception e) {
      normalizer = e; // of a kind that tells nothing about images
    }
    return normalizer instanceof ImagePreProcessingScaler scaler
        ? Preprocessing.range(channels, (float) scaler.getMinRange(), (float) scaler.getMaxRange())
        : Preprocessing.range(channels, 0, 1);
  }

  private static Preprocessing checked(
      Preprocessing usual, UnaryOperator<Preprocessing> preprocessing) {
    int channels = usual.mean().length;
    if (!CHANNELS.contains(channels)) {
      throw new IllegalArgumentException(
          "it takes " + channels + " channels; networks of 1 (grey) or 3 (colour) can be used");
    }
    return preprocessing.apply(usual);
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
