package neuralart.model;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import neuralart.model.bioimage.BioimageFormat;
import neuralart.model.dl4j.Dl4jFormat;
import neuralart.model.file.ForeignFormat;
import neuralart.model.file.NetworkFormat;
import neuralart.model.file.Reading;
import neuralart.model.keras.KerasFormat;
import neuralart.model.onnx.OnnxFormat;
import neuralart.model.tensorflow.TensorFlowFormat;
import neuralart.network.Network;
import neuralart.network.Preprocessing;

/** Reads a network from a file, in the format that the file itself tells. */
final class NetworkFile {
  private static final NetworkFormat PACKAGES = new BioimageFormat();
  private static final List<NetworkFormat> FORMATS =
      List.of(
          PACKAGES, new KerasFormat(), new OnnxFormat(), new Dl4jFormat(), new TensorFlowFormat());

  private NetworkFile() {}

  /** Whether a file is one with a network, by its name. */
  static boolean isNamedSo(Path file) {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    return FORMATS.stream().flatMap(format -> format.endings().stream()).anyMatch(name::endsWith);
  }

  /** Whether a folder or a zip is a package of bioimage.io; what can't be opened is none. */
  static boolean isPackage(Path path) {
    try {
      return PACKAGES.recognises(path);
    } catch (IOException | IllegalArgumentException e) {
      return false;
    }
  }

  /**
   * Reads a network. The file may be of anybody's making: nothing in it is run.
   *
   * @param preprocessing from the conventional way to give it its pixels, the way to use
   * @throws IllegalArgumentException if it has none that can be used, or is damaged: one line that
   *     names the file
   * @throws java.util.concurrent.CancellationException if the thread was interrupted
   */
  static Network read(Path file, UnaryOperator<Preprocessing> preprocessing) {
    return Reading.of(file.toString(), () -> format(file).read(file, preprocessing));
  }

  private static NetworkFormat format(Path file) throws IOException {
    boolean folder = Files.exists(file) && !Files.isRegularFile(file);
    for (NetworkFormat format : folder ? List.of(PACKAGES) : FORMATS) {
      if (format.recognises(file)) {
        return format;
      }
    }
    if (folder) {
      throw new IllegalArgumentException("is no file");
    }
    throw ForeignFormat.refusal(file);
  }
}
