package neuralart.model.bioimage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import neuralart.image.Picture;
import neuralart.model.file.NetworkFormat;
import neuralart.model.keras.KerasFormat;
import neuralart.model.onnx.OnnxFormat;
import neuralart.model.tensorflow.TensorFlowFormat;
import neuralart.network.Layer;
import neuralart.network.MeasuredInput;
import neuralart.network.Network;
import neuralart.network.NetworkDescription;
import neuralart.network.NetworkDescription.Output;
import neuralart.network.Preprocessing;
import neuralart.network.processing.Processing;
import org.nd4j.shade.jackson.databind.JsonNode;

/**
 * Packages of bioimage.io, zips or folders, with weights in ONNX, in Keras' HDF5 or {@code .keras},
 * or as a SavedModel of TensorFlow.
 */
public final class BioimageFormat implements NetworkFormat {
  /** Readers of weights by what descriptions call their format, the one to take first. */
  private static final Map<String, WeightsReader> READERS = new LinkedHashMap<>();

  static {
    READERS.put("onnx", OnnxFormat::read);
    READERS.put("keras_hdf5", KerasFormat::read);
    READERS.put("keras_v3", archived(new KerasFormat()));
    READERS.put("tensorflow_saved_model_bundle", archived(new TensorFlowFormat()));
  }

  /** Reads a network from the bytes of its file. */
  private interface WeightsReader {
    Network read(byte[] bytes, String name, UnaryOperator<Preprocessing> preprocessing)
        throws IOException;
  }

  /** Reads a zip by what reads zips that are files: it is one for the time of that. */
  private static WeightsReader archived(NetworkFormat format) {
    return (bytes, name, preprocessing) -> {
      Path folder = Files.createTempDirectory("neural-art");
      Path file = folder.resolve(name);
      try {
        Files.write(file, bytes);
        if (!format.recognises(file)) {
          throw new IllegalArgumentException("has weights that aren't what it says they are");
        }
        return format.read(file, preprocessing);
      } finally {
        Files.deleteIfExists(file);
        Files.delete(folder);
      }
    };
  }

  @Override
  public List<String> endings() {
    return PackageFiles.DESCRIPTIONS;
  }

  @Override
  public boolean recognises(Path file) throws IOException {
    Optional<PackageFiles> files = PackageFiles.open(file);
    if (files.isPresent()) {
      files.get().close();
    }
    return files.isPresent();
  }

  /** Whether a file is the description of a package in its folder, by its name. */
  public static boolean isDescription(Path file) {
    return PackageFiles.isDescription(file.getFileName().toString());
  }

  @Override
  public Network read(Path file, UnaryOperator<Preprocessing> preprocessing) throws IOException {
    return BioimagePackage.in(
        file, files -> read(files, file.getFileName().toString(), preprocessing));
  }

  private static Network read(
      PackageFiles files, String name, UnaryOperator<Preprocessing> preprocessing)
      throws IOException {
    BioimagePackage described = BioimagePackage.of(files);
    TensorDescription input = described.input();
    List<Processing> operations = operations(input, input.name());
    Optional<Picture> example = described.example(files);
    Network network =
        weights(
            described.weights(),
            files,
            name,
            usual -> preprocessing.apply(usual(operations, example, usual.mean().length)));
    try {
      requireChannels(operations, network.channels());
      return network.withDescription(
          new NetworkDescription(operations, outputs(described, network)));
    } catch (RuntimeException e) {
      network.close();
      throw e;
    }
  }

  private static List<Processing> operations(TensorDescription tensor, String input) {
    return new ProcessingReader(tensor.name(), tensor.axes(), input).read(tensor.operations());
  }

  private static void requireChannels(List<Processing> operations, int channels) {
    for (Processing operation : operations) {
      if (operation instanceof Processing.Constant constant) {
        constant.operation().requireChannels(channels);
      }
    }
  }

  /** How the network wants the pixels of an image like the one for tests. */
  private static Preprocessing usual(
      List<Processing> operations, Optional<Picture> example, int channels) {
    if (example.isPresent() && example.get().channels() != channels) {
      throw new IllegalArgumentException(
          "has an image for tests of "
              + example.get().channels()
              + " channels for a network that takes "
              + channels);
    }
    requireChannels(operations, channels);
    return MeasuredInput.usual(operations, example, channels);
  }

  /** The layers that are the outputs, as far as they can be computed. */
  private static List<Output> outputs(BioimagePackage described, Network network) {
    List<String> layers = network.outputs();
    List<Output> outputs = new ArrayList<>();
    if (layers.size() == described.outputs().size()) {
      for (TensorDescription output : described.outputs()) {
        String layer = layers.get(outputs.size());
        List<Processing> operations = postprocessing(output, described, network.layer(layer));
        outputs.add(new Output(output.name(), layer, output.channels(), operations));
      }
    }
    return outputs;
  }

  /** What can't be read isn't needed to look into the network. */
  private static List<Processing> postprocessing(
      TensorDescription output, BioimagePackage described, Layer layer) {
    try {
      List<Processing> operations = operations(output, described.input().name());
      requireChannels(operations, layer.channels());
      return operations;
    } catch (IllegalArgumentException e) {
      return List.of(new Processing.Unsupported("The package " + e.getMessage()));
    }
  }

  /** Reads the weights in the first format that can be read. */
  private static Network weights(
      JsonNode weights, PackageFiles files, String name, UnaryOperator<Preprocessing> preprocessing)
      throws IOException {
    Optional<IllegalArgumentException> refusal = Optional.empty();
    for (Map.Entry<String, WeightsReader> format : READERS.entrySet()) {
      Optional<FileEntry> entry = FileEntry.of(weights.path(format.getKey()));
      if (entry.isPresent() && entry.get().in(files).isPresent()) {
        try {
          byte[] bytes = entry.get().read(files, Long.MAX_VALUE);
          return format.getValue().read(bytes, name, preprocessing);
        } catch (IllegalArgumentException e) {
          refusal = refusal.or(() -> Optional.of(e));
        }
      }
    }
    throw refusal.orElseGet(() -> new IllegalArgumentException(whatThereIs(weights, files)));
  }

  private static String whatThereIs(JsonNode weights, PackageFiles files) {
    TreeSet<String> formats = new TreeSet<>();
    weights.fieldNames().forEachRemaining(format -> formats.add(format.replaceAll("\\W", "_")));
    for (String format : READERS.keySet()) {
      if (formats.contains(format)) {
        return "is incomplete: its weights in "
            + format
            + " aren't in the package. Download it"
            + " whole";
      }
    }
    return "has weights as "
        + (formats.isEmpty() ? "nothing" : String.join(", ", formats))
        + "; only those in "
        + String.join(", ", READERS.keySet())
        + " can be read. Convert them with bioimageio.core, or export the network in ONNX";
  }
}
