package neuralart.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.zip.ZipFile;
import neuralart.model.dl4j.Dl4jFile;
import neuralart.model.dl4j.GraphFormat;
import neuralart.model.dl4j.GraphReader;
import neuralart.model.file.FileKind;
import neuralart.model.file.ForeignFormat;
import neuralart.model.file.Reading;
import neuralart.model.keras.KerasFile;
import neuralart.model.keras.KerasReader;
import neuralart.network.Network;
import neuralart.network.Preprocessing;
import org.deeplearning4j.nn.graph.ComputationGraph;

/** Reads a network from a file, of a kind that the first bytes tell. */
final class NetworkFile {
  private static final Set<Integer> CHANNELS = Set.of(1, 3);

  private NetworkFile() {}

  /**
   * Reads a network. The file may be of anybody's making: nothing in it is run.
   *
   * @param file a network that DeepLearning4J saved (zip), or Keras in its HDF5 format
   * @param preprocessing from the conventional way to give it its pixels, the way to use
   * @throws IllegalArgumentException if it is no such file, is damaged, or has no network that
   *     takes a grey or a colour image: one line that names the file
   * @throws java.util.concurrent.CancellationException if the thread was interrupted
   */
  static Network read(Path file, UnaryOperator<Preprocessing> preprocessing) {
    return Reading.of(file.toString(), () -> readAny(file, preprocessing));
  }

  private static Network readAny(Path file, UnaryOperator<Preprocessing> preprocessing)
      throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IllegalArgumentException("is no file");
    }
    return switch (FileKind.of(file)) {
      case HDF5 -> KerasFile.read(file, keras -> read(keras, file, preprocessing));
      case ZIP -> readZip(file, preprocessing);
      case OTHER -> throw ForeignFormat.refusal(file);
    };
  }

  private static Network read(
      KerasFile keras, Path file, UnaryOperator<Preprocessing> preprocessing) {
    return KerasReader.read(keras, name(file), usual -> checked(usual, preprocessing));
  }

  private static Network readZip(Path file, UnaryOperator<Preprocessing> preprocessing)
      throws IOException {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      if (zip.getEntry(Dl4jFile.CONFIGURATION) == null) {
        throw ForeignFormat.refusal(zip);
      }
      Dl4jFile saved = new Dl4jFile(zip, Files.size(file));
      ComputationGraph graph = saved.graph();
      try {
        int channels = new GraphFormat(graph).inputChannels();
        requireImage(channels);
        return GraphReader.read(
            graph, name(file), checked(saved.preprocessing(channels), preprocessing));
      } finally {
        graph.close();
      }
    }
  }

  private static Preprocessing checked(
      Preprocessing usual, UnaryOperator<Preprocessing> preprocessing) {
    requireImage(usual.mean().length);
    return preprocessing.apply(usual);
  }

  private static void requireImage(int channels) {
    if (!CHANNELS.contains(channels)) {
      throw new IllegalArgumentException(
          "takes " + channels + " channels; networks of 1 (grey) or 3 (colour) can be used");
    }
  }

  private static String name(Path file) {
    return file.getFileName().toString();
  }
}
