package neuralart.model.keras;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.zip.ZipFile;
import neuralart.model.file.NetworkFormat;
import neuralart.network.Network;
import neuralart.network.Preprocessing;

/** Whole networks that Keras 1, 2 and 3 saved, as HDF5 or as {@code .keras}. */
public final class KerasFormat implements NetworkFormat {
  @Override
  public List<String> endings() {
    return List.of(".h5", ".hdf5", ".keras");
  }

  @Override
  public boolean recognises(Path file) throws IOException {
    if (!NetworkFormat.isZip(file)) {
      return isHdf5(file);
    }
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return KerasArchive.recognises(zip);
    }
  }

  private static boolean isHdf5(Path file) throws IOException {
    return NetworkFormat.begins(file, 0x89, 'H', 'D', 'F');
  }

  @Override
  public Network read(Path file, UnaryOperator<Preprocessing> preprocessing) throws IOException {
    String name = file.getFileName().toString();
    return isHdf5(file)
        ? KerasFile.read(file, keras -> read(keras, name, preprocessing))
        : KerasArchive.read(file, preprocessing);
  }

  /** Reads a network from the bytes of an HDF5 file, as the above does. */
  public static Network read(
      byte[] bytes, String name, UnaryOperator<Preprocessing> preprocessing) {
    return KerasFile.read(bytes, name, keras -> read(keras, name, preprocessing));
  }

  private static Network read(
      KerasFile keras, String name, UnaryOperator<Preprocessing> preprocessing) {
    KerasArchitecture architecture =
        KerasArchitecture.parse(keras.architecture(), keras.version(), keras.backend());
    LayerWeights weights = new WeightsByName(keras::weights);
    return KerasReader.read(architecture, weights, name, preprocessing);
  }
}
